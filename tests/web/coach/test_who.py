"""Every page of the coach, tried as the coach, a colleague, the coordinator, another partnership, a visitor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now
from eenplan.families.actions import plan_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.plans.actions import HelpFields, TeamFields, add_help, note_team_member, write_wish
from eenplan.plans.enums import HelpState, TeamKind
from tests.cast import MARKER
from tests.factories.plans import Helped, activate, add_family_goal, add_step, fill, mark_all_domains
from tests.once import once
from tests.web.coach.conftest import NOW

pytestmark = pytest.mark.django_db

SECRET = MARKER.format("")


@once(at=NOW)
def places(helped: Helped) -> dict[str, str]:
    """The address of every page about the family, with its plan agreed."""
    mark_all_domains(helped)
    goal, step = add_family_goal(helped), add_step(helped)
    coach, plan_id = helped.coach, helped.plan.id
    with request_transaction(coach):
        wish = write_wish(
            coach, plan_id=plan_id, text=MARKER.format("wens"), speaker_id=helped.mother.id
        ).item_id
        waiting = add_help(
            coach, plan_id=plan_id, help=HelpFields(MARKER.format("hulp"), HelpState.WAITING)
        ).item_id
        member = note_team_member(
            coach, plan_id=plan_id, member=TeamFields(MARKER.format("buur"), TeamKind.NETWORK)
        ).item_id
        contact = plan_contact(
            coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=2),
        ).item_id
    activate(helped)
    family: dict[str, Any] = {"family_id": helped.family.id}
    given: dict[str, dict[str, Any]] = {
        "read-family": {}, "plan-conversation": {}, "record-conversation": {}, "cancel-conversation": {},
        "plan-contact": {}, "note-contact": {}, "hold-contact": {"item_id": contact},
        "cancel-contact": {"item_id": contact}, "change-coach": {}, "close-trajectory": {}, "read-plan": {},
        "read-version": {"number": 1}, "activate-plan": {}, "set-review": {},
        "record-answer": {"person_id": helped.mother.id}, "write-text": {"section": "wat-we-willen"},
        "change-text": {"item_id": wish}, "mark-domains": {}, "change-domain": {"domain": "housing"},
        "add-goal": {}, "change-goal": {"goal_id": goal}, "add-step": {}, "change-step": {"action_id": step},
        "add-help": {}, "change-help": {"item_id": waiting}, "start-help": {"item_id": waiting},
        "add-team-member": {}, "change-team-member": {"item_id": member},
    }  # fmt: skip
    return {name: reverse(f"coach:{name}", kwargs={**family, **more}) for name, more in given.items()}


COORDINATOR_READS = {"read-family", "read-plan", "read-version", "change-coach", "close-trajectory"}


def test_the_coach_opens_every_page_of_her_family(alice: Client, places: dict[str, str]) -> None:
    answers = {name: alice.get(path) for name, path in places.items() if name != "change-coach"}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert all(SECRET in answer.content.decode() for answer in answers.values())


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_another_coach_finds_nothing(
    enter: Callable[[str], Client], places: dict[str, str], who: str
) -> None:
    visitor = enter(who)
    for name, path in places.items():
        for answer in (visitor.get(path), visitor.post(path, {})):
            assert answer.status_code in ((403,) if name == "change-coach" else (404, 405)), name
            assert SECRET not in answer.content.decode()


def test_the_coordinator_reads_along_and_does_not_write(
    enter: Callable[[str], Client], places: dict[str, str]
) -> None:
    coordinator = enter("coordinator")
    for name, path in places.items():
        answer = coordinator.get(path)
        assert answer.status_code == (200 if name in COORDINATOR_READS else 403), name
        assert coordinator.post(path, {}).status_code in ((422, 405) if name in COORDINATOR_READS else (403,))
    assert "Doel erbij" not in coordinator.get(places["read-plan"]).content.decode()


def test_a_coordinator_of_elsewhere_finds_nothing(
    enter: Callable[[str], Client], places: dict[str, str]
) -> None:
    other = enter("coordinator_elsewhere")
    for name in COORDINATOR_READS:
        answer = other.get(places[name])
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in_and_a_partner_is_refused(
    enter: Callable[[str], Client], places: dict[str, str]
) -> None:
    lists = {name: reverse(f"coach:{name}") for name in ("list-today", "list-families")}
    for path in {**places, **lists}.values():
        answer = enter("visitor").get(path)
        assert answer.status_code == 302
        assert "/account/login/" in answer.headers["Location"]
    partner = enter("partner")
    assert {partner.get(path).status_code for path in {**places, **lists}.values()} == {403}


@pytest.mark.parametrize("name", ["list-today", "list-families"])
def test_lists_show_my_families_only(enter: Callable[[str], Client], helped: Helped, name: str) -> None:
    path = reverse(f"coach:{name}")
    assert SECRET in enter("alice").get(path).content.decode()
    for who in ("bob", "charlie"):
        answer = enter(who).get(path)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
        assert "Je hebt nu geen gezinnen" in answer.content.decode()


def test_nothing_of_another_family_is_reached_through_my_own(
    alice: Client, here: Any, there: Any, helped: Helped
) -> None:
    from tests.factories.plans import make_coach, make_helped

    other = make_helped(here, make_coach(here))
    goal = add_family_goal(other, "van anderen")
    fill(helped)
    path = reverse("coach:change-goal", args=[helped.family.id, goal])
    assert alice.get(path).status_code == 404
    assert "van anderen" not in alice.post(path, {"text": "x"}).content.decode()
    for name in ("take-out", "start-help"):
        assert alice.post(reverse(f"coach:{name}", args=[helped.family.id, goal])).status_code == 404
    assert alice.post(reverse("coach:tick-step", args=[helped.family.id, goal])).status_code == 404
