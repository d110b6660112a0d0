"""Raw SQL under the web role, for every table of family data: what is another's cannot be read, changed or attached to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from psycopg.types.json import Jsonb

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Keeps, Role
from eenplan.core.ids import new_id
from eenplan.network.models import Assignment
from tests.cast import acting_as
from tests.database import kept
from tests.house.lived import live_through
from tests.house.world import World

pytestmark = pytest.mark.django_db

STRANGERS = (
    "intake_elsewhere",
    "coach_elsewhere",
    "coach_colleague",
    "coach_former",
    "partner_none",
    "expert",
    "steering",
    "official",
    "researcher",
    "admin",
    "nobody",
)
TABLES = sorted(
    {
        model._meta.db_table: model
        for model in apps.get_models()
        if getattr(model, "keeps", None) == Keeps.FAMILY_DATA
    }.items()
)
NAMES = [name for name, _model in TABLES]
# Views hold no rows of their own: they are only read.
VIEWS = {name for name, model in TABLES if not model._meta.managed}
# No right at all or refused by row-level security; or a trigger says before that the row would not be true.
REFUSED = {"42501", "23514"}


@pytest.fixture(scope="module")
def families(world: World, django_db_setup: None, django_db_blocker: Any) -> Iterator[list[UUID]]:
    """The family that is walked, and others of its team to whom happened what cannot happen to that one."""
    with kept(django_db_blocker):
        lived = live_through(world.helped.team, world.there, world.samples["redrawing_id"])
        yield [world.helped.family.id, *lived]


def scope_of(table: str) -> str:
    """The column that says of which family a row is."""
    return "id" if table == "families_family" else "family_id"


def acting_for(world: World, relation: str) -> Acting | None:
    """Who acts, as the middleware makes it."""
    account = world.ways_in[relation]
    return acting_as(Assignment.objects.get(staff_member__account=account)) if account else None


@contextmanager
def as_web(acting: Acting | None) -> Iterator[Any]:
    """A cursor under the web role, in a transaction of which nothing is kept."""
    with transaction.atomic():
        with request_transaction(acting), connection.cursor() as cursor:
            yield cursor
        transaction.set_rollback(True)


def tried(acting: Acting | None, statement: str, values: list[Any]) -> int | str:
    """How many rows a statement touched, or the code with which PostgreSQL refused it."""
    try:
        with transaction.atomic(), as_web(acting) as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except (ProgrammingError, IntegrityError) as refused:
        return str(getattr(refused.__cause__, "sqlstate", refused))


@pytest.mark.parametrize("relation", STRANGERS)
def test_a_stranger_reads_changes_and_removes_nothing(
    world: World, families: list[UUID], relation: str
) -> None:
    acting = acting_for(world, relation)
    open_ = []
    for table in NAMES:
        where = f"WHERE {scope_of(table)} = ANY(%s)"
        for verb, statement in (
            ("read", f"SELECT 1 FROM {table} {where}"),
            ("change", f"UPDATE {table} SET {scope_of(table)} = {scope_of(table)} {where}"),
            ("remove", f"DELETE FROM {table} {where}"),
        ):
            if table in VIEWS and verb != "read":
                continue
            found = tried(acting, statement, [families])
            if found not in {0, *REFUSED}:
                open_.append((verb, table, found))
    assert open_ == []


@pytest.mark.parametrize("relation", STRANGERS)
def test_a_stranger_attaches_nothing_to_a_family(world: World, families: list[UUID], relation: str) -> None:
    acting = acting_for(world, relation)
    attached = []
    for table, model in TABLES:
        if table in VIEWS:
            continue
        row = a_row_of(table, families)
        if row is None:
            continue
        key = model._meta.pk.column
        copy = {**row, **({key: new_id()} if table != "families_family" and key == "id" else {})}
        columns = ", ".join(f'"{name}"' for name in copy)
        marks = ", ".join(["%s"] * len(copy))
        found = tried(acting, f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(copy.values()))
        if found not in REFUSED:
            attached.append((table, found))
    assert attached == []


# What a privacy officer looks after: when what is kept ends, and questions that were asked of them. No part of a file.
BY_REFERENCE = {"rights_ending", "rights_hold", "rights_lookanswer", "rights_lookquestion"}


def test_a_privacy_officer_reads_nothing_of_a_file(world: World) -> None:
    acting = acting_for(world, "privacy_officer")
    found = {
        table: tried(acting, f"SELECT 1 FROM {table} WHERE {scope_of(table)} = %s", [world.helped.family.id])
        for table in set(NAMES) - BY_REFERENCE
    }
    assert {table: rows for table, rows in found.items() if rows not in {0, *REFUSED}} == {}


def a_row_of(table: str, families: list[UUID]) -> dict[str, Any] | None:
    """A row of one of the families, read as the owner; arrays and JSON as PostgreSQL takes them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {scope_of(table)} = ANY(%s) LIMIT 1", [families])
        found = cursor.fetchone()
        names = [column.name for column in cursor.description]
    if found is None:
        return None
    return {name: _plain(value) for name, value in zip(names, found, strict=True)}


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value


