"""Removing rows for good, with all that hangs on them: found by the foreign keys, so that no table is forgotten.

Runs as the owner of the database. What becomes of each table is said in `rules.ways`; without a word nothing is
removed and the whole is undone.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core import statements
from eenplan.rights.rules.ways import FORGOTTEN_ACTOR, READERS, WAYS, Goes, without

ACTORS = "core_actor"
ITEMS = "families_item"

_LINKS = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, pk.attname
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
    JOIN pg_attribute pk ON pk.attrelid = c.conrelid AND pk.attnum = i.indkey[0]
    WHERE c.contype = 'f' AND c.conparentid = 0 ORDER BY 1, 2
"""
_SNAPSHOTS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.columns f ON f.table_name = c.table_name AND f.column_name = 'family_id'
    JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
    WHERE c.table_schema = 'public' AND c.data_type = 'jsonb' ORDER BY 1, 2
"""


class UnknownWay(LookupError):
    """A table points at what goes, and nobody said what becomes of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column of a table that points at another table. `key` is the table's own primary key."""

    table: str
    column: str
    to: str
    key: str

    @property
    def way(self) -> Goes:
        """What becomes of a row of this table. Raises UnknownWay."""
        ways = WAYS.get(self.table, READERS.get(self.table))
        if ways is None:
            raise UnknownWay(f"{self.table}.{self.column}")
        if self.column in ways:
            return ways[self.column]
        if self.column in (self.key, "family_id"):
            return Goes.ROW
        raise UnknownWay(f"{self.table}.{self.column}")


