"""What still waits at the end is answered first, or left with a reason that the family reads (rule 41)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.actions import cancel_contact, plan_contact
from eenplan.families.enums import Channel, ContactKind
from eenplan.plans.actions.contributions import respond
from eenplan.plans.actions.messages import answer_message, send_message
from eenplan.plans.enums import Brings, GoalStatus, Verdict, WaitsAtEnd
from eenplan.plans.models import Closure
from eenplan.plans.queries import trajectory
from eenplan.plans.queries.at_the_end import waits_at_end
from eenplan.plans.rules import ClosureFacts, first_missing_for_closing
from tests.cast import Team
from tests.factories.coming_back import close
from tests.factories.contributions import brought, with_card
from tests.factories.plans import Helped, add_step, make_active
from tests.once import once
from tests.plans.conftest import Cast
from tests.rights.test_requests import RequestKind, asks

pytestmark = [pytest.mark.django_db, pytest.mark.rule(41)]


@once
def waited(here: Team) -> Helped:
    """A family with an agreed plan in which a proposal, a message, a step and a question wait."""
    helped = make_active(here)
    add_step(helped)
    mother = with_card(helped, helped.mother)
    brought(mother, Brings.GOAL)
    with request_transaction(mother):
        send_message(mother, text="GEHEIM", sent_key=new_id())
    asks(helped, 0, kind=RequestKind.CORRECTION)
    return helped


def waits(acting: Acting, helped: Helped) -> dict[WaitsAtEnd, int]:
    with request_transaction(acting):
        return waits_at_end(acting, helped.trajectory.id)


FOUR = {
    WaitsAtEnd.PROPOSAL: 1, WaitsAtEnd.MESSAGE: 1, WaitsAtEnd.STEP: 1, WaitsAtEnd.QUESTION: 1,
}  # fmt: skip


def test_whoever_may_end_it_is_told_how_much_waits_and_nobody_else(
    waited: Helped, cast: Cast, there: Team
) -> None:
    assert waits(waited.coach, waited) == FOUR
    # Of what was told to the coach alone, a coordinator is told that it waits, and not what it says.
    assert waits(waited.team.acting(Role.COORDINATOR), waited) == FOUR
    for other in (cast.bob, cast.charlie, there.acting(Role.COORDINATOR), with_card(waited, waited.mother)):
        assert waits(other, waited) == {}


def test_what_was_answered_waits_no_more(waited: Helped) -> None:
    coach, family = waited.coach, waited.family.id
    with request_transaction(coach):
        respond(coach, family_id=family, item_id=first(waited, "proposal"), verdict=Verdict.TALK)
        answer_message(coach, family_id=family, item_id=first(waited, "message"), text="Ja.")
    assert waits(coach, waited) == {WaitsAtEnd.STEP: 1, WaitsAtEnd.QUESTION: 1}


def first(helped: Helped, kind: str) -> UUID:
    return helped.family.items.filter(kind=kind).values_list("id", flat=True)[0]


def test_it_does_not_end_over_what_waits_without_a_word_to_the_family(waited: Helped) -> None:
    with pytest.raises(RuleBroken, match="left-without-reason"):
        close(waited, left_reason="  ")
    assert not Closure.objects.exists()
    close(waited, left_reason=" We bellen nog ")
    mother = with_card(waited, waited.mother)
    with request_transaction(mother):
        closure = trajectory(mother, waited.family.id).closure
    assert closure is not None
    # That somebody wrote to the coach alone is for nobody else of the family to know (rule 34).
    assert (closure.left_waiting, closure.left_reason) == ({}, "We bellen nog")
    boss = waited.team.acting(Role.COORDINATOR)
    with request_transaction(boss):
        told = trajectory(boss, waited.family.id).closure
    assert told is not None
    assert told.left_waiting == FOUR
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Closure.objects.update(left_reason="")


def test_where_nothing_waits_nothing_is_left(here: Team) -> None:
    close(make_active(here), left_reason="ongevraagd")
    row = Closure.objects.get()
    assert (row.left_waiting, row.left_reason) == ({}, "")


@pytest.mark.parametrize(
    ("waiting", "reason", "refused"), [(0, "", False), (2, "", True), (2, "omdat", False)]
)
def test_the_rule_alone(waiting: int, reason: str, refused: Any) -> None:
    facts = ClosureFacts(
        "moved",
        [(GoalStatus.REACHED, 8)],
        "niets",
        "oma",
        date(2026, 1, 1),
        True,
        date(2026, 1, 2),
        waiting,
        reason,
    )
    assert (first_missing_for_closing(facts) is not None) == refused


def test_a_contact_that_is_planned_waits_until_it_is_called_off(here: Team) -> None:
    helped = make_active(here)
    coach = helped.coach
    with request_transaction(coach):
        item = plan_contact(
            coach,
            family_id=helped.family.id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            planned_for=now() + timedelta(days=3),
        )
    assert waits(coach, helped) == {WaitsAtEnd.CONTACT: 1}
    with pytest.raises(RuleBroken, match="left-without-reason"):
        close(helped, left_reason="")
    with request_transaction(coach):
        cancel_contact(coach, contact_id=item.item_id)
    assert waits(coach, helped) == {}
    close(helped, left_reason="")
    assert Closure.objects.exists()
