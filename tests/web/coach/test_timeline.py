"""The timeline of a family on a screen."""

from datetime import timedelta

import pytest
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.families.actions import record_contact
from eenplan.families.enums import Channel, ContactKind
from tests.cast import make_team
from tests.factories.plans import Helped, make_active
from tests.once import once
from tests.web.coach.conftest import NOW

pytestmark = pytest.mark.django_db


@once(at=NOW)
def helped() -> Helped:
    made = make_active(make_team())
    with request_transaction(made.coach):
        for number in range(35):
            record_contact(
                made.coach,
                family_id=made.family.id,
                kind=ContactKind.FAMILY,
                channel=Channel.HOME,
                held_at=now() - timedelta(days=1 + 20 * number),
                text=f"gesprek-{number}-einde",
            )
    return made


def open_as(client: Client, helped: Helped, role: Role, more: str = "") -> object:
    client.force_login(helped.team.account(role))
    return client.get(f"/gezinnen/{helped.family.id}/tijdlijn/{more}")


def test_a_page_leads_to_the_next_and_back(client: Client, helped: Helped) -> None:
    page = open_as(client, helped, Role.COACH).content.decode()
    assert "gesprek-0-einde" in page
    assert "gesprek-34-einde" not in page
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    last = client.get(following).content.decode()
    assert "gesprek-34-einde" in last
    assert "gesprek-0-einde" not in last
    assert "Terug naar het begin" in last


def test_it_is_told_in_plain_sentences(client: Client, helped: Helped) -> None:
    page = open_as(client, helped, Role.COORDINATOR).content.decode()
    for words in (
        "Versie 1 van het plan werd afgesproken.",
        "werd de coach.",
        "Aangemeld door: CLB",
        "De aanmelding: opgenomen.",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    "more", ["?na=onzin", "?na=1.2.3", "?jaar=abc", "?jaar=99999", "?jaar=1850", "?jaar=9999"]
)
def test_an_address_that_is_no_address_shows_the_newest(client: Client, helped: Helped, more: str) -> None:
    response = open_as(client, helped, Role.COACH, more)
    assert response.status_code == 200
    assert "gesprek-0-einde" in response.content.decode()


def test_a_year_without_anything_says_so(client: Client, helped: Helped) -> None:
    assert (
        "Hier is niets dat je kan zien." in open_as(client, helped, Role.COACH, "?jaar=1999").content.decode()
    )


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ADMIN, Role.PSYCHOLOGIST, Role.INTAKE])
def test_other_roles_do_not_read_it(client: Client, helped: Helped, role: Role) -> None:
    assert open_as(client, helped, role).status_code == 403


def test_coaches_of_elsewhere_and_visitors_do_not_read_it(client: Client, helped: Helped) -> None:
    address = f"/gezinnen/{helped.family.id}/tijdlijn/"
    assert client.get(address).status_code == 302
    client.force_login(make_team("9902").account(Role.COACH))
    assert client.get(address).status_code == 404


def test_the_page_of_the_family_leads_here(client: Client, helped: Helped) -> None:
    client.force_login(helped.team.account(Role.COACH))
    page = client.get(f"/gezinnen/{helped.family.id}/").content.decode()
    assert f"/gezinnen/{helped.family.id}/tijdlijn/" in page
