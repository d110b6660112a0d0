"""A partner keeps what it offers and how long one waits; the coordinator does it for each partner."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.capacity.actions.offers import add_offer, say_wait
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.models import Offer, OfferWait
from eenplan.capacity.queries.offers import OfferNow
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.web.partner.offer_words import line_of
from tests.cast import Team, make_team
from tests.factories.partners import PartnerFactory, make_partner
from tests.once import once

pytestmark = pytest.mark.django_db

NEW = {"name": "Opvoedhulp thuis", "help_type": "home_guidance", "kind": "regular", "weeks": "12"}
SHORT = {
    **NEW,
    "kind": "short",
    "places": "8",
    "first_day": "4 5 2027",
    "last_day": "15 6 2027",
    "weeks": "",
}


@once
def team() -> Team:
    return make_team()


def organisation(team: Team) -> Any:
    return team.assignments[Role.PARTNER].staff_member.organisation


def offered(team: Team, name: str = "Opvoedhulp thuis", weeks: int | None = 12) -> Any:
    partner = team.acting(Role.PARTNER)
    with request_transaction(partner):
        return add_offer(
            partner,
            organisation_id=organisation(team).id,
            name=name,
            help_type="home_guidance",
            weeks=weeks,
            says_wait=True,
        )


def signed_in(client: Client, team: Team, role: Role = Role.PARTNER) -> Client:
    client.force_login(team.account(role))
    return client


def text_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_partner_adds_what_it_offers(client: Client, team: Team) -> None:
    signed_in(client, team)
    assert "Nog geen aanbod" in text_of(client, "partner:list-offers")
    answer = client.post(reverse("partner:add-offer"), NEW, follow=True).content.decode()
    assert "Coaches zien dit aanbod nu." in answer
    assert "ongeveer 12 weken" in answer
    made = Offer.objects.get()
    assert made.organisation_id == organisation(team).id


def test_a_short_offer_says_its_places_and_days(client: Client, team: Team) -> None:
    signed_in(client, team)
    incomplete = client.post(reverse("partner:add-offer"), {**SHORT, "places": "", "last_day": ""})
    assert incomplete.status_code == 422
    page = incomplete.content.decode()
    assert "Vul in hoeveel plaatsen er zijn." in page
    assert "Vul de laatste dag in" in page
    assert 'value="Opvoedhulp thuis"' in page
    answer = client.post(reverse("partner:add-offer"), SHORT, follow=True).content.decode()
    assert "8 plaatsen" in answer
    assert "nog niet ingevuld" in answer


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"weeks": "", "unknown": ""}, "Vul een aantal weken in, of kies"),
        ({"weeks": "3", "unknown": "on"}, "Kies een van de twee."),
        ({"weeks": "duizend"}, "Schrijf dit als een getal, zoals 3."),
        ({"weeks": "521"}, "Dit is te veel: hoogstens 520."),
    ],
)
def test_a_wait_that_is_not_clear_is_asked_again(
    client: Client, team: Team, sent: dict[str, str], said: str
) -> None:
    made = offered(team)
    answer = signed_in(client, team).post(reverse("partner:read-offer", args=[made]), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert OfferWait.objects.count() == 1


def test_the_wait_is_entered_once_and_its_history_stays(client: Client, team: Team) -> None:
    made = offered(team)
    signed_in(client, team)
    answer = client.post(reverse("partner:read-offer", args=[made]), {"weeks": "20"}, follow=True)
    assert "Alle coaches zien de nieuwe wachttijd." in answer.content.decode()
    client.post(reverse("partner:read-offer", args=[made]), {"unknown": "on"})
    page = text_of(client, "partner:read-offer", made)
    assert (
        page.index("niet bekend")
        < page.index("ongeveer 20 weken".capitalize())
        < page.index("ongeveer 12 weken".capitalize())
    )


def test_it_is_called_otherwise_and_ends(client: Client, team: Team) -> None:
    made = offered(team)
    signed_in(client, team)
    answer = client.post(
        reverse("partner:change-offer", args=[made]), {"name": "Gezinshulp"}, follow=True
    ).content.decode()
    assert "Gezinshulp" in answer
    day = today()
    sent = {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}
    assert (
        "tot en met"
        in client.post(reverse("partner:end-offer", args=[made]), sent, follow=True).content.decode()
    )
    refused = client.post(reverse("partner:end-offer", args=[made]), {"last_day": "1 1 2020"})
    assert refused.status_code == 422
    assert "ten vroegste" in refused.content.decode()


def test_the_same_name_twice_is_said_beside_it(client: Client, team: Team) -> None:
    offered(team)
    answer = signed_in(client, team).post(reverse("partner:add-offer"), NEW)
    assert answer.status_code == 422
    assert "Dit aanbod staat er al." in answer.content.decode()


def test_the_coordinator_does_it_for_every_partner(client: Client, team: Team) -> None:
    partner = make_partner(team.partnership, name="CAW Voorbeeld").organisation
    PartnerFactory(organisation=organisation(team), partnership=team.partnership)
    made = offered(team)
    signed_in(client, team, Role.COORDINATOR)
    assert client.post(reverse("partner:add-offer"), NEW).status_code == 422
    page = client.post(
        reverse("partner:add-offer"), {**NEW, "organisation": partner.id}, follow=True
    ).content.decode()
    assert "CAW Voorbeeld" in page
    assert organisation(team).name in page
    client.post(reverse("partner:read-offer", args=[made]), {"weeks": "2"})
    assert "ongeveer 2 weken" in text_of(client, "partner:list-offers")


@pytest.mark.rule(17)
def test_a_partner_sees_and_keeps_its_own_alone(client: Client, team: Team) -> None:
    other = make_partner(team.partnership, name="CAW Voorbeeld").organisation
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        made = add_offer(coordinator, organisation_id=other.id, name="Van hen", help_type="other")
    signed_in(client, team)
    assert "Van hen" not in text_of(client, "partner:list-offers")
    for name in ("read-offer", "change-offer", "end-offer"):
        assert client.get(reverse(f"partner:{name}", args=[made])).status_code == 404
    elsewhere = make_team("9902")
    signed_in(client, elsewhere, Role.COORDINATOR)
    assert client.get(reverse("partner:read-offer", args=[made])).status_code == 404


@pytest.mark.parametrize("role", [Role.COACH, Role.INTAKE, Role.EXPERT, Role.ADMIN])
def test_others_have_no_such_page(client: Client, team: Team, role: Role) -> None:
    made = offered(team)
    signed_in(client, team, role)
    for name, args in (("list-offers", []), ("add-offer", []), ("read-offer", [made])):
        assert client.get(reverse(f"partner:{name}", args=args)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    client: Client, team: Team, number: int, django_assert_num_queries: Any
) -> None:
    for which in range(number):
        made = offered(team, f"Aanbod {which}")
        partner = team.acting(Role.PARTNER)
        with request_transaction(partner):
            say_wait(partner, offer_id=made, weeks=which)
    signed_in(client, team)
    text_of(client, "partner:list-offers")
    with django_assert_num_queries(10):
        assert text_of(client, "partner:list-offers").count("gezegd op") == number


def test_of_a_short_offer_that_is_over_nobody_reads_a_wait() -> None:
    last = today() - timedelta(days=1)
    over = OfferNow(
        new_id(), new_id(), "CLB", "Speelweek", "other", OfferKind.SHORT, 6, last, last, None, None, None
    )
    assert line_of(over).wait == "voorbij"
    assert line_of(replace(over, last_day=today())).wait == "nog niet ingevuld"
