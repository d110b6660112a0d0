"""The coordinator's first page: what asks for attention, and nothing of another partnership."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.network.enums import Layer, LeaveKind, Sector
from eenplan.network.models import Assignment
from eenplan.plans.actions import change_coach, end_secondment, plan_leave, report_gone
from eenplan.plans.actions.announcing import tell_who_comes
from tests.cast import MARKER, Team, make_official, make_team
from tests.factories.areas import confirm, make_neighbours
from tests.factories.network import OrganisationFactory
from tests.factories.partners import PartnerFactory, make_partner
from tests.factories.plans import Helped, make_coach, make_helped
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = pytest.mark.django_db
START = "/netwerk/"


NOW = "2026-11-22T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


def enter(client: Client, team: Team, role: Role = Role.COORDINATOR) -> Client:
    client.force_login(team.account(role))
    return client


def seen(client: Client) -> str:
    return client.get(START).content.decode()


def test_nothing_presses_and_it_says_so(client: Client, team: Team) -> None:
    assert "Niets dringt nu" in seen(enter(client, team))


def test_an_agreement_that_ends_leads_to_its_partner(client: Client, team: Team) -> None:
    one = PartnerFactory(
        organisation=OrganisationFactory(), partnership=team.partnership, agreement_until=date(2026, 12, 5)
    )
    PartnerFactory(
        organisation=OrganisationFactory(),
        partnership=make_team("9902").partnership,
        agreement_until=date(2026, 12, 5),
    )
    shown = seen(enter(client, team))
    assert "loopt af op 5 december" in shown
    assert shown.count("loopt af op") == 1
    assert f"/netwerk/partners/{one.organisation_id}/" in shown


def test_referrals_past_their_month_or_about_to_be_are_counted(client: Client, team: Team) -> None:
    make_referral(team, received_at=now() - timedelta(days=40))
    make_referral(team, received_at=now() - timedelta(days=28))
    shown = seen(enter(client, team))
    assert "1 gezin wacht langer dan beloofd" in shown
    assert "1 gezin moet binnen de week een gesprek hebben" in shown
    assert "/aanmeldingen/?klok=te-laat" in shown


def test_a_family_without_its_own_coach_leads_to_choosing_one(client: Client, team: Team) -> None:
    helped, coordinator = make_helped(team), team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        report_gone(
            coordinator,
            assignment_id=team.assignments[Role.COACH].id,
            stand_in_id=team.assignments[Role.COORDINATOR].staff_member_id,
        )
    shown = seen(enter(client, team))
    assert "Gezinnen zonder eigen coach" in shown
    assert helped.family.name in shown
    assert f"/gezinnen/{helped.family.id}/coach/" in shown


def gone(team: Team, coach: Assignment, stand_in: Assignment) -> None:
    """A coach falls away; somebody stands in."""
    acting = team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        report_gone(acting, assignment_id=coach.id, stand_in_id=stand_in.staff_member_id)


def gets(helped: Helped, coach: Assignment) -> None:
    """A family gets another coach, from the first of December."""
    acting = helped.team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        change_coach(
            acting,
            trajectory_id=helped.trajectory.id,
            staff_member_id=coach.staff_member_id,
            on=date(2026, 12, 1),
            reason="Komt niet terug",
        )


@pytest.mark.rule(13)
def test_who_comes_is_asked_to_be_told_where_the_coordinator_stands_in(client: Client, team: Team) -> None:
    mine, another, new = make_helped(team), make_coach(team), make_coach(team)
    of_another = make_helped(team, another)
    boss = team.assignments[Role.COORDINATOR]
    gone(team, team.assignments[Role.COACH], boss)
    gone(team, another, make_coach(team))
    assert "Vertel wie er komt" not in seen(enter(client, team))
    gets(mine, new)
    gets(of_another, new)
    shown = seen(client)
    assert shown.count("Vertel wie er komt") == 1
    assert shown.count(f"Vanaf 1 december is {new.staff_member.name} de coach.") == 1
    assert f"/gezinnen/{mine.family.id}/#wie-komt" in shown
    assert f"/gezinnen/{of_another.family.id}/#wie-komt" not in shown
    acting = team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        tell_who_comes(
            acting, family_id=mine.family.id, staff_member_id=new.staff_member_id, since=date(2026, 12, 1)
        )
    assert "Vertel wie er komt" not in seen(client)


def test_as_many_queries_for_three_families_to_tell_as_for_one(client: Client, team: Team) -> None:
    three = [make_helped(team) for _each in range(3)]
    gone(team, team.assignments[Role.COACH], team.assignments[Role.COORDINATOR])
    new, counts = make_coach(team), []
    enter(client, team)
    for some in (three[:1], three[1:]):
        for one in some:
            gets(one, new)
        with CaptureQueriesContext(connection) as asked:
            shown = seen(client)
        counts.append((len(asked), shown.count("#wie-komt")))
    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]


def test_a_coach_over_the_norm_leads_to_their_page(client: Client, team: Team) -> None:
    coach = make_coach(team, "0.10")
    make_helped(team, coach)
    assert "Coaches met te veel gezinnen" not in seen(enter(client, team))
    make_helped(team, coach)
    shown = seen(client)
    assert "2 gezinnen, plaats voor 1" in shown
    assert f"/netwerk/team/{coach.staff_member_id}/" in shown


def test_a_zone_without_a_partner_leads_to_the_composition(client: Client, team: Team) -> None:
    make_partner(team.partnership, Sector.CAW, Layer.SPECIALISED, zones=(team.zone,))
    shown = seen(enter(client, team))
    assert "Zones waar nog een partner ontbreekt" in shown
    assert team.zone.name in shown
    assert "Basisvoorzieningen in de eerstelijnszone" in shown
    assert f"/netwerk/samenstelling/{team.partnership.code}/" in shown


def test_who_is_away_or_stops_is_told(client: Client, team: Team) -> None:
    coordinator, coach = team.acting(Role.COORDINATOR), team.assignments[Role.COACH]
    with request_transaction(coordinator):
        plan_leave(
            coordinator,
            staff_member_id=coach.staff_member_id,
            partnership_id=team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=date(2026, 12, 1),
            until=None,
        )
        end_secondment(
            coordinator, assignment_id=team.assignments[Role.PSYCHOLOGIST].id, on=date(2026, 12, 15)
        )
    shown = seen(enter(client, team))
    assert "afwezig vanaf 1 december" in shown
    assert "werkt hier tot 15 december" in shown


def test_files_in_a_zone_that_changes_hands_wait_for_a_decision(client: Client) -> None:
    here = make_neighbours()
    make_helped(here.giver)
    redrawing = confirm(here)
    shown = seen(enter(client, here.giver))
    assert "1 gezin om over te beslissen, voor 1 januari 2027" in shown
    assert f"/netwerk/gebieden/{redrawing}/" in shown
    assert "om over te beslissen" not in seen(enter(Client(), here.receiver))


def test_the_administrator_reads_of_no_family(client: Client) -> None:
    helped = make_helped(make_team("9903"))
    shown = seen(enter(client, helped.team, Role.ADMIN))
    assert MARKER.format("") not in shown
    assert "Opstarten" in shown
    assert "De belofte van een maand" not in shown


def test_as_many_queries_for_three_agreements_as_for_one(client: Client, team: Team) -> None:
    counts = []
    enter(client, team)
    for more in (1, 2):
        for _each in range(more):
            PartnerFactory(
                organisation=OrganisationFactory(),
                partnership=team.partnership,
                agreement_until=date(2026, 12, 5),
            )
        with CaptureQueriesContext(connection) as asked:
            assert client.get(START).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COACH, Role.PARTNER, Role.PSYCHOLOGIST, None])
def test_nobody_else_comes_here(client: Client, team: Team, role: Role | None) -> None:
    client.force_login(team.account(role) if role else make_official().staff_member.account)
    assert client.get(START).status_code == 403
    assert Client().get(START).status_code == 302
