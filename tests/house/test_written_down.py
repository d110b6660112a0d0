"""Every verb that touches a file writes itself down (rule 40): whoever adds one without cannot miss it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import eenplan

ROOT = Path(eenplan.__file__).parent
# Rooms whose verbs are about families.
ROOMS = ("families", "referrals", "plans", "consent", "rights")
# The machine's own turns of the handle: they claim, put back or clear what waits, and open no file. What they lead to is
# written down by the verb that does it.
MACHINE = {
    "claim_message",
    "claim_notice",
    "clear_codes",
    "clear_outbox",
    "put_back_code",
    "rotate_match_keys",
    "_keep_some",
}
Function = ast.FunctionDef


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function of the product, outside migrations."""
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Function):
                yield path, node


def called_in(function: Function) -> set[str]:
    """The names of the functions that a function calls, its decorators apart."""
    return {
        node.func.id
        for line in function.body
        for node in ast.walk(line)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def is_verb(function: Function) -> bool:
    """Whether it is an action."""
    return any(isinstance(each, ast.Name) and each.id == "action" for each in function.decorator_list)


@pytest.mark.rule(40)
def test_every_verb_about_a_family_writes_itself_down() -> None:
    found = list(functions())
    calls: dict[str, set[str]] = {}
    for _path, function in found:
        calls.setdefault(function.name, set()).update(called_in(function))

    def records(name: str, seen: frozenset[str] = frozenset()) -> bool:
        return name == "record" or (
            name in calls
            and name not in seen
            and any(records(each, seen | {name}) for each in calls[name] if each == "record" or each in calls)
        )

    verbs = [
        (path, function)
        for path, function in found
        if is_verb(function) and path.relative_to(ROOT).parts[0] in ROOMS
    ]
    assert len(verbs) > 100
    silent = {verb.name: path for path, verb in verbs if not records(verb.name)}
    assert set(silent) <= MACHINE, silent
