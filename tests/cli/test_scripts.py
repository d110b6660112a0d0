"""The small scripts beside the product: rules, lock files, texts, preflight."""

import ast

import check
import leaks
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
    assert "chromium-headless-shell" in preflight.missing(with_browser=True)
    assert "postgresql" in preflight.missing(with_postgres=True)


PIECES = ("gh" + "p_", "AKI" + "A", "-----BEGIN RSA " + "PRIVATE KEY-----", "postgresql" + "://me:")


@pytest.mark.parametrize(
    "line",
    [
        f'TOKEN = "{PIECES[0]}{"a1B2" * 9}"',
        f'key = "{PIECES[1]}IOSFODNN7EXAMPL2"',
        PIECES[2],
        f'url = "{PIECES[3]}s3cretword@db/x"',
        f'"{"q7Rz2LmX9vTb"}{"K4wPd8JcN5sYhG3f"}"',
        'password = "correct-horse-battery"',
    ],
)
def test_a_secret_in_a_file_is_found_and_not_repeated(line: str) -> None:
    found = list(leaks.leaks(f"eerst\n{line}\n"))
    assert found
    assert {number for number, _what in found} == {2}
    assert not any(what in line for _number, what in found)
    assert list(leaks.leaks(f"{line}  # not a secret: invented")) == []


@pytest.mark.parametrize(
    "line",
    [
        'code = "families:national-number:noted"',
        '"postgresql://eenplan_web:…@db.example.org/eenplan"',
        'url = f"postgresql://eenplan_web:{PASSWORD}@{host}/eenplan"',
        '"0123456789ABCDEFGHJKMNPQRSTVWXYZ"',
        'reverse("coach:keep-national-number")',
    ],
)
def test_what_is_no_secret_passes(line: str) -> None:
    assert list(leaks.leaks(line)) == []


def test_a_package_without_version_or_hash_is_found() -> None:
    good = "django==5.2.19 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via -r x\n"
    assert check.unpinned(good) == []
    assert check.unpinned(good + "flask==1.0\nrich>=2 --hash=sha256:" + "b" * 64) == ["flask==1.0", "rich>=2"]
    sealed = '{"packages": {"": {}, "a": {"integrity": "sha512-x"}, "b": {}, "c": {"integrity": "sha1-x"}}}'
    assert check.unsealed(sealed) == ["b", "c"]
