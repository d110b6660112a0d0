"""The coach asks how a wait stands, says what bridges it, and closes all of it in one step."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.ids import new_id
from eenplan.families.actions import Labels
from eenplan.plans.actions.waits import Asked
from eenplan.plans.enums import HelpState
from eenplan.plans.models import Bridge, Help, Wait, WaitCheck
from eenplan.plans.queries.waits import weeks_between_checks
from tests.factories.plans import Helped, add_step
from tests.factories.waits import ask, bridge, offer, wait_for
from tests.web.coach.conftest import NOW, typed_date

pytestmark = pytest.mark.django_db


def at(name: str, helped: Helped, *more: Any) -> str:
    """An address of the coach's place."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def read(client: Client, path: str) -> str:
    """A page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_still_waiting_is_one_press_in_the_plan(helped: Helped, alice: Client) -> None:
    help_id = wait_for(helped, expected=today() + timedelta(days=90))
    assert "Nog altijd wachten" in read(alice, at("read-plan", helped))
    answer = alice.post(at("check-wait", helped, help_id), {"quick": "still"}, follow=True)
    assert "nog altijd wachten, vandaag nagevraagd" in answer.content.decode()
    assert WaitCheck.objects.get().expected == today() + timedelta(days=90)


def test_the_page_of_a_wait_says_how_it_stands_and_keeps_what_was_heard(
    helped: Helped, alice: Client
) -> None:
    help_id = wait_for(helped)
    page = read(alice, at("check-wait", helped, help_id))
    for said in ("begeleiding bij autisme", "Thuisbegeleiding", "al 4 weken", "we weten nog niet wanneer"):
        assert said in page
    form = {"list_name": "jonge kinderen", "said": "Nog vier voor ons.", "expected": "", "offer": ""}
    answer = alice.post(
        at("check-wait", helped, help_id), {**form, **typed_date("expected", today() + timedelta(40))}
    )
    assert answer.status_code == 302
    page = read(alice, at("check-wait", helped, help_id))
    for said in ("jonge kinderen", "Nog vier voor ons.", "28 december"):
        assert said in page


def test_a_day_that_has_passed_is_told_and_what_was_typed_stays(helped: Helped, alice: Client) -> None:
    help_id = wait_for(helped)
    form = {"said": "Nog even.", **typed_date("expected", today() - timedelta(days=2))}
    answer = alice.post(at("check-wait", helped, help_id), form)
    assert answer.status_code == 422
    assert "Nog even." in answer.content.decode()
    assert not WaitCheck.objects.exists()


def test_the_coach_confirms_in_one_press_what_the_partner_says(helped: Helped, alice: Client) -> None:
    help_id = wait_for(helped)
    offered = offer(helped.team, weeks=30)
    alice.post(at("check-wait", helped, help_id), {"offer": str(offered), "list_name": "", "said": ""})
    assert Wait.objects.get().offer_id == offered
    page = read(alice, at("check-wait", helped, help_id))
    assert "ongeveer 30 weken wachten" in page
    assert "Klopt, zo noteren" in page
    alice.post(at("check-wait", helped, help_id), {"quick": "partner"})
    newest = WaitCheck.objects.order_by("-at").first()
    assert newest
    assert newest.expected == today() + timedelta(weeks=26)
    assert newest.words
    assert "30 weken" in newest.words.text
    assert Wait.objects.get().offer_id == offered
    page = read(alice, at("check-wait", helped, help_id))
    assert "ongeveer 30 weken wachten" in page
    assert "Klopt, zo noteren" not in page, "it is noted"


def test_what_helps_meanwhile_comes_and_goes(helped: Helped, alice: Client) -> None:
    help_id, step = wait_for(helped), add_step(helped, "elke avond voorlezen")
    page = read(alice, at("add-bridge", helped, help_id))
    assert "elke avond voorlezen" in page
    empty = {"kind": "team", **typed_date("from_on", today())}
    answer = alice.post(at("add-bridge", helped, help_id), empty)
    assert answer.status_code == 422
    assert "Kies wat intussen helpt" in answer.content.decode()
    for day in (today() + timedelta(days=400), today() - timedelta(days=4000)):
        mistyped = {**empty, "what": "kaarten", **typed_date("from_on", day)}
        assert alice.post(at("add-bridge", helped, help_id), mistyped).status_code == 422
    alice.post(at("add-bridge", helped, help_id), {**empty, "what": "kaarten met gevoelens"})
    alice.post(at("add-bridge", helped, help_id), {**empty, "kind": "step", "piece": str(step)})
    page = read(alice, at("check-wait", helped, help_id))
    assert "kaarten met gevoelens" in page
    assert "elke avond voorlezen" in page
    cards = Bridge.objects.get(piece=None)
    wrong = {"carried": "De kaarten blijven.", **typed_date("until", today() + timedelta(days=1))}
    answer = alice.post(at("end-bridge", helped, help_id, cards.id), wrong)
    assert answer.status_code == 422
    assert "De kaarten blijven." in answer.content.decode()
    alice.post(
        at("end-bridge", helped, help_id, cards.id),
        {"carried": "De kaarten blijven.", **typed_date("until", today())},
    )
    assert "De kaarten blijven." in read(alice, at("read-plan", helped))


def test_help_that_starts_asks_what_goes_over_and_closes_all(helped: Helped, alice: Client) -> None:
    help_id = wait_for(helped)
    held = bridge(helped, help_id, "kaarten met gevoelens")
    start = at("start-help", helped, help_id)
    answer = alice.post(start)
    assert answer["Location"] == start, "pressed in the plan: it asks first"
    assert Help.objects.get().state == HelpState.WAITING
    assert "kaarten met gevoelens" in read(alice, start)
    form = {"asked": "1", f"carried_{held.id.hex}": "Ze hangen op de kast.", **typed_date("on", today())}
    page = alice.post(start, form, follow=True).content.decode()
    assert "Ze hangen op de kast." in page
    assert Help.objects.get().state == HelpState.STARTED
    assert Bridge.objects.get().until == today()
    assert alice.get(at("check-wait", helped, help_id)).status_code == 302


def test_a_page_that_was_open_while_the_help_started_says_so_and_keeps_what_was_typed(
    helped: Helped, alice: Client
) -> None:
    help_id = wait_for(helped)
    alice.post(at("start-help", helped, help_id), {"asked": "1", **typed_date("on", today())})
    path = at("check-wait", helped, help_id)
    gone = "Op deze hulp wordt niet meer gewacht"
    assert gone in alice.post(path, {"quick": "still"}, follow=True).content.decode()
    answer = alice.post(path, {"said": "Nog vier voor ons.", "list_name": "", "expected": ""})
    assert answer.status_code == 422
    assert gone in answer.content.decode()
    assert "Nog vier voor ons." in answer.content.decode()
    assert not WaitCheck.objects.exists()


def test_without_a_bridge_one_press_still_starts_it(helped: Helped, alice: Client) -> None:
    help_id = wait_for(helped)
    alice.post(at("start-help", helped, help_id))
    assert Help.objects.get().state == HelpState.STARTED


def test_today_tells_after_which_nobody_asked_for_long(helped: Helped, alice: Client, enter: Any) -> None:
    help_id = wait_for(helped)
    title = "Hoe staat het met de wachtlijst?"
    assert title not in read(alice, reverse("coach:list-today"))
    with time_machine.travel(NOW + timedelta(weeks=2)):
        page = read(enter("alice"), reverse("coach:list-today"))
        assert title in page
        assert at("check-wait", helped, help_id) in page
        alice.post(at("check-wait", helped, help_id), {"quick": "still"})
        assert title not in read(alice, reverse("coach:list-today"))


def test_six_weeks_unless_the_partnership_says_otherwise(helped: Helped) -> None:
    with request_transaction(helped.coach):
        assert weeks_between_checks(helped.coach) == 6


def test_others_have_no_way_here(helped: Helped, enter: Any) -> None:
    help_id = wait_for(helped)
    held = bridge(helped, help_id, "GEHEIM-brug")
    paths = [
        at("check-wait", helped, help_id),
        at("add-bridge", helped, help_id),
        at("end-bridge", helped, help_id, held.id),
    ]
    for who, status in (("bob", 404), ("charlie", 404), ("partner", 403), ("visitor", 302)):
        client = enter(who)
        for path in paths:
            assert client.get(path).status_code == status, (who, path)
            answer = client.post(
                path, {"quick": "still", "kind": "team", "what": "iets", "until": str(today())}
            )
            assert answer.status_code == status
            assert "GEHEIM" not in answer.content.decode()
    assert not WaitCheck.objects.exists()


def test_an_unknown_bridge_or_piece_is_not_there(helped: Helped, alice: Client) -> None:
    help_id, step = wait_for(helped), add_step(helped)
    assert alice.get(at("end-bridge", helped, help_id, new_id())).status_code == 404
    assert alice.get(at("check-wait", helped, step)).status_code == 404
    form = {"kind": "team", "piece": str(new_id()), **typed_date("from_on", today())}
    assert alice.post(at("add-bridge", helped, help_id), form).status_code == 422


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same(
    helped: Helped, alice: Client, times: int, django_assert_num_queries: Any
) -> None:
    for _number in range(times):
        help_id = wait_for(helped, Labels(released_to_all=True))
        ask(helped, help_id, Asked("lijst", None, "Nog even."))
        bridge(helped, help_id, "kaarten")
    for _time in range(times - 1):
        bridge(helped, help_id, "nog iets")
    alice.get(at("check-wait", helped, help_id))
    with django_assert_num_queries(21):
        alice.get(at("check-wait", helped, help_id))
