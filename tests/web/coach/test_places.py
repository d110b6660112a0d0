"""A place that a partner gave, on the coach's screens: one press makes it a bridge, or the help itself; it can go back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.models import Words
from eenplan.plans.actions.places import tell_brought
from eenplan.plans.models import Bridge, Help, PlaceRequest
from tests.factories.plans import Helped
from tests.factories.waits import bridge, given_place, offer, short_offer, wait_for
from tests.web.coach.conftest import NOW, typed_date
from tests.web.coach.test_waits import at, read

pytestmark = pytest.mark.django_db

BRIDGE, EXPECT = "Dit helpt intussen", "Dit is de hulp waarop ze wachten"


def given(helped: Helped, first: int = 0, last: int = 30) -> tuple[UUID, UUID]:
    """Help that is waited for, and a place that a partner gave."""
    help_id = wait_for(helped)
    return help_id, given_place(helped, help_id, short_offer(helped.team, last=last), first=first)


def test_one_press_makes_the_place_a_bridge(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped, first=2)
    today_page = reverse("coach:list-today")
    assert "Er is plaats in" in read(alice, today_page)
    page = read(alice, at("ask-place", helped, help_id))
    assert BRIDGE in page
    assert EXPECT in page
    after = alice.post(at("bridge-place", helped, help_id, place), follow=True).content.decode()
    assert "Buitenspeelgroep" in after
    assert "van 20 november tot en met 18 december" in after
    alice.post(at("bridge-place", helped, help_id, place))
    assert Bridge.objects.count() == 1
    assert BRIDGE not in read(alice, at("ask-place", helped, help_id)).replace(f"{BRIDGE}, van", "")
    assert "Er is plaats in" not in read(alice, today_page), "nothing is left to do with it"


def test_one_press_makes_it_the_help_that_is_expected(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped, first=8)
    page = alice.post(at("expect-place", helped, help_id, place), follow=True).content.decode()
    assert Help.objects.get().expected == today() + timedelta(days=8)
    assert "26 november" in page
    page = read(alice, at("ask-place", helped, help_id))
    assert "Dit is de hulp waarop ze wachten, verwacht op 26 november" in page
    assert "Er is plaats in" not in read(alice, reverse("coach:list-today"))


def test_a_place_that_began_already_leads_to_help_that_started(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped)
    page = read(alice, at("ask-place", helped, help_id))
    assert at("start-help", helped, help_id) in page
    assert at("expect-place", helped, help_id, place) not in page


def test_it_is_chosen_from_what_was_agreed_without_saying_from_where(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped, first=1)
    regular = offer(helped.team, 4)
    path = at("add-bridge", helped, help_id)
    page = read(alice, path)
    assert "Een plaats die een partner gaf" in page
    assert "Opvoedhulp thuis" in page
    form = {"what": "", **typed_date("from_on", today())}
    assert alice.post(path, {**form, "piece": f"place:{place}"}).status_code == 302
    assert alice.post(path, {**form, "piece": f"offer:{regular}"}).status_code == 302
    assert set(Bridge.objects.values_list("kind", "from_on")) == {
        ("partner", today() + timedelta(days=1)),
        ("partner", today()),
    }
    assert "Een plaats die een partner gaf" not in read(alice, path)


@pytest.mark.parametrize("chosen", ["place:x", "offer:", "place:{new}", "offer:{new}", "{new}"])
def test_what_was_not_offered_is_refused_and_what_was_typed_stays(
    helped: Helped, alice: Client, chosen: str
) -> None:
    help_id, _place = given(helped)
    form = {"piece": chosen.format(new=new_id()), "what": "op woensdag", **typed_date("from_on", today())}
    answer = alice.post(at("add-bridge", helped, help_id), form)
    assert answer.status_code == 422
    assert "op woensdag" in answer.content.decode()
    assert not Bridge.objects.exists()


def test_no_name_goes_to_somebody_with_whom_nothing_is_shared(helped: Helped, alice: Client) -> None:
    help_id, offered = wait_for(helped), short_offer(helped.team)
    mother = helped.people[0]
    said = f"Bel {mother.given_name}, zij weet meer."
    answer = alice.post(at("ask-place", helped, help_id), {"offer": str(offered), "note": said})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Schrijf dit zonder namen" in page
    assert said in page
    assert not PlaceRequest.objects.exists()


def test_taking_it_back_is_asked_once_more(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped)
    bridge(helped, help_id, place_id=place)
    path = at("withdraw-place", helped, help_id, place)
    assert path in read(alice, at("ask-place", helped, help_id))
    page = read(alice, path)
    assert "gaat terug naar de partner" in page
    assert "stopt dan vandaag" in page
    assert PlaceRequest.objects.get().withdrawn_at is None, "reading it changes nothing"
    assert alice.post(path)["Location"] == at("ask-place", helped, help_id)
    assert PlaceRequest.objects.get().withdrawn_at
    assert Bridge.objects.get().until == today()
    assert alice.get(path).status_code == 302, "it went back already"


def test_what_ended_by_itself_asks_what_goes_over(helped: Helped, alice: Client, enter: Any) -> None:
    help_id, place = given(helped, last=3)
    held = bridge(helped, help_id, place_id=place)
    with time_machine.travel(NOW + timedelta(days=5)):
        enter("alice")
        page = read(alice, reverse("coach:list-today"))
        assert "‘Buitenspeelgroep’ is voorbij: wat nemen jullie mee?" in page
        path = at("end-bridge", helped, help_id, held.id)
        assert path in page
        assert "voorbij" in read(alice, at("check-wait", helped, help_id))
        last = today() - timedelta(days=2)
        assert f'value="{last.day}"' in read(alice, path)
        late = {"carried": "Een vriend.", **typed_date("until", today())}
        answer = alice.post(path, late)
        assert answer.status_code == 422
        assert "Een vriend." in answer.content.decode()
        alice.post(path, {**late, **typed_date("until", last)})
        assert Bridge.objects.get().until == last
        assert "is voorbij: wat" not in read(alice, reverse("coach:list-today"))


def test_what_it_brought_closes_it_when_the_coach_says_that_it_is_over(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped)
    bridge(helped, help_id, place_id=place)
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        tell_brought(partner, request_id=place, brought="Hij kreeg twee vrienden.")
    path = at("take-place", helped, help_id, place)
    assert "Dit is voor het gezin nu voorbij" in read(alice, path)
    assert alice.post(path, {"text": "", "speaker": "partner", "is_over": "on"}).status_code == 422
    form = {"text": "Twee vrienden.", "speaker": str(helped.mother.id), "is_over": "on"}
    assert "Twee vrienden." in alice.post(path, form, follow=True).content.decode()
    assert Bridge.objects.get().until == today()
    assert Words.objects.filter(item_id=help_id, slot="carried").count() == 1
    page = read(alice, reverse("coach:read-timeline", args=[helped.family.id]))
    assert "Dit begon te helpen: Buitenspeelgroep" in page
    assert "Dit hielp tot hier: Buitenspeelgroep" in page
    assert "om te wachten op: begeleiding bij autisme" in page


def test_a_place_of_another_help_or_without_a_yes_is_not_there(helped: Helped, alice: Client) -> None:
    help_id, place = given(helped)
    other = wait_for(helped)
    for name in ("bridge-place", "expect-place", "withdraw-place", "take-place"):
        assert alice.post(at(name, helped, other, place)).status_code == 404, name
        assert alice.post(at(name, helped, help_id, new_id())).status_code == 404, name
    assert alice.get(at("bridge-place", helped, help_id, place)).status_code == 405


def test_others_press_nothing(helped: Helped, enter: Any) -> None:
    help_id, place = given(helped, first=4)
    for who, status in (
        ("bob", 404),
        ("charlie", 404),
        ("coordinator", 403),
        ("partner", 403),
        ("visitor", 302),
    ):
        client = enter(who)
        for name in ("bridge-place", "expect-place", "withdraw-place"):
            assert client.post(at(name, helped, help_id, place)).status_code == status, (who, name)
    assert not Bridge.objects.exists()
    assert PlaceRequest.objects.get().withdrawn_at is None


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same(
    helped: Helped, alice: Client, times: int, django_assert_num_queries: Any
) -> None:
    help_id = wait_for(helped)
    for number in range(times):
        place = given_place(helped, help_id, short_offer(helped.team, name=f"Groep {number}"))
        bridge(helped, help_id, place_id=place)
    path = at("ask-place", helped, help_id)
    alice.get(path)
    with django_assert_num_queries(21):
        alice.get(path)