@dataclass(slots=True)
class Removed:
    """What goes: ids per table, and rows that stay with a column taken out."""

    rows: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    emptied: dict[Link, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    rewritten: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    besides: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    # Whoever acted by what went.
    actors: tuple[UUID, ...] = ()

    @property
    def ids(self) -> set[str]:
        """Every id that is gone, as snapshots write it."""
        return {str(one) for rows in self.rows.values() for one in rows}

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each table went, and how many had something taken out, by name of the table."""
        changed: dict[str, int] = defaultdict(int, self.rewritten)
        for link, rows in self.emptied.items():
            changed[link.table] += len(rows - self.rows.get(link.table, set()))
        gone = {table: len(rows) for table, rows in self.rows.items()} | self.besides
        return {
            "removed": {table: number for table, number in sorted(gone.items()) if number},
            "taken_out": {table: number for table, number in sorted(changed.items()) if number},
        }


@cache
def links() -> Mapping[str, tuple[Link, ...]]:
    """All foreign keys of the database, by the table that they point at."""
    found: dict[str, list[Link]] = defaultdict(list)
    for table, column, to, key in statements.rows(_LINKS, []):
        found[to].append(Link(table, column, to, key))
    return {to: tuple(those) for to, those in found.items()}


def remove(roots: Mapping[str, Iterable[UUID]], family_id: UUID) -> Removed:
    """Remove rows and all that hangs on them; take out of what stays whatever names them. As the owner, for good."""
    removed = Removed()
    follow(removed, roots)
    removed.actors = tuple(_actors(removed))
    codes = _codes(removed)
    _run("SELECT set_config('eenplan.destroying', 'yes', true)")
    for link, rows in removed.emptied.items():
        _empty(link, rows - removed.rows.get(link.table, set()))
    for table, gone in removed.rows.items():
        _delete(table, gone)
    _rewrite(removed, family_id)
    _forget_actors(removed, list(removed.actors))
    people = map(str, removed.rows.get("families_person", ()))
    _end_sessions(removed, {str(family_id), *people, *codes})
    _run("SELECT set_config('eenplan.destroying', '', true)")
    return removed


def follow(removed: Removed, roots: Mapping[str, Iterable[UUID]]) -> None:
    """Find all that hangs on the roots, and what stays with something taken out. Removes nothing."""
    waiting = [(table, set(ids)) for table, ids in roots.items()]
    while waiting:
        table, asked = waiting.pop()
        new = asked - removed.rows[table]
        if not new:
            continue
        removed.rows[table] |= new
        for link in links().get(table, ()):
            found = _pointing(link, new)
            if not found:
                continue
            if link.way is Goes.ROW:
                waiting.append((link.table, found))
            elif link.way is Goes.PIECE:
                waiting.append((ITEMS, found))
            else:
                removed.emptied[link] |= found
    for name in [name for name, rows in removed.rows.items() if not rows]:
        del removed.rows[name]


def _pointing(link: Link, ids: set[UUID]) -> set[UUID]:
    asked = f"SELECT {link.key} FROM {link.table} WHERE {link.column} = ANY(%s)"
    return {one for (one,) in statements.rows(asked, [list(ids)])}


def _empty(link: Link, rows: set[UUID]) -> None:
    if not rows:
        return
    if link.way is Goes.STAYS:
        raise UnknownWay(f"{link.table}.{link.column} would point at nothing")
    where = f"WHERE {link.key} = ANY(%s)"
    if link.way is Goes.OWNER:
        _run(
            f"UPDATE {link.table} SET {link.column} = NULL, network_name = %s {where}",
            [somebody(), list(rows)],
        )
    else:
        _run(f"UPDATE {link.table} SET {link.column} = NULL {where}", [list(rows)])


def somebody() -> str:
    """Who takes a step whose taker is gone, in the language of the files."""
    with override("nl"):
        return _("iemand van het gezin")


def _delete(table: str, ids: set[UUID]) -> None:
    _run(f"DELETE FROM {table} WHERE {_key_of(table)} = ANY(%s)", [list(ids)])


def _key_of(table: str) -> str:
    """The column by which a row of a table is known."""
    keys = {link.key for of in links().values() for link in of if link.table == table}
    return keys.pop() if keys else "id"


def _rewrite(removed: Removed, family_id: UUID) -> None:
    """Take what is gone out of every snapshot of the family that stays."""
    gone = removed.ids
    for table, column in statements.rows(_SNAPSHOTS, []):
        own = _key_of(table)
        kept = statements.rows(f"SELECT {own}, {column} FROM {table} WHERE family_id = %s", [family_id])
        for key, text in kept:
            before = json.loads(text)
            after = without(before, gone)
            if after != before:
                is_step = isinstance(after, dict) and "network_name" in after
                if is_step and after.get("person_id", before) is None:
                    after["network_name"] = somebody()
                _run(f"UPDATE {table} SET {column} = %s::jsonb WHERE {own} = %s", [json.dumps(after), key])
                removed.rewritten[table] += 1


def _columns(removed: Removed, way: Goes) -> list[tuple[str, str, list[UUID]]]:
    return [
        (table, column, list(removed.rows[table]))
        for table, ways in WAYS.items()
        if table in removed.rows
        for column, which in ways.items()
        if which is way
    ]


def _actors(removed: Removed) -> list[UUID]:
    """Who acted by what goes. Never a worker."""
    found: set[UUID] = set()
    for table, column, ids in _columns(removed, Goes.ACTOR):
        asked = (
            f"SELECT a.id FROM {table} t JOIN core_actor a ON a.id = t.{column}"
            " WHERE t.id = ANY(%s) AND a.kind IN ('family_member', 'trusted_person', 'outside_helper')"
        )
        found |= {one for (one,) in statements.rows(asked, [ids])}
    return list(found)


def _codes(removed: Removed) -> list[str]:
    """The hashes by which sessions remember cards that go."""
    asked = "SELECT code_hash FROM families_card WHERE id = ANY(%s)"
    return [code for (code,) in statements.rows(asked, [list(removed.rows.get("families_card", ()))])]


def _forget_actors(removed: Removed, actors: list[UUID]) -> None:
    """Nobody acts as them any more; what they wrote that stays is of nobody in particular."""
    if not actors:
        return
    for link in links().get(ACTORS, ()):
        if link.table in READERS and link.way is Goes.ROW:
            gone = _pointing(link, set(actors))
            _delete(link.table, gone)
            removed.besides[link.table] = len(gone)
        elif _pointing(link, set(actors)):  # a table that only grows refuses the statement, whatever it finds
            _run(
                f"UPDATE {link.table} SET {link.column} = %s WHERE {link.column} = ANY(%s)",
                [FORGOTTEN_ACTOR, actors],
            )
    _delete(ACTORS, set(actors))
    removed.besides[ACTORS] = len(actors)


def _end_sessions(removed: Removed, marks: set[str]) -> None:
    """Sessions that name a card or anything else that is gone: they would open on nothing."""
    over = [
        session.pk
        for session in Session.objects.iterator()
        if any(mark in json.dumps(session.get_decoded(), default=str) for mark in marks)
    ]
    if over:
        removed.besides["django_session"] = len(over)
        Session.objects.filter(pk__in=over).delete()


def _run(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
