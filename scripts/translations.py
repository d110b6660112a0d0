"""`translations.py update|check|compile|merge`: the catalogues in eenplan/locale, without system tools.

The source language is Dutch. English and French are translated whole; Arabic, Turkish and Ukrainian where families
and who refers them read: eenplan/locale/family-side.txt says what that is, and a test holds it to the pages.
Runs in the environment (Babel, Django).
"""

import ast
import json
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "eenplan"
LANGUAGES = ("en", "fr")
FAMILY_LANGUAGES = ("ar", "tr", "uk")
# As Django's own catalogues have them, and Ukrainian as it counts whole things.
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "tr": "nplurals=2; plural=(n > 1);",
    "uk": "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;",
}
# What families, and who refers them, read: see the head of that file.
FAMILY_SIDE = PACKAGE / "locale" / "family-side.txt"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def po_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, path.read_bytes()
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            # Django's own reading of a template as calls of gettext; one line each, without indents.
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, "\n".join(line.strip() for line in calls.splitlines()).encode()


def template() -> Catalog:
    """Every text in the code and the templates, with the files it comes from."""
    found = Catalog(project="eenplan", fuzzy=False)
    for path, source in _sources():
        name = str(path.relative_to(ROOT))
        try:
            messages = list(
                extract("python", BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"})
            )
        except (tokenize.TokenError, SyntaxError) as problem:
            raise SystemExit(f"{name} cannot be read for its texts: {problem}") from None
        for _line, text, _comments, context in messages:
            if text and (text if isinstance(text, str) else text[0]):
                found.add(text, locations=[(name, 0)], context=context)
    return found


@dataclass(frozen=True)
class FamilySide:
    """The files whose texts families read, files inside those that are for workers alone, and single texts."""

    paths: tuple[str, ...]
    but_not: tuple[str, ...]
    texts: frozenset[str]

    def has(self, message: Message) -> bool:
        """Whether a text stands on the family's side."""
        text = message.id if isinstance(message.id, str) else message.id[0]
        return text in self.texts or any(
            path.startswith(self.paths) and path not in self.but_not for path, _line in message.locations
        )


def family_side() -> FamilySide:
    """As FAMILY_SIDE says."""
    lines = [line for line in FAMILY_SIDE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return FamilySide(
        tuple(f"eenplan/{line}" for line in lines if line[0] not in '!"'),
        tuple(f"eenplan/{line[1:]}" for line in lines if line[0] == "!"),
        frozenset(json.loads(line) for line in lines if line[0] == '"'),
    )


def wanted_in(language: str, texts: Catalog) -> Catalog:
    """The texts that a language's catalogue holds."""
    if language in LANGUAGES:
        return texts
    side = family_side()
    found = Catalog(project="eenplan", fuzzy=False)
    for message in texts:
        if message.id and side.has(message):
            found.add(message.id, locations=message.locations, context=message.context)
    return found


def hidden(source: bytes) -> Iterator[int]:
    """The lines on which a text is asked for inside an f-string: reading for texts passes over those."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            asked = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
            if any(isinstance(name, ast.Name) and name.id in {"_", *KEYWORDS} for name in asked):
                yield node.lineno


def read(language: str) -> Catalog:
    """A language's catalogue as it is committed; empty when there is none."""
    path = po_path(language)
    if not path.exists():
        lines = ("Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {PLURALS[language]}")
        header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)
        return read_po(BytesIO(header.encode()), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> Path:
    """Write a catalogue in its place; gives that."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=False)
    return path


def update(*languages: str) -> int:
    """Bring the catalogues (all, or of these languages) up to date with the sources: new texts empty, old ones gone."""
    texts = template()
    for language in languages or (*LANGUAGES, *FAMILY_LANGUAGES):
        catalogue = read(language)
        catalogue.update(wanted_in(language, texts), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = write(language, catalogue)
        empty = sum(1 for message in catalogue if message.id and not _whole(message.string))
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {empty} to translate")
    return 0


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def check() -> int:
    """Say which texts are missing, fuzzy, wrong or no longer used; exit 1 when there are any."""
    texts = template()
    problems = [
        f"{path.relative_to(ROOT)}:{line}: take the text out of the f-string"
        for path, source in _sources()
        if path.suffix == ".py"
        for line in hidden(source)
    ]
    for language in (*LANGUAGES, *FAMILY_LANGUAGES):
        catalogue = read(language)
        wanted = {(message.context, message.id) for message in wanted_in(language, texts) if message.id}
        there = {(message.context, message.id): message for message in catalogue if message.id}
        problems += [f"{language}: missing: {key[1]!r}" for key in wanted - there.keys()]
        problems += [f"{language}: not used: {key[1]!r}" for key in there.keys() - wanted]
        problems += [f"{language}: obsolete: {message.id!r}" for message in catalogue.obsolete.values()]
        if catalogue.plural_forms != PLURALS.get(language, catalogue.plural_forms):
            problems.append(
                f"{language}: its header says {catalogue.plural_forms!r}, not {PLURALS[language]!r}"
            )
        for message in there.values():
            if not _whole(message.string):
                problems.append(f"{language}: not translated: {message.id!r}")
            elif message.fuzzy:
                problems.append(f"{language}: fuzzy: {message.id!r}")
            problems += [f"{language}: {error}: {message.id!r}" for error in message.check(catalogue)]
    for problem in sorted(problems):
        print(problem)
    if problems:
        print(f"{len(problems)} texts to mend: make translations, then fill in eenplan/locale/*/*/django.po")
    return 1 if problems else 0


def compile_all() -> int:
    """Write the .mo files, where the .po is newer."""
    for language in (*LANGUAGES, *FAMILY_LANGUAGES):
        source = po_path(language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            half = target.with_suffix(".half")
            with half.open("wb") as file:
                write_mo(file, read(language))
            half.replace(target)
    return 0


def merge(language: str, corrections: Path) -> int:
    """Bring what native speakers wrote (`eenplan translations`) into a catalogue; texts that are gone are told."""
    catalogue = read(language)
    with corrections.open("rb") as file:
        better = [message for message in read_po(file, locale=language) if message.id]
    for message in better:
        standing = catalogue.get(
            message.id if isinstance(message.id, str) else message.id[0], message.context
        )
        if standing is None:
            print(f"{language}: no longer there: {message.id!r}")
        else:
            standing.string = message.string
    write(language, catalogue)
    return 0


def main(verb: str = "", *asked: str) -> int:
    """Do what was asked."""
    known = {*LANGUAGES, *FAMILY_LANGUAGES}
    if verb == "update" and known.issuperset(asked):
        return update(*asked)
    if verb == "merge" and len(asked) == 2 and asked[0] in known:
        return merge(asked[0], Path(asked[1]))
    if verb in ("check", "compile") and not asked:
        return check() if verb == "check" else compile_all()
    sys.exit("usage: translations.py update [LANGUAGE…] | check | compile | merge LANGUAGE FILE")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
