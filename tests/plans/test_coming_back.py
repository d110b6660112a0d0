"""A family that comes back: its earlier plan is offered, never copied; who is older now is asked for themselves."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, Person
from eenplan.families.rules import FOR_FEW, labels_of
from eenplan.plans import actions
from eenplan.plans.actions import GoalFields, MattersFields
from eenplan.plans.actions.coming_back import take_along
from eenplan.plans.enums import GoalStatus, SectionKey, Topic
from eenplan.plans.models import Plan, StillWanted, TakenAlong
from eenplan.plans.queries import MattersPiece, plan
from eenplan.plans.queries.coming_back import earlier_plan, has_earlier
from eenplan.plans.rules.coming_back import is_offered, must_want
from eenplan.rights.actions import decide
from eenplan.rights.enums import Outcome, RequestKind
from tests.cast import Team
from tests.factories.coming_back import back_again, close
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.once import once
from tests.plans.conftest import Cast
from tests.rights.test_requests import asks

LATER = timedelta(days=200)


@once
def returned(here: Team) -> Helped:
    """A family that was helped, with a wish, a goal let go, safety words and somebody who matters, and came back."""
    helped = make_helped(here)
    mark_all_domains(helped)
    goal = add_family_goal(
        helped, "Samen eten", notice="De tafel is gedekt", scale_high="elke dag", score_start=2, score_now=4
    )
    with request_transaction(helped.coach):
        actions.write_wish(
            helped.coach, plan_id=helped.plan.id, text="Rust in huis", speaker_id=helped.mother.id
        )
        actions.write_on_topic(
            helped.coach,
            plan_id=helped.plan.id,
            topic=Topic.SAFETY,
            text="Naar oma",
            speaker_id=helped.mother.id,
        )
        actions.note_who_matters(
            helped.coach, plan_id=helped.plan.id, matters=MattersFields("Oma Lut", "oma")
        )
        actions.add_action(
            helped.coach,
            plan_id=helped.plan.id,
            step=actions.StepFields("Tafel dekken", today(), person_id=helped.mother.id, goal_id=goal),
        )
    activate(helped)
    close(helped, GoalStatus.LET_GO)
    return back_again(helped)


pytestmark = pytest.mark.django_db


def source(helped: Helped, kind: ItemKind) -> UUID:
    return (
        Item.objects.filter(family=helped.family, kind=kind, in_plan__plan__closed_at__isnull=False)
        .order_by("created_at")
        .values_list("id", flat=True)[0]
    )


def take(helped: Helped, item: UUID, *people: Any, acting: Any = None) -> UUID:
    acting = acting or helped.coach
    with request_transaction(acting):
        return take_along(
            acting,
            plan_id=helped.plan.id,
            source_id=item,
            wanted_by=[one.id for one in people or (helped.mother,)],
        ).item_id


@pytest.mark.rule(18)
def test_the_earlier_plan_is_offered_and_not_copied(returned: Helped) -> None:
    with request_transaction(returned.coach):
        page = plan(returned.coach, returned.family.id)
        before = earlier_plan(returned.coach, returned.family.id)
    assert page.came_back
    assert has_earlier(returned.family.id)
    assert not any(page.pieces.section(key) for key in SectionKey)
    assert before.plan_id != page.plan_id
    assert (before.version, before.remaining_needs, dict(before.taken)) == (1, "niets meer", {})
    assert [one.text.text for one in before.pieces.goals if one.text] == ["Samen eten"]


@pytest.mark.rule(19)
@pytest.mark.rule(32)
def test_what_goes_along_keeps_its_words_of_who_said_them_and_its_labels(returned: Helped) -> None:
    goal = take(returned, source(returned, ItemKind.GOAL))
    wish = take(returned, source(returned, ItemKind.WISH))
    safety = take(returned, source(returned, ItemKind.NOTE))
    take(returned, source(returned, ItemKind.WHO_MATTERS))
    with request_transaction(returned.coach):
        page = plan(returned.coach, returned.family.id)
        before = earlier_plan(returned.coach, returned.family.id)
    (now,) = page.pieces.goals
    assert {slot: one.text for slot, one in now.words.items()} == {
        "text": "Samen eten",
        "notice": "De tafel is gedekt",
        "scale_high": "elke dag",
    }
    assert (now.item_id, now.expressed_by_id, now.status) == (goal, returned.mother.id, GoalStatus.OPEN)
    # Scores and steps of then are of then.
    assert (now.score_start, now.score_now, now.steps) == (None, None, ())
    (said,) = page.pieces.texts[SectionKey.WHAT_WE_WANT]
    assert (said.item_id, said.text and said.text.speaker_id) == (wish, returned.mother.id)
    (few,) = page.pieces.texts[SectionKey.IF_DIFFICULT]
    assert (few.item_id, few.topic, few.labels) == (safety, Topic.SAFETY, FOR_FEW)
    assert [one.name for one in page.pieces.of(MattersPiece)] == ["Oma Lut"]
    for item_id, taken in before.taken.items():
        assert labels_of(Item.objects.get(id=item_id)) == labels_of(Item.objects.get(id=taken.item_id))
        assert taken.wanted_by == (returned.mother.given_name,)
    assert StillWanted.objects.count() == TakenAlong.objects.count() == 4


def test_each_goes_along_once_and_again_after_it_was_taken_out(returned: Helped) -> None:
    wish = source(returned, ItemKind.WISH)
    made = take(returned, wish)
    with pytest.raises(RuleBroken, match="taken-along-already"):
        take(returned, wish)
    with request_transaction(returned.coach):
        actions.take_out(returned.coach, item_id=made)
    assert take(returned, wish) != made


@pytest.mark.rule(22)
def test_nobody_said_so_is_no_yes(returned: Helped) -> None:
    with pytest.raises(RuleBroken, match="nobody-wants-it"), request_transaction(returned.coach):
        take_along(
            returned.coach,
            plan_id=returned.plan.id,
            source_id=source(returned, ItemKind.WISH),
            wanted_by=[],
        )


@pytest.mark.rule(25)
@pytest.mark.rule(28)
def test_a_child_that_became_twelve_is_asked_for_itself(here: Team) -> None:
    helped = make_helped(here)
    child = helped.people[1]
    with writing():
        Person.objects.filter(id=child.id).update(birth_date=today() - timedelta(days=12 * 365 - 100))
    mark_all_domains(helped)
    with request_transaction(helped.coach):
        fields = GoalFields("Beter slapen", expressed_by_id=helped.mother.id, whose_id=child.id)
        actions.add_goal(helped.coach, plan_id=helped.plan.id, goal=fields)
    activate(helped)
    close(helped, GoalStatus.LET_GO)
    goal = source(back_again(helped), ItemKind.GOAL)
    with time_machine.travel(today() + LATER):
        again = Helped(here, helped.family, helped.trajectory, Plan.objects.get(closed_at=None), helped.coach)
        with pytest.raises(RuleBroken, match="not-asked-yet") as refused:
            take(again, goal, helped.mother)
        assert child.given_name in str(refused.value.message)
        assert take(again, goal, helped.mother, child)


@pytest.mark.rule(41)
def test_what_was_reached_or_is_no_wish_does_not_go_along(here: Team, returned: Helped) -> None:
    assert not is_offered(ItemKind.GOAL, GoalStatus.REACHED)
    assert not is_offered(ItemKind.ACTION)
    assert not is_offered(ItemKind.HELP)
    assert not is_offered(ItemKind.CHILD_VIEW)
    for kind in (ItemKind.ACTION, ItemKind.DOMAIN):
        with pytest.raises(RuleBroken, match="not-to-take-along"):
            take(returned, source(returned, kind))


@pytest.mark.rule(37)
def test_what_somebody_asked_not_to_use_stays_behind(returned: Helped) -> None:
    wish = source(returned, ItemKind.WISH)
    asked = asks(returned, 0, kind=RequestKind.RESTRICTION)
    with request_transaction(returned.coach):
        decide(returned.coach, request_id=asked.id, outcome=Outcome.ACCEPTED)
    with pytest.raises(RuleBroken, match="used-less"):
        take(returned, wish)


def test_who_is_not_the_coach_takes_nothing_along(returned: Helped, cast: Cast, there: Team) -> None:
    wish = source(returned, ItemKind.WISH)
    mother = returned.mother
    for acting in (cast.bob, cast.charlie, there.acting(Role.COORDINATOR)):
        with pytest.raises(NotFound):
            take(returned, wish, mother, acting=acting)
        with pytest.raises(NotFound), request_transaction(acting):
            earlier_plan(acting, returned.family.id)


def test_who_never_left_has_no_earlier_plan(here: Team) -> None:
    helped = make_helped(here)
    assert not has_earlier(helped.family.id)
    with pytest.raises(NotFound), request_transaction(helped.coach):
        earlier_plan(helped.coach, helped.family.id)


@given(st.data())
def test_who_must_want_it_is_who_said_it_or_whom_it_is_about_and_is_asked_today(data: Any) -> None:
    people = [uuid4() for _number in range(4)]
    said = data.draw(st.lists(st.sampled_from([None, *people]), max_size=3))
    about = data.draw(st.lists(st.sampled_from(people), max_size=3))
    asked = data.draw(st.sets(st.sampled_from(people)))
    must = must_want(said, about, asked)
    assert must == {one for one in people if one in asked and (one in said or one in about)}
