"""The pages on which areas are read and redrawn: shown before it is done, decided by whom it concerns."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.enums import Role
from eenplan.network.models import Redrawing
from eenplan.network.queries.redrawing import zones_on
from eenplan.plans.models import AreaHandover
from tests.cast import make_official, make_team
from tests.factories.areas import Neighbours, confirm, draft, make_neighbours
from tests.factories.network import AssignmentFactory
from tests.factories.plans import make_coach, make_helped
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = [pytest.mark.django_db, pytest.mark.rule(7)]

AREAS = "/netwerk/gebieden/"
NEW = {
    "name": "De rand",
    "takes_effect_on_day": "1",
    "takes_effect_on_month": "1",
    "takes_effect_on_year": "2027",
    "basis": "besluit van de raad",
}


NOW = "2026-11-22T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def here() -> Neighbours:
    return make_neighbours()


def enter(client: Client, account: Any) -> Client:
    client.force_login(account)
    return client


def body(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    found: str = response.content.decode()
    return found


def test_the_map_and_the_table_say_the_same(here: Neighbours, client: Client) -> None:
    page = body(enter(client, here.giver.account(Role.COORDINATOR)).get(AREAS))
    assert page.count("</title></path>") == 60
    assert "Kemp en Duin: De Plan-trekkers" in page
    assert "Brussel is één eerstelijnszone" in page
    assert "Hertekening voorbereiden" not in page
    before = body(client.get(AREAS + "?op=2020-01-01"))
    assert "Zonder samenwerkingsverband op die dag" in before
    assert "geen samenwerkingsverband" in before
    assert "bestaat niet" in body(client.get(AREAS + "?op=2020-02-31"), 422)


def test_from_draft_to_confirmed_to_undone(here: Neighbours, client: Client) -> None:
    admin = enter(client, here.admin_account)
    made = admin.post(AREAS + "nieuw/", NEW)["Location"]
    assert "Een voorstel" in body(admin.get(made))
    chosen = {"zone": str(here.zones[1].id), "to": str(here.receiver.partnership.id)}
    admin.post(made + "zone/", chosen)
    page = body(admin.get(made))
    assert "niet aan elkaar grenzen" in page
    assert "Bevestigen, vanaf" not in page
    assert admin.post(made + "bevestigen/").status_code == 302
    assert Redrawing.objects.get().confirmed_at is None
    admin.post(made + "zone/", {"zone": str(here.zones[1].id), "stays": "yes"})
    admin.post(made + "zone/", {**chosen, "zone": str(here.edge.id)})
    assert "Bevestigen, vanaf 1 januari 2027" in body(admin.get(made))
    admin.post(made + "bevestigen/")
    assert "Bevestigd: gaat in op 1 januari 2027" in body(admin.get(made))
    after = {zone.id: zone.partnership for zone in zones_on(here.admin, date(2027, 1, 1))}
    assert after[here.edge.id].id == here.receiver.partnership.id  # type: ignore[union-attr]  # it has one
    admin.post(made + "ongedaan/")
    assert admin.post(made + "weg/")["Location"] == AREAS
    assert not Redrawing.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "naam waaraan je ze herkent"),
        ({"basis": " "}, "Schrijf waarop dit steunt"),
        ({"takes_effect_on_year": "2020"}, "Kies een dag na vandaag"),
        ({"takes_effect_on_day": "31", "takes_effect_on_month": "2"}, "bestaat niet"),
        ({"name": "x" * 500}, "te lang"),
    ],
)
def test_bad_input_is_said_and_kept(
    here: Neighbours, client: Client, typed: dict[str, str], says: str
) -> None:
    sent = {**NEW, **typed}
    page = body(enter(client, here.admin_account).post(AREAS + "nieuw/", sent), 422)
    assert says in page
    assert not Redrawing.objects.exists()
    made = f"{AREAS}{draft(here)}/"
    assert says in body(client.post(made + "anders/", sent), 422)
    for wrong in ({}, {"zone": "x", "to": "y"}, {"zone": str(here.edge.id)}):
        body(client.post(made + "zone/", wrong), 422)


def test_a_coordinator_decides_per_family(here: Neighbours, client: Client) -> None:
    helped = make_helped(here.giver)
    coach = make_coach(here.receiver)
    made = f"{AREAS}{confirm(here)}/"
    giver = enter(client, here.giver.account(Role.COORDINATOR))
    assert "Per gezin beslissen" in body(giver.get(AREAS))
    assert "nog te beslissen" in body(giver.get(made))
    file = f"{made}gezin/{helped.family.id}/"
    assert coach.staff_member.name in body(giver.get(file))
    goes = {"choice": "goes", "goes_on_day": "1", "goes_on_month": "1", "goes_on_year": "2027"}
    assert "Vul in vanaf welke dag" in body(giver.post(file, {"choice": "goes"}), 422)
    assert "vanaf de dag waarop" in body(giver.post(file, {**goes, "goes_on_year": "2026"}), 422)
    assert "Kies wat er" in body(giver.post(file, {}), 422)
    assert giver.post(file, {**goes, "coach": str(coach.staff_member_id)}).status_code == 302
    assert f"met {coach.staff_member.name}" in body(giver.get(made))
    assert "Per gezin beslissen" not in body(giver.get(AREAS))
    giver.post(file, {"choice": "stays"})
    assert "blijft hier" in body(giver.get(made))
    giver.post(file, {"choice": "later"})
    assert not AreaHandover.objects.exists()


def test_others_read_numbers_and_no_names(here: Neighbours, client: Client) -> None:
    helped = make_helped(here.giver)
    redrawn = confirm(here)
    made, file = f"{AREAS}{redrawn}/", f"{AREAS}{redrawn}/gezin/{helped.family.id}/"
    planned = AssignmentFactory(
        role=Role.COACH, partnership=here.giver.partnership, zones=[here.edge.id], share="0.1"
    ).staff_member.name
    for account in (here.admin_account, here.receiver.account(Role.COORDINATOR)):
        page = body(enter(client, account).get(made))
        assert helped.family.name not in page
        assert planned in page
        assert '<td class="num">1</td>' in page
        assert client.get(file).status_code in (403, 404)
        assert client.post(file, {"choice": "stays"}).status_code in (403, 404)
    assert not AreaHandover.objects.exists()


ACTS = ("bevestigen/", "ongedaan/", "weg/", "zone/", "anders/")


def test_who_may_not(here: Neighbours, client: Client) -> None:
    made = f"{AREAS}{draft(here)}/"
    assert client.get(AREAS)["Location"].startswith("/account/login/")
    assert client.get(made)["Location"].startswith("/account/login/")
    for role in (Role.COACH, Role.INTAKE, Role.PARTNER, Role.PSYCHOLOGIST):
        enter(client, here.giver.account(role))
        assert client.get(AREAS).status_code == client.get(made).status_code == 403
    enter(client, make_official().staff_member.account)
    assert client.get(made).status_code == 403
    enter(client, make_team("9903").account(Role.COORDINATOR))
    assert client.get(made).status_code == 404
    assert client.get(AREAS + "nieuw/").status_code == 403
    enter(client, here.giver.account(Role.COORDINATOR))
    for act in ACTS:
        assert client.post(made + act, NEW).status_code == 403
    assert client.post(AREAS + "nieuw/", NEW).status_code == 403
    assert Redrawing.objects.get().confirmed_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_whatever_the_files(here: Neighbours, client: Client, number: int) -> None:
    made = f"{AREAS}{confirm(here)}/"
    for place in range(number):
        make_helped(here.giver, family_name=f"Gezin {place}")
        make_referral(here.giver)
    giver = enter(client, here.giver.account(Role.COORDINATOR))
    for address, most in ((made, 28), (AREAS, 21)):
        giver.get(address)
        with CaptureQueriesContext(connection) as queries:
            giver.get(address)
        assert len(queries) == most
