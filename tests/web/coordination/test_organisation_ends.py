"""The pages on which something of an organisation stops: asked first, refused kindly, taken back where that may be."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.network.models import Organisation, OrganisationZone
from tests.cast import Team, make_team
from tests.network.partnering import join
from tests.once import once

pytestmark = pytest.mark.django_db


NOW = "2026-03-02T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


@pytest.fixture
def boss(client: Client, team: Team) -> Client:
    client.force_login(team.account(Role.COORDINATOR))
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"coordination:{name}", args=args)


def test_an_organisation_stops_and_goes_on_after_all(boss: Client, team: Team, clock: Any) -> None:
    made = join(team)
    stop, name = at("end-organisation", made), Organisation.objects.get(id=made).name
    assert stop in boss.get(at("read-partner", made)).content.decode()
    assert "blijft in de geschiedenis" in boss.get(stop).content.decode()
    last = {"last_day_day": "30", "last_day_month": "6", "last_day_year": "2026"}
    refused = boss.post(stop, last)
    assert refused.status_code == 422
    assert "Deze organisatie is dan nog partner van" in refused.content.decode()
    assert 'value="30"' in refused.content.decode()
    assert boss.post(stop, {"last_day": "2026-02-31"}).status_code == 422
    assert Organisation.objects.get(id=made).period.upper is None
    boss.post(at("end-partner", made), {"last_day": "2026-06-30"})
    done = boss.post(stop, {"last_day": "2026-06-30"}, follow=True).content.decode()
    assert f"{name} bestaat tot en met 30 juni." in done
    assert "Deze organisatie stopt na 30 juni." in done
    assert stop not in done
    assert "tot en met 30 juni" in boss.get(at("list-organisations"), {"naam": name}).content.decode()
    keep = at("keep-organisation", made)
    assert f"{name} gaat door." in boss.post(keep, follow=True).content.decode()
    assert boss.post(keep).status_code == 404
    assert boss.get(keep).status_code == 405
    boss.post(stop, {"last_day": "2026-06-30"})
    clock.move_to("2026-07-01T09:00:00Z")
    boss.force_login(team.account(Role.COORDINATOR))
    seen = boss.get(at("read-partner", made)).content.decode()
    assert "Deze organisatie stopte na 30 juni." in seen
    assert "Ze kan hier geen partner meer worden." in seen
    assert keep not in seen


def test_a_zone_that_stands_longer_is_asked_about_and_then_stops(
    boss: Client, team: Team, clock: Any
) -> None:
    made = join(team)
    typed = {"zone": team.zone.code, "since": "2026-03-02"}
    assert boss.post(at("add-zone", made), typed).status_code == 302
    zone = OrganisationZone.objects.get(organisation_id=made)
    clock.move_to("2026-03-09T09:00:00Z")
    boss.force_login(team.account(Role.COORDINATOR))
    stop = at("end-zone", made, zone.id)
    assert stop in boss.get(at("read-partner", made)).content.decode()
    assert "Dit geldt nog tot en met vandaag." in boss.get(stop).content.decode()
    zone.refresh_from_db()
    assert zone.period.upper is None
    done = boss.post(stop, follow=True).content.decode()
    assert f"{zone.zone.name} geldt tot en met vandaag." in done
    zone.refresh_from_db()
    assert str(zone.period.upper) == "2026-03-10"


def test_who_may_not(team: Team) -> None:
    made = join(team)
    there = make_team("9902")
    for who, get, post in (
        (None, 302, 302),
        (team.account(Role.COACH), 403, 403),
        (team.account(Role.INTAKE), 403, 403),
        (there.account(Role.COORDINATOR), 200, 422),
    ):
        client = Client()
        if who:
            client.force_login(who)
        stop = at("end-organisation", made)
        assert client.get(stop).status_code == get
        assert client.post(stop, {"last_day": "2026-06-30"}).status_code == post
    assert Organisation.objects.get(id=made).period.upper is None
