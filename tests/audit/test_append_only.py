"""The audit only grows."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from eenplan.audit.models import Entry, Event
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from tests.cast import make_family, make_team

pytestmark = pytest.mark.django_db


def one(statement: str, values: list[Any] | None = None) -> Any:
    """The first value that a statement answers, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])
        return cursor.fetchone()[0]


@pytest.mark.rule(40)
def test_a_write_is_kept_with_who_what_when_and_why() -> None:
    team = make_team()
    family = make_family(team)
    acting = team.acting(Role.INTAKE)
    entry = Entry.objects.get(what="families:family:created")
    assert (entry.actor_id, entry.role, entry.partnership_id, entry.organisation_id) == (
        acting.actor_id,
        "intake",
        acting.partnership_id,
        acting.organisation_id,
    )
    assert entry.families == [family.id]
    assert entry.purpose == acting.purpose
    assert Event.objects.filter(name="families:family:created", family_id=family.id).count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT length(salt), length(commitment), sequence FROM audit_entry WHERE id = %s", [entry.id]
        )
        salt, commitment, sequence = cursor.fetchone()
    assert (salt, commitment) == (32, 32)
    assert sequence > 0


def test_an_entry_stands_in_the_table_of_its_month() -> None:
    make_family(make_team())
    table = one("SELECT tableoid::regclass::text FROM audit_entry ORDER BY sequence DESC LIMIT 1")
    assert table == f"audit_entry_{now():%Y_%m}"


def test_months_are_made_ahead_once_and_what_has_no_month_still_has_a_place() -> None:
    made = "SELECT audit_make_partitions(%s, %s)"
    assert one(made, [date(2031, 1, 1), date(2031, 3, 31)]) == 3
    assert one(made, [date(2031, 1, 1), date(2031, 3, 31)]) == 0
    insert = (
        "INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families)"
        " VALUES (gen_random_uuid(), %s, 'read', 'x', gen_random_uuid(), 'coach', 'help', '{}')"
        " RETURNING tableoid::regclass::text"
    )
    assert one(insert, ["2031-02-03T12:00Z"]) == "audit_entry_2031_02"
    assert one(insert, ["2044-02-03T12:00Z"]) == "audit_entry_other"
    assert one(made, [date(2044, 2, 1), date(2044, 3, 1)]) == 1


@pytest.mark.rule(40)
@pytest.mark.parametrize("table", ["audit_entry", "its month"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET what = 'x'",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "UPDATE {} SET salt = '', forgotten_on = now()",
        "UPDATE {} SET at = '2019-01-01'",
    ],
)
def test_nobody_changes_it_not_even_the_owner(statement: str, table: str) -> None:
    make_family(make_team())
    table = f"audit_entry_{now():%Y_%m}" if table == "its month" else table
    with pytest.raises(IntegrityError, match="only ever appended"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.rule(40)
def test_to_forget_is_to_take_names_away_and_nothing_else() -> None:
    make_family(make_team())
    one("SELECT set_config('eenplan.forgetting', 'yes', true)")
    forget = "UPDATE audit_entry SET salt = '', subject_id = NULL, forgotten_on = now(), {}"
    for change in ("what = 'x'", "at = now()", "commitment = ''", "actor_id = gen_random_uuid()"):
        with pytest.raises(IntegrityError, match="only ever appended"), transaction.atomic():
            one(forget.format(change))


@pytest.mark.rule(40)
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM audit_entry",
        "SELECT 1 FROM audit_entry_other",
        "INSERT INTO audit_entry_other (what) VALUES ('x')",
        "INSERT INTO audit_entry (sequence) VALUES (1)",
        "SELECT nextval('audit_entry_number')",
        "SELECT setval('audit_entry_number', 1)",
        "SELECT 1 FROM audit_seal",
        "SELECT 1 FROM audit_forgetting",
        "SELECT audit_forget_families('{}')",
        "SELECT audit_forget('{}', '{}', now())",
        "SELECT audit_make_partitions('2031-01-01', '2031-01-01')",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DETACH PARTITION audit_entry_other",
    ],
)
def test_the_web_role_appends_and_does_nothing_else(statement: str) -> None:
    team = make_team()
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        request_transaction(team.acting(Role.INTAKE)),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.rule(40)
def test_nobody_signs_with_the_name_of_another() -> None:
    team = make_team()
    other: Any = team.acting(Role.COACH)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        request_transaction(team.acting(Role.INTAKE)),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families)"
            " VALUES (gen_random_uuid(), now(), 'write', 'x', %s, 'coach', 'help', '{}')",
            [other.actor_id],
        )
