"""Writing in the plan through the door: two at once, bad input, labels, and how much a page asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.families.actions import record_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.families.models import Words
from eenplan.plans.actions import (
    GoalFields,
    change_goal,
    change_text,
    mark_domain,
    take_out,
    write_wish,
)
from eenplan.plans.enums import Mark, SectionKey
from eenplan.plans.models import Action, DomainMark, Goal, Section
from tests.cast import Team
from tests.factories.plans import (
    Helped,
    activate,
    add_family_goal,
    add_step,
    fill,
    make_helped,
    mark_all_domains,
    staff_of,
)

pytestmark = pytest.mark.django_db


def at(helped: Helped, name: str, **more: Any) -> str:
    """The address of a page about the family."""
    return reverse(f"coach:{name}", kwargs={"family_id": helped.family.id, **more})


def wish_of(helped: Helped, text: str) -> Any:
    """A wish of the mother's."""
    with request_transaction(helped.coach):
        return write_wish(helped.coach, plan_id=helped.plan.id, text=text, speaker_id=helped.mother.id)


def revision(helped: Helped, key: SectionKey) -> int:
    """How often a section was saved."""
    return Section.objects.get(plan=helped.plan, key=key).revision


def test_two_who_save_at_once_see_both_texts_and_choose(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped, "Een tuin")
    path = at(helped, "change-text", item_id=saved.item_id)
    assert alice.get(path).context["form"].initial["revision"] == saved.revision
    with request_transaction(helped.coach):
        change_text(helped.coach, item_id=saved.item_id, text="Een grote tuin", revision=saved.revision)
    mine = {"revision": saved.revision, "text": "Een moestuin", "speaker": str(helped.mother.id)}
    answer = alice.post(path, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Een <mark>grote tuin</mark>" in page
    assert "Een <mark>moestuin</mark>" in page
    assert not Words.objects.filter(text="Een moestuin").exists()
    again = answer.context["form"]["revision"].value()
    assert alice.post(path, {**mine, "revision": again}).status_code == 302
    assert set(Words.objects.filter(item_id=saved.item_id).values_list("text", flat=True)) == {
        "Een tuin",
        "Een grote tuin",
        "Een moestuin",
    }


def test_words_about_something_taken_out_meanwhile_are_not_lost(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped, "Een tuin")
    path = at(helped, "change-text", item_id=saved.item_id)
    with request_transaction(helped.coach):
        take_out(helped.coach, item_id=saved.item_id)
    mine = {"revision": saved.revision, "text": "Een moestuin", "speaker": str(helped.mother.id)}
    answer = alice.post(path, mine)
    assert answer.status_code == 409
    assert "Een moestuin" in answer.content.decode()
    assert alice.post(answer.context["add_href"], mine).status_code == 302
    assert Words.objects.filter(text="Een moestuin").exists()
    assert alice.get(path).status_code == 404


def test_a_goal_saved_by_somebody_else_is_shown_beside_mine(alice: Client, helped: Helped) -> None:
    goal = add_family_goal(helped, "Ruimer wonen")
    read = revision(helped, SectionKey.GOALS)
    with request_transaction(helped.coach):
        change_goal(
            helped.coach,
            goal_id=goal,
            goal=GoalFields("Kleiner wonen", expressed_by_id=helped.mother.id),
            revision=read,
        )
    typed = {
        "revision": read, "text": "Elders wonen", "expressed_by": str(helped.mother.id), "whose": "family",
        "horizon": "small", "status": "open",
    }  # fmt: skip
    answer = alice.post(at(helped, "change-goal", goal_id=goal), typed)
    assert answer.status_code == 409
    assert "<mark>Kleiner</mark> wonen" in answer.content.decode()
    assert "<mark>Elders</mark> wonen" in answer.content.decode()


def test_marks_of_somebody_else_are_not_wiped_out(alice: Client, helped: Helped) -> None:
    path = at(helped, "mark-domains")
    read = alice.get(path).context["form"].initial["revision"]
    with request_transaction(helped.coach):
        mark_domain(helped.coach, plan_id=helped.plan.id, domain="housing", mark=Mark.TALK_ABOUT)
    answer = alice.post(path, {"revision": read, "housing": "goes_well"})
    assert answer.status_code == 409
    assert "Wat er nu staat" in answer.content.decode()
    assert DomainMark.objects.get().mark == Mark.TALK_ABOUT
    again = answer.context["form"]["revision"].value()
    assert alice.post(path, {"revision": again, "housing": "goes_well"}).status_code == 302
    assert DomainMark.objects.get().mark == Mark.GOES_WELL


@pytest.mark.rule(20)
def test_domains_take_one_tap_each_and_more_if_wanted(alice: Client, helped: Helped) -> None:
    alice.post(at(helped, "mark-domains"), {"revision": "0", "housing": "not_now", "school": "goes_well"})
    assert dict(DomainMark.objects.values_list("domain", "mark")) == {
        "housing": "not_now",
        "school": "goes_well",
    }
    path = at(helped, "change-domain", domain="housing")
    typed = {
        "revision": revision(helped, SectionKey.DOMAINS), "mark": "talk_about", "text": "Te klein",
        "worry": "De dozen", "score": "3", "speaker": str(helped.mother.id),
    }  # fmt: skip
    assert alice.post(path, typed).status_code == 302
    assert DomainMark.objects.get(domain="housing").score == 3
    assert "De dozen" in alice.get(path).content.decode()
    assert alice.get(at(helped, "change-domain", domain="nowhere")).status_code == 404


STEP = {"text": "Bellen", "due_on_day": "1", "due_on_month": "12", "due_on_year": "2026"}


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "owner",
    [
        {},
        {"owner": "organisation"},
        {"owner": "colleague"},
        {"owner": "network", "organisation": "OCMW"},
        {"owner": "person", "organisation": "OCMW"},
        {"organisation": "OCMW", "network": "oma"},
        {"owner": "person:nobody"},
    ],
)
def test_a_step_has_exactly_one_owner(alice: Client, helped: Helped, owner: dict[str, str]) -> None:
    if owner.get("owner") == "person":
        owner = {**owner, "owner": f"person:{helped.mother.id}"}
    answer = alice.post(at(helped, "add-step"), {**STEP, **owner})
    assert answer.status_code == 422
    assert "Bellen" in answer.content.decode()
    assert not Action.objects.exists()


