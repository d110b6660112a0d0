"""The small scripts beside the product: rules, lock files, texts, preflight."""

import ast

import check
import preflight
import pytest
import rules
import translations


def test_every_rule_has_a_title() -> None:
    assert sorted(rules.titles()) == list(range(1, rules.COUNT + 1))


def test_marks_are_found_on_functions_classes_and_modules() -> None:
    source = """
pytestmark = [pytest.mark.rule(1)]
@pytest.mark.rule(2, 3)
def test_one(): ...
@pytest.mark.rule(4)
class TestMany:
    @pytest.mark.rule(5)
    def test_two(self): ...
def helper(): ...
"""
    assert dict(rules._tests(ast.parse(source).body, set())) == {
        "test_one": {1, 2, 3},
        "TestMany::test_two": {1, 4, 5},
    }


def test_no_lock_file_names_a_registry() -> None:
    assert check.check_locks() == 0


def test_a_named_registry_would_be_seen() -> None:
    for line in ("--index-url https://x/", '"resolved": "x"', "registry=x", "a @ https://x/a.whl"):
        assert check.HOSTS.search(line), line


def test_texts_come_from_code_and_templates() -> None:
    texts = translations.template()
    kinds = {name.rsplit(".", 1)[-1] for message in texts for name, _line in message.locations}
    assert {"py", "html"} <= kinds


def test_a_text_inside_an_f_string_is_seen() -> None:
    source = """said = f"{name}: {_('niets')}"\nwhole = _("niets") + f"{name}"\n"""
    assert list(translations.hidden(source.encode())) == [1]


def test_preflight_names_debian_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "chromium" in preflight.missing(with_browser=True)
    assert "postgresql" in preflight.missing(with_postgres=True)
