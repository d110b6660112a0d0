"""What the family reads of what it waits for: as it stands now, in plain words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.families.actions import Labels, issue_card
from eenplan.plans.actions import start_help
from eenplan.plans.actions.waits import Asked, end_bridge
from eenplan.plans.enums import BridgeKind
from tests.cast import make_team
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.factories.waits import ask, bridge, given_place, short_offer, wait_for
from tests.once import once

pytestmark = pytest.mark.django_db

PAGE = "/gezin/waar-we-op-wachten/"
FOR_ALL = Labels(released_to_all=True)


@once
def helped() -> Helped:
    """A family with a goal."""
    helped = make_helped(make_team("9908"))
    mark_all_domains(helped)
    add_family_goal(helped)
    return helped


def card_of(client: Client, helped: Helped) -> Client:
    """The mother, with her card."""
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return client


def read(client: Client) -> str:
    """The page."""
    return client.get(PAGE).content.decode()


def test_the_family_reads_how_the_wait_stands_now(client: Client, helped: Helped) -> None:
    seen = wait_for(helped, FOR_ALL)
    hidden = wait_for(helped, Labels(confidential=True), what="GEHEIM-hulp")
    activate(helped)
    ask(helped, seen, Asked("lijst voor jonge kinderen", today() + timedelta(days=70), "Nog vier gezinnen."))
    bridge(helped, seen, "kaarten met gevoelens")
    bridge(helped, hidden, "GEHEIM-brug", kind=BridgeKind.OTHER)
    page = read(card_of(client, helped))
    for said in (
        "lijst voor jonge kinderen",
        "nog eens hoe het staat",
        "kaarten met gevoelens",
        "blijft je coach",
    ):
        assert said in page
    assert "GEHEIM" not in page
    with request_transaction(helped.coach):
        start_help(helped.coach, help_id=seen)
    page = read(client)
    assert "Gestart op" in page
    assert "kaarten met gevoelens" not in page


def test_a_partners_group_is_read_with_its_days_and_afterwards_what_it_brought(
    client: Client, helped: Helped
) -> None:
    seen = wait_for(helped, FOR_ALL)
    activate(helped)
    place = given_place(helped, seen, short_offer(helped.team))
    held = bridge(helped, seen, kind=BridgeKind.PARTNER, place_id=place)
    page = read(card_of(client, helped))
    assert "Buitenspeelgroep" in page
    assert "tot en met" in page
    with request_transaction(helped.coach):
        end_bridge(helped.coach, bridge_id=held.id, carried="Seppe durft mee te spelen.")
    page = read(client)
    assert "dit nemen we ervan mee" in page
    assert "Seppe durft mee te spelen." in page
    activate(helped)
    assert "dit nemen we ervan mee" not in read(client), "now it stands in the agreed plan"


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same(
    client: Client, helped: Helped, times: int, django_assert_num_queries: Any
) -> None:
    for _number in range(times):
        help_id = wait_for(helped, FOR_ALL)
        ask(helped, help_id)
        bridge(helped, help_id, "kaarten")
    activate(helped)
    mother = card_of(client, helped)
    read(mother)
    with django_assert_num_queries(20):
        read(mother)
