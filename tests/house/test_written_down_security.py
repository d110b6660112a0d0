"""What docs/operating/threat-model.md, dpia.md and SECURITY.md say is there: each test that they name exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/operating/threat-model.md", "docs/operating/dpia.md", "SECURITY.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
LINKED = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
STRIDE = set("STRIDE")


@cache
def _tests_of(path: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_test_and_page_that_is_named_exists(page: str) -> None:
    text = (ROOT / page).read_text()
    named = NAMED.findall(text)
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or name not in _tests_of(path)
    ]
    assert missing == []
    for link in LINKED.findall(text):
        assert ((ROOT / page).parent / link).exists(), link


def test_each_door_and_store_is_judged_by_stride() -> None:
    """A part with a table of threats misses no letter without saying so; nearly all have a test."""
    text = (ROOT / PAGES[0]).read_text()
    parts = re.split(r"^### ", text.partition("## What remains")[0], flags=re.M)[1:]
    rows = [re.findall(r"^\| ([STRIDE]) \| .* \| (.*) \|$", part, flags=re.M) for part in parts]
    assert len(parts) >= 6
    for part, found in zip(parts, rows, strict=True):
        letters = {letter for letter, _test in found}
        assert letters == STRIDE or part.startswith("Ending"), part.splitlines()[0]
    tested = [bool(NAMED.search(test)) for found in rows for _letter, test in found]
    assert sum(tested) >= len(tested) - 1
