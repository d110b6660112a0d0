"""`make rules`: each rule of docs/rules.md with the tests that hold it, read from their marks."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docs" / "rules.md"
ROW = re.compile(r"^\| *(\d+) *\| *(.+?) *\|", re.M)
COUNT = 48


def titles() -> dict[int, str]:
    """Number and short title of each rule."""
    return {int(number): title for number, title in ROW.findall(RULES.read_text(encoding="utf-8"))}


def _numbers(marks: list[ast.expr]) -> Iterator[int]:
    """The n of each `pytest.mark.rule(n)` among these expressions, lists of them included."""
    for mark in marks:
        if isinstance(mark, ast.List | ast.Tuple):
            yield from _numbers(mark.elts)
        elif isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("mark.rule"):
            yield from (each.value for each in mark.args if isinstance(each, ast.Constant))


def _module_marks(body: list[ast.stmt]) -> list[ast.expr]:
    return [
        each.value
        for each in body
        if isinstance(each, ast.Assign)
        and any(ast.unparse(target) == "pytestmark" for target in each.targets)
    ]


def _tests(body: list[ast.stmt], inherited: set[int]) -> Iterator[tuple[str, set[int]]]:
    held = inherited | set(_numbers(_module_marks(body)))
    for each in body:
        if isinstance(each, ast.ClassDef) and each.name.startswith("Test"):
            inner = held | set(_numbers(each.decorator_list))
            yield from ((f"{each.name}::{name}", numbers) for name, numbers in _tests(each.body, inner))
        elif isinstance(each, ast.FunctionDef) and each.name.startswith("test"):
            yield each.name, held | set(_numbers(each.decorator_list))


def tests_by_rule() -> dict[int, list[str]]:
    """For each rule number, the tests marked with it."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, numbers in _tests(ast.parse(path.read_text(encoding="utf-8")).body, set()):
            for number in numbers:
                found[number].append(f"{path.relative_to(ROOT)}::{name}")
    return found


def main() -> int:
    """Print the list; exit 1 when a test names a rule that does not exist."""
    known, found = titles(), tests_by_rule()
    for number, title in sorted(known.items()):
        print(f"{number:2}. {title}" + ("" if found.get(number) else ": not yet"))
        for test in found.get(number, []):
            print(f"      {test}")
    held = sum(1 for number in known if found.get(number))
    print(f"{held} of {len(known)} rules have a test.")
    strange = sorted(set(found) - set(known))
    if strange or len(known) != COUNT:
        print(f"Not in docs/rules.md: {strange}; it has {len(known)} of {COUNT} rules.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