def test_every_table_has_a_row(families: list[UUID]) -> None:
    """What is empty would prove nothing."""
    empty = {name for name in NAMES if name not in VIEWS and a_row_of(name, families) is None}
    assert empty == set()


def test_views_show_their_desk_these_families(world: World, families: list[UUID]) -> None:
    """A view has rows only for whoever asks as the desk: what strangers do not see is there."""
    desk = world.helped.team.acting(Role.INTAKE)
    seen = {
        name: tried(desk, f"SELECT 1 FROM {name} WHERE family_id = ANY(%s)", [families]) for name in VIEWS
    }
    assert not {name for name, rows in seen.items() if not isinstance(rows, int) or rows < 1}


@pytest.mark.parametrize(("relation", "most"), [("partner_some", 1), ("psychologist", 2)])
def test_a_share_opens_rows_of_its_own_parts_alone(world: World, relation: str, most: int) -> None:
    """By raw SQL too: only pieces of the parts that are shared, and nobody's name but of whom the share is about."""
    acting, family = acting_for(world, relation), world.helped.family.id
    items = tried(acting, "SELECT 1 FROM families_item WHERE family_id = %s", [family])
    assert isinstance(items, int)
    assert 0 < items <= most + len(NAMES)
    assert tried(acting, "SELECT 1 FROM families_person WHERE family_id = %s", [family]) == 1
    for table in set(NAMES) - VIEWS:
        changed = tried(
            acting,
            f"UPDATE {table} SET {scope_of(table)} = {scope_of(table)} WHERE {scope_of(table)} = %s",
            [family],
        )
        assert changed in {0, *REFUSED}, table


def test_keys_reveal_nothing_but_random_ids() -> None:
    """A unique or foreign key sees through row security: it may only be about ids that nobody can guess, or hashes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.relname, i.relname, array_agg(coalesce(a.attname::text, '(expression)') ORDER BY k.n),"
            " array_agg(coalesce(format_type(a.atttypid, NULL), '') ORDER BY k.n)"
            " FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
            " CROSS JOIN unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)"
            " LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum > 0"
            " WHERE x.indisunique AND t.relname = ANY(%s) GROUP BY 1, 2",
            [NAMES],
        )
        telling = {
            (table, columns[0])
            for table, _index, columns, types in cursor.fetchall()
            if types[0] != "uuid" and (table, columns[0]) not in RANDOM
        }
    assert telling == set()


# Random by themselves: references of eight signs, and keyed hashes.
RANDOM = {
    # Of two ids, the lesser first.
    ("families_kinship", "(expression)"),
    ("families_family", "reference"),
    ("families_card", "code_hash"),
    ("plans_actionlink", "token_hash"),
    ("referrals_referral", "reference"),
    ("rights_request", "reference"),
    ("referrals_statuslink", "code_hash"),
    ("referrals_statuslink", "key_hash"),
}
