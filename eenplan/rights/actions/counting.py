"""What would go with whole files, counted for hundreds of files at once and without removing anything. As the owner.

The same walk along the foreign keys as removing does; a test holds the two together.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.contrib.sessions.models import Session

from eenplan.core import statements
from eenplan.rights.actions.removing import ACTORS, Link, Removed, follow, links
from eenplan.rights.rules.ways import READERS, WAYS, Goes

Counts = dict[str, dict[str, int]]

# A file's own entries, and those of files that were taken into it.
_AUDIT = """
    WITH files AS (
        SELECT f AS file, f AS family FROM unnest(%(families)s::uuid[]) f
        UNION SELECT former_id, family_id FROM families_takenin WHERE family_id = ANY (%(families)s)),
    people AS (
        SELECT DISTINCT s.family, e.actor_id FROM audit_entry e, unnest(e.families) f JOIN files s ON s.file = f
        WHERE e.families && array(SELECT file FROM files) AND e.actor_id IS NOT NULL
            AND e.role IN ('family_member', 'trusted_person', 'guest')),
    hit AS (
        SELECT s.family, e.sequence FROM audit_entry e, unnest(e.families) f JOIN files s ON s.file = f
        WHERE e.families && array(SELECT file FROM files)
        UNION SELECT p.family, e.sequence FROM people p JOIN audit_entry e ON e.actor_id = p.actor_id)
    SELECT family, count(*) FROM hit GROUP BY family
"""
_CODES = """
    SELECT t.family_id, count(*) FROM families_signincode c JOIN families_entrance t ON t.id = c.entrance_id
    WHERE t.family_id = ANY (%s) GROUP BY t.family_id
"""


def count_files(family_ids: Sequence[UUID]) -> dict[UUID, Counts]:
    """How many rows of which tables would go with each of these files, and how many would have something taken out.

    A fixed number of queries per table, however many files they are.
    """
    removed = Removed()
    follow(removed, {"families_family": family_ids})
    gone: dict[UUID, dict[str, int]] = {family_id: defaultdict(int) for family_id in family_ids}
    changed: dict[UUID, dict[str, int]] = {family_id: defaultdict(int) for family_id in family_ids}
    for table, ids in removed.rows.items():
        _add(gone, table, _by_family(table, ids))
    for link, ids in removed.emptied.items():
        _add(changed, link.table, _pointing_from(link, ids - removed.rows.get(link.table, set())))
    actors = _actors_of(removed)
    for family_id, those in actors.items():
        gone[family_id][ACTORS] += len(those)
    for link in links().get(ACTORS, ()):
        if link.table in READERS and link.way is Goes.ROW:
            _add(gone, link.table, _signed_in(link, actors))
    _add(gone, "families_signincode", dict(statements.rows(_CODES, [list(family_ids)])))
    _add(gone, "django_session", _sessions(removed, family_ids))
    _add(changed, "audit_entry", dict(statements.rows(_AUDIT, {"families": list(family_ids)})))
    return {
        family_id: {"removed": _sorted(gone[family_id]), "taken_out": _sorted(changed[family_id])}
        for family_id in family_ids
    }


def _add(to: Mapping[UUID, dict[str, int]], table: str, found: Mapping[UUID, int]) -> None:
    for family_id, number in found.items():
        if family_id in to:
            to[family_id][table] += number


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {table: number for table, number in sorted(counts.items()) if number}


def _key(table: str) -> str:
    return next((link.key for of in links().values() for link in of if link.table == table), "id")


def _by_family(table: str, ids: Collection[UUID]) -> dict[UUID, int]:
    if table == "families_family":
        return dict.fromkeys(ids, 1)
    asked = f"SELECT family_id, count(*) FROM {table} WHERE {_key(table)} = ANY(%s) GROUP BY family_id"
    return dict(statements.rows(asked, [list(ids)]))


def _pointing_from(link: Link, ids: Collection[UUID]) -> dict[UUID, int]:
    """Rows of other files that lose what they point at, by the file that goes."""
    if not ids:
        return {}
    asked = (
        f"SELECT t.family_id, count(*) FROM {link.table} x JOIN {link.to} t ON t.{_key(link.to)} = x.{link.column}"
        f" WHERE x.{link.key} = ANY(%s) GROUP BY t.family_id"
    )
    return dict(statements.rows(asked, [list(ids)]))


def _actors_of(removed: Removed) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for table, ways in WAYS.items():
        for column in (name for name, way in ways.items() if way is Goes.ACTOR and table in removed.rows):
            asked = (
                f"SELECT t.family_id, a.id FROM {table} t JOIN core_actor a ON a.id = t.{column}"
                " WHERE t.id = ANY(%s) AND a.kind IN ('family_member', 'trusted_person', 'outside_helper')"
            )
            for family_id, actor_id in statements.rows(asked, [list(removed.rows[table])]):
                found[family_id].add(actor_id)
    return found


def _signed_in(link: Link, actors: Mapping[UUID, Collection[UUID]]) -> dict[UUID, int]:
    of = {actor_id: family_id for family_id, those in actors.items() for actor_id in those}
    found: dict[UUID, int] = defaultdict(int)
    asked = f"SELECT {link.column}, count(*) FROM {link.table} WHERE {link.column} = ANY(%s) GROUP BY 1"
    for actor_id, number in statements.rows(asked, [list(of)]):
        found[of[actor_id]] += number
    return found


def _sessions(removed: Removed, family_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Sessions that name a file, somebody of it or its card: each is read once."""
    marks = {str(family_id): family_id for family_id in family_ids}
    for table, column in (("families_person", "id::text"), ("families_card", "code_hash")):
        asked = f"SELECT {column}, family_id FROM {table} WHERE id = ANY(%s)"
        marks |= dict(statements.rows(asked, [list(removed.rows.get(table, ()))]))
    found: dict[UUID, int] = defaultdict(int)
    for session in Session.objects.iterator():
        said = set(re.findall(r"[\w+/=-]+", json.dumps(session.get_decoded(), default=str)))
        for family_id in {marks[mark] for mark in said & marks.keys()}:
            found[family_id] += 1
    return found
