"""The coordinator's first page: what asks for attention, and nothing of another partnership."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.enums import Role
from tests.cast import MARKER, Team, make_official, make_team
from tests.factories.network import OrganisationFactory
from tests.factories.partners import PartnerFactory
from tests.factories.plans import make_helped

pytestmark = pytest.mark.django_db
START = "/netwerk/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
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