@pytest.mark.rule(21)
@pytest.mark.parametrize("kind", ["person", "me", "organisation", "network"])
def test_anybody_can_take_a_step(alice: Client, helped: Helped, kind: str) -> None:
    owner = {
        "person": {"owner": f"person:{helped.mother.id}"},
        "me": {"owner": f"staff:{staff_of(helped)}"},
        "organisation": {"owner": "organisation", "organisation": "OCMW Genk"},
        "network": {"owner": "network", "network": "Oma"},
    }[kind]
    assert alice.post(at(helped, "add-step"), {**STEP, **owner}).status_code == 302
    step = Action.objects.get()
    named = [step.person_id, step.staff_member_id, step.organisation_name, step.network_name]
    assert sum(map(bool, named)) == 1
    path = at(helped, "change-step", action_id=step.item_id)
    initial = alice.get(path).context["form"].initial
    again = {name: value for name, value in initial.items() if isinstance(value, str)}
    answer = alice.post(path, {**STEP, **again, "text": "Schrijven", "revision": initial["revision"]})
    assert answer.status_code == 302, answer.context["form"].errors
    no_day = {"text": "Bellen", **owner}
    assert alice.post(at(helped, "add-step"), no_day).status_code == 422


GOAL = {"whose": "family", "horizon": "small", "text": "Rust"}
BAD: list[tuple[str, dict[str, str]]] = [
    ("add-goal", {**GOAL, "expressed_by": "worker", "score_now": "11"}),
    ("add-goal", {**GOAL, "expressed_by": "worker", "domain": "nowhere"}),
    ("add-goal", {**GOAL, "expressed_by": "01a1ffbf-e823-7bbb-a580-c91ec369b085"}),
    ("add-goal", {**GOAL, "expressed_by": "worker", "text": "x" * 10_000}),
    ("add-goal", {**GOAL, "text": "   ", "expressed_by": "worker"}),
    ("add-goal", {**GOAL, "expressed_by": "worker", "text": "nul\x00"}),
    ("add-goal", {**GOAL, "expressed_by": "worker", "target_date_day": "31", "target_date_month": "2", "target_date_year": "2027"}),
    ("set-review", {"next_review_date": "2020-01-01"}),
    ("set-review", {"next_review_date_day": "x"}),
    ("set-review", {}),
    ("activate-plan", {"next_review_date": "2020-01-01"}),
    ("add-help", {"what": "", "state": "waiting"}),
    ("add-help", {"what": "x", "state": "started"}),
    ("add-help", {"what": "x", "state": "waiting", "since": "2099-01-01"}),
    ("add-team-member", {"name": "n" * 121, "kind": "network", "secrecy": "no"}),
    ("add-team-member", {"name": "Oma", "kind": "aunt", "secrecy": "no"}),
    ("mark-domains", {"housing": "wonderful"}),
    ("note-contact", {"kind": "family", "channel": "home", "on": "2099-01-01", "at": "25u"}),
    ("plan-contact", {"kind": "family", "channel": "home", "on": "2020-01-01", "at": "9u"}),
    ("plan-conversation", {"when": "2020-01-01", "at": "9u", "channel": "home"}),
    ("close-trajectory", {"reason": "boredom"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed"), BAD)
def test_bad_input_is_told_and_never_breaks(
    alice: Client, helped: Helped, name: str, typed: dict[str, str]
) -> None:
    answer = alice.post(at(helped, name), typed)
    assert answer.status_code == 422
    assert "Er klopt nog iets niet" in answer.content.decode()
    assert not Goal.objects.exists()


@pytest.mark.parametrize("sent", ["", "abc", "-1", "99999999999999999999", "²"])
def test_a_revision_that_makes_no_sense_overwrites_nothing(alice: Client, helped: Helped, sent: str) -> None:
    saved = wish_of(helped, "Een tuin")
    path = at(helped, "change-text", item_id=saved.item_id)
    answer = alice.post(path, {"revision": sent, "text": "Weg ermee", "speaker": "worker"})
    assert answer.status_code == 409
    assert "Weg ermee" in answer.content.decode()
    assert not Words.objects.filter(text="Weg ermee").exists()


@pytest.mark.parametrize("name", ["نور الهدى", "👩‍👧 Zoë", "<b>Kaat</b>", "Ó Briain-d'Hondt"])
def test_names_and_words_of_all_kinds_are_kept(alice: Client, helped: Helped, name: str) -> None:
    member = {"name": name, "kind": "network", "role": name, "secrecy": "no"}
    assert alice.post(at(helped, "add-team-member"), member).status_code == 302
    text = at(helped, "write-text", section="wat-goed-gaat")
    assert alice.post(text, {"text": name, "speaker": str(helped.mother.id)}).status_code == 302
    page = alice.get(at(helped, "read-plan"))
    assert page.context["plan"].team[0].name == name
    assert "<b>Kaat</b>" not in page.content.decode()
    assert alice.get(at(helped, "write-text", section="niets")).status_code == 404


@pytest.mark.rule(19)
def test_a_goal_keeps_who_said_it(alice: Client, helped: Helped) -> None:
    assert alice.post(at(helped, "add-goal"), GOAL).status_code == 422
    typed = {**GOAL, "expressed_by": str(helped.mother.id)}
    assert alice.post(at(helped, "add-goal"), typed).status_code == 302
    goal = Goal.objects.get()
    assert goal.expressed_by_id == helped.mother.id
    assert Words.objects.get(item_id=goal.item_id).speaker_id == helped.mother.id
    assert f"gezegd door {helped.mother.given_name}" in alice.get(at(helped, "read-plan")).content.decode()


def test_what_is_taken_out_leaves_the_plan(alice: Client, helped: Helped) -> None:
    saved = wish_of(helped, "Een tuin")
    assert alice.get(at(helped, "take-out", item_id=saved.item_id)).status_code == 405
    assert alice.post(at(helped, "take-out", item_id=saved.item_id)).status_code == 302
    assert "Een tuin" not in alice.get(at(helped, "read-plan")).content.decode()


ROOMS = ("families_", "plans_", "referrals_", "audit_")


def asks(client: Client, path: str) -> int:
    """How many queries a page asks about families; the way in is the same for every page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return sum(any(room in query["sql"] for room in ROOMS) for query in queries.captured_queries)


def met(helped: Helped, times: int) -> None:
    """So many contacts, each with something said."""
    for number in range(times):
        with request_transaction(helped.coach):
            record_contact(
                helped.coach,
                family_id=helped.family.id,
                kind=ContactKind.FAMILY,
                channel=Channel.HOME,
                held_at=now() - timedelta(hours=1),
                present=[helped.mother.id],
                text=f"bezoek {number}",
            )


@pytest.mark.parametrize(
    ("name", "queries"),
    [("read-plan", 9), ("read-family", 16), ("read-timeline", 18), ("mark-domains", 9), ("activate-plan", 9)],
)
def test_a_page_asks_the_same_for_one_and_three(
    alice: Client, helped: Helped, name: str, queries: int
) -> None:
    fill(helped)
    met(helped, 1)
    activate(helped)
    assert asks(alice, at(helped, name)) == queries
    fill(helped, 2)
    met(helped, 2)
    assert asks(alice, at(helped, name)) == queries


def make_due(helped: Helped) -> None:
    """Something of every kind is due in a family."""
    mark_all_domains(helped)
    add_family_goal(helped)
    add_step(helped, due_on=today() + timedelta(days=1))
    activate(helped, next_review_date=today() + timedelta(days=3))


@pytest.mark.parametrize(("name", "queries"), [("list-today", 25), ("list-families", 11)])
def test_lists_ask_the_same_for_one_family_and_three(
    alice: Client, here: Team, helped: Helped, name: str, queries: int
) -> None:
    make_due(helped)
    assert asks(alice, reverse(f"coach:{name}")) == queries
    for one in (make_helped(here), make_helped(here)):
        make_due(one)
    assert asks(alice, reverse(f"coach:{name}")) == queries


def test_my_own_steps_stand_apart_from_those_of_others(alice: Client, helped: Helped) -> None:
    soon = today() + timedelta(days=1)
    add_step(helped, "van de coach", due_on=soon, staff_member_id=staff_of(helped))
    add_step(helped, "van de moeder", due_on=soon)
    due = alice.get(reverse("coach:list-today")).context["due"]
    assert [line.text for line in due.mine] == ["van de coach"]
    assert [line.text for line in due.steps] == ["van de moeder"]
