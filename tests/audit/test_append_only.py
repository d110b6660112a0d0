"""The audit only grows."""

from typing import Any

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError

from eenplan.audit.models import Entry, Event
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from tests.cast import make_family, make_team

pytestmark = pytest.mark.django_db


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


@pytest.mark.rule(40)
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET what = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_nobody_changes_it_not_even_the_owner(statement: str) -> None:
    make_family(make_team())
    with pytest.raises(IntegrityError, match="only ever appended"), connection.cursor() as cursor:
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
