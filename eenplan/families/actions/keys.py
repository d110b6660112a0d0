"""The keys by which a family is found and recognised, kept in line with its file."""

from collections.abc import Iterable

from eenplan.core.folding import words
from eenplan.families.enums import MatchKind
from eenplan.families.matching import Reaches, match_keys
from eenplan.families.models import ContactDetail, Family, MatchKey, Person, SearchKey


def keep_keys(family: Family) -> None:
    """Bring the keys in line after people or ways to reach them changed. Adds and removes only what differs."""
    people = list(family.persons.all())
    wanted = _words_of(family, people)
    standing = set(SearchKey.objects.filter(family=family).values_list("key", flat=True))
    if gone := standing - wanted:
        SearchKey.objects.filter(family=family, key__in=gone).delete()
    _add_search_keys(family, wanted - standing)
    details = ContactDetail.objects.filter(family=family, item__ended_at__isnull=True)
    matches = match_keys(family.name, family.postal_code, people, details)
    # That of a national number follows its own row, by a trigger.
    others = MatchKey.objects.filter(family=family).exclude(kind=MatchKind.NATIONAL)
    rows = {(row.kind, row.key): row for row in others}
    if stale := [row.id for pair, row in rows.items() if pair not in matches]:
        MatchKey.objects.filter(id__in=stale).delete()
    _add_match_keys(family, {(kind, key) for kind, key in matches if (kind, key) not in rows})


def begin_keys(family: Family, people: Iterable[Person], details: Iterable[Reaches]) -> None:
    """The keys of a family that was just written down: nothing is looked up."""
    people = list(people)
    _add_search_keys(family, _words_of(family, people))
    _add_match_keys(family, match_keys(family.name, family.postal_code, people, details))


def _words_of(family: Family, persons: Iterable[Person]) -> set[str]:
    names = [family.name, *[f"{person.given_name} {person.family_name}" for person in persons]]
    return set().union(*map(words, names))


def _add_search_keys(family: Family, keys: Iterable[str]) -> None:
    SearchKey.objects.bulk_create([SearchKey(family=family, key=key) for key in sorted(keys)])


def _add_match_keys(family: Family, keys: Iterable[tuple[str, str]]) -> None:
    MatchKey.objects.bulk_create([MatchKey(family=family, kind=kind, key=key) for kind, key in sorted(keys)])
