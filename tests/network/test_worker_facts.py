"""A worker's name or employer that was written down wrong is mended, by who keeps a team of theirs. Also by raw SQL."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.actions import add_partner, correct_worker
from eenplan.network.models import StaffMember
from eenplan.network.rules.partners import Terms
from tests.cast import Team, make_team
from tests.factories.network import OrganisationFactory
from tests.network.partnering import do, refused
from tests.once import once

pytestmark = pytest.mark.django_db


@once
def team() -> Team:
    return make_team("9901")


def correct(team: Team, acting: Acting | None = None, **changes: Any) -> bool:
    one = StaffMember.objects.get(id=team.assignments[Role.COACH].staff_member_id)
    said = {"name": one.name, "organisation_id": one.organisation_id, **changes}
    return bool(
        do(
            acting or team.acting(Role.COORDINATOR),
            correct_worker,
            staff_member_id=one.id,
            partnership_id=team.partnership.id,
            **said,
        )
    )


def stands(team: Team) -> tuple[str, str, Any]:
    row = StaffMember.objects.get(id=team.assignments[Role.COACH].staff_member_id)
    return row.name, row.sort_key, row.organisation_id


def test_name_and_employer_are_mended_with_a_trace(team: Team) -> None:
    boss, other = team.acting(Role.COORDINATOR), OrganisationFactory()
    do(
        boss,
        add_partner,
        organisation_id=other.id,
        partnership_id=team.partnership.id,
        terms=Terms(),
        since=today(),
    )
    assert correct(team, name="  Hanne   Van den Broeck ", organisation_id=other.id)
    assert stands(team) == ("Hanne Van den Broeck", "vandenbroeck hanne", other.id)
    assert not correct(team, name="Hanne Van den Broeck", organisation_id=other.id)
    (entry,) = Entry.objects.filter(what="network:staff-member:corrected")
    assert (entry.actor_id, entry.subject_id) == (
        boss.actor_id,
        team.assignments[Role.COACH].staff_member_id,
    )
    assert correct(team, team.acting(Role.ADMIN), name="Hanne V.")


@pytest.mark.parametrize(
    ("name", "code"), [("  ", "name-missing"), ("x" * 121, "name-too-long")], ids=["empty", "long"]
)
def test_a_name_that_cannot_be(team: Team, name: str, code: str) -> None:
    before = stands(team)
    with refused(code):
        correct(team, name=name)
    assert stands(team) == before


def test_an_employer_is_a_partner_here(team: Team) -> None:
    before = stands(team)
    with refused("employer-no-partner"):
        correct(team, organisation_id=OrganisationFactory().id)
    assert stands(team) == before


def test_nobody_else_mends_it(team: Team) -> None:
    before, there = stands(team), make_team("9902")
    for acting in (
        team.acting(Role.COACH),
        team.acting(Role.INTAKE),
        there.acting(Role.COORDINATOR),
    ):
        with pytest.raises(NotFound):
            correct(team, acting, name="Anders")
    with request_transaction(there.acting(Role.COORDINATOR)), pytest.raises(NotFound):
        correct_worker(
            there.acting(Role.COORDINATOR),
            staff_member_id=team.assignments[Role.COACH].staff_member_id,
            partnership_id=there.partnership.id,
            name="Anders",
            organisation_id=before[2],
        )
    assert stands(team) == before


@pytest.mark.parametrize("column", ["name = 'Anders'", "organisation_id = %(other)s"])
def test_the_database_lets_nobody_else_either(team: Team, column: str) -> None:
    ids = {"id": team.assignments[Role.COACH].staff_member_id, "other": OrganisationFactory().id}
    sql = f"UPDATE network_staffmember SET {column} WHERE id = %(id)s"
    with (
        pytest.raises(IntegrityError, match="not theirs to mend"),
        transaction.atomic(),
        request_transaction(make_team("9902").acting(Role.COORDINATOR)),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, ids)
    before = stands(team)
    with request_transaction(team.acting(Role.COACH)), connection.cursor() as cursor:
        cursor.execute(sql, ids)
        assert cursor.rowcount == 0
    assert stands(team) == before
