"""What families bring in: the rules as functions, the acts, and what PostgreSQL itself refuses to the web role."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from eenplan.core.acting import Acting, looking_with, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import Labels, NewPerson
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Item, Words
from eenplan.families.rules import FOR_FEW, FOR_TEAM, RELEASED
from eenplan.plans import actions as plans
from eenplan.plans.actions.contributions import Brought, TakenStep, bring, respond, take_over, tick_own_step
from eenplan.plans.enums import Brings, SectionKey, Verdict
from eenplan.plans.models import Action, Contribution, Goal, Part, Plan, Response, Section, Tick
from eenplan.plans.queries import version
from eenplan.plans.queries.contributions import (
    contributions,
    said_beside,
    ticked_lately,
    waiting_contributions,
)
from eenplan.plans.rules.contributions import (
    MOST_A_DAY,
    check_contribution,
    check_response,
    check_taking,
    labels_of_contribution,
)
from tests.cast import make_team
from tests.factories.contributions import brought, with_card
from tests.factories.plans import Helped, activate, add_family_goal, add_step, make_helped, mark_all_domains
from tests.once import once

pytestmark = pytest.mark.django_db
MOTHER, FATHER, SON, SISTER = range(4)


@once
def team() -> Any:
    """The partnership that helps the family."""
    return make_team("9909")


@once
def helped(team: Any) -> Helped:
    """A mother, a father, a son of 13 and a sister of nine, with an agreed plan: a goal and a step of the son."""
    made = make_helped(
        team,
        persons=(
            NewPerson(PersonRole.PARENT, "Kaat"),
            NewPerson(PersonRole.PARENT, "Jeroen"),
            NewPerson(PersonRole.CHILD, "Lars", birth_date=date(2013, 5, 4)),
            NewPerson(PersonRole.CHILD, "Noor", birth_date=date(2017, 5, 4)),
        ),
    )
    mark_all_domains(made)
    goal = add_family_goal(made, "Samen eten")
    add_step(made, "Tafel dekken", person_id=made.people[SON].id, goal_id=goal)
    activate(made)
    return made


@once
def son(helped: Helped) -> Acting:
    """The son, with his card."""
    return with_card(helped, helped.people[SON])


@once
def father(helped: Helped) -> Acting:
    """The father, with his card."""
    return with_card(helped, helped.people[FATHER])


def goal_of(helped: Helped) -> UUID:
    """The agreed goal."""
    return Goal.objects.filter(plan=helped.plan).order_by("item__created_at")[0].item_id


def step_of(helped: Helped) -> Action:
    """The son's step."""
    return Action.objects.get(plan=helped.plan)


def refused(code: str, act: Any, *args: Any, **kwargs: Any) -> RuleBroken:
    """What is said by an act that refuses with this code."""
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


# The rules as functions


def test_what_may_be_written() -> None:
    given: dict[str, Any] = {"text": "iets", "sent_today": 0, "today": date(2026, 11, 22)}
    check_contribution(Brings.GOAL, **given)
    check_contribution(Brings.STEP, **given, by_day=date(2026, 11, 22))
    for code, changed in (
        ("plans:text-missing", {"text": " \n"}),
        ("plans:contribution-long", {"text": "x" * 2001}),
        ("plans:by-day-passed", {"by_day": date(2026, 11, 21)}),
        ("plans:enough-today", {"sent_today": MOST_A_DAY}),
    ):
        refused(code, check_contribution, Brings.STEP, **{**given, **changed})


@pytest.mark.rule(32)
def test_who_reads_it_is_chosen_and_never_more_than_the_piece_beside_which_it_stands() -> None:
    assert labels_of_contribution(for_all=True) == RELEASED
    assert labels_of_contribution(for_all=False) == FOR_FEW
    assert labels_of_contribution(for_all=False, beside_released=False) == FOR_FEW
    refused("plans:beside-not-for-all", labels_of_contribution, for_all=True, beside_released=False)


def test_not_now_has_a_reason_and_what_is_taken_is_not_answered_again() -> None:
    check_response(Brings.GOAL, Verdict.TALK, reason="", is_taken=False)
    check_response(Brings.STEP, Verdict.NOT_NOW, reason="eerst de school", is_taken=False)
    check_response(Brings.COMMENT, Verdict.READ, reason="", is_taken=False)
    refused("plans:reason-missing", check_response, Brings.GOAL, Verdict.NOT_NOW, reason=" ", is_taken=False)
    refused(
        "plans:verdict-other", check_response, Brings.COMMENT, Verdict.NOT_NOW, reason="x", is_taken=False
    )
    refused("plans:verdict-other", check_response, Brings.GOAL, Verdict.TAKEN, reason="x", is_taken=False)
    refused("plans:taken-already", check_response, Brings.GOAL, Verdict.TALK, reason="", is_taken=True)
    refused("plans:taken-already", check_taking, Brings.GOAL, is_taken=True)
    refused("plans:not-to-take", check_taking, Brings.COMMENT, is_taken=False)
    check_taking(Brings.DISAGREE, is_taken=False)


# The acts


@pytest.mark.rule(19)
def test_a_goal_is_taken_over_in_the_words_of_who_said_it(
    helped: Helped, son: Acting, father: Acting
) -> None:
    row = brought(son, Brings.GOAL, "Ik wil weer naar de judo", own=True, language="en")
    with request_transaction(father):
        (seen,) = contributions(father, helped.family.id).found
        assert (seen.person, seen.text, seen.answered) == ("Lars", "Ik wil weer naar de judo", None)
    with request_transaction(helped.coach):
        assert [one.item_id for one in waiting_contributions(helped.coach, [helped.family.id])] == [
            row.item_id
        ]
        saved = take_over(helped.coach, family_id=helped.family.id, item_id=row.item_id)
    goal = Goal.objects.get(item_id=saved.item_id)
    lars = helped.people[SON].id
    assert (goal.expressed_by_id, goal.whose_id) == (lars, lars)
    words = Words.objects.get(item_id=saved.item_id, slot="text")
    assert (words.text, words.language, words.speaker_id) == ("Ik wil weer naar de judo", "en", lars)
    assert goal.item.released_to_all
    with request_transaction(son):
        (mine,) = contributions(son, helped.family.id).found
        assert mine.is_taken
        assert mine.answered is not None
        assert mine.answered.became_id == saved.item_id
    with request_transaction(helped.coach):
        assert waiting_contributions(helped.coach, [helped.family.id]) == []
        refused(
            "plans:taken-already",
            take_over,
            helped.coach,
            family_id=helped.family.id,
            item_id=row.item_id,
        )


@pytest.mark.rule(34)
def test_what_was_kept_for_the_coach_stays_kept_when_it_becomes_a_goal(
    helped: Helped, son: Acting, father: Acting
) -> None:
    row = brought(son, Brings.GOAL, "Minder ruzie met papa", for_all=False)
    with request_transaction(helped.coach):
        saved = take_over(helped.coach, family_id=helped.family.id, item_id=row.item_id)
    assert Goal.objects.get(item_id=saved.item_id).item.confidential
    with request_transaction(father):
        assert contributions(father, helped.family.id).found == ()
        assert not Item.objects.filter(id__in=[saved.item_id, row.item_id]).exists()
        assert not Contribution.objects.exists()
        assert not Response.objects.exists()
        assert not Words.objects.filter(text__contains="ruzie").exists()
    with request_transaction(helped.coach), looking_with(helped.coach, f"person:{helped.people[FATHER].id}"):
        assert not Contribution.objects.exists()
        assert waiting_contributions(helped.coach, [helped.family.id]) == []


@pytest.mark.rule(21)
def test_a_step_needs_who_takes_it_and_a_day(helped: Helped, son: Acting) -> None:
    whose = brought(son, Brings.STEP, "De school bellen", beside_id=goal_of(helped))
    mine = brought(son, Brings.STEP, "Mijn tas klaarzetten", own=True, by_day=today() + timedelta(days=3))
    family_id = helped.family.id
    with request_transaction(helped.coach):
        refused("plans:one-owner", take_over, helped.coach, family_id=family_id, item_id=whose.item_id)
        taken = take_over(
            helped.coach,
            family_id=family_id,
            item_id=whose.item_id,
            step=TakenStep(today() + timedelta(days=5), person_id=helped.mother.id),
        )
        own = take_over(helped.coach, family_id=family_id, item_id=mine.item_id)
    row = Action.objects.get(item_id=taken.item_id)
    assert (row.person_id, row.goal_id) == (helped.mother.id, goal_of(helped))
    row = Action.objects.get(item_id=own.item_id)
    assert (row.person_id, row.due_on) == (helped.people[SON].id, today() + timedelta(days=3))
    assert row.item.from_whom_id == helped.people[SON].id


@pytest.mark.rule(22)
def test_who_sees_a_piece_otherwise_can_stand_in_the_plan(helped: Helped, son: Acting) -> None:
    row = brought(son, Brings.DISAGREE, "Ik wil niet elke dag", beside_id=goal_of(helped))
    with request_transaction(helped.coach):
        (beside,) = said_beside(helped.coach, helped.family.id)[goal_of(helped)]
        assert (beside.person, beside.text, beside.what) == ("Lars", "Ik wil niet elke dag", Brings.DISAGREE)
        saved = take_over(helped.coach, family_id=helped.family.id, item_id=row.item_id)
    part = Part.objects.get(item_id=saved.item_id)
    assert (part.kind, part.person_id) == (ItemKind.DISAGREEMENT, helped.people[SON].id)
    assert part.item.released_to_all
    assert Words.objects.get(item_id=saved.item_id, slot="text").text == "Ik wil niet elke dag"


def test_the_family_reads_what_came_of_it_and_why(helped: Helped, son: Acting) -> None:
    row = brought(son, Brings.GOAL, "Een hond")
    with request_transaction(helped.coach):
        respond(helped.coach, family_id=helped.family.id, item_id=row.item_id, verdict=Verdict.TALK)
        respond(
            helped.coach,
            family_id=helped.family.id,
            item_id=row.item_id,
            verdict=Verdict.NOT_NOW,
            reason="Eerst een huis met een tuin.",
        )
    with request_transaction(son):
        (mine,) = contributions(son, helped.family.id).found
    assert mine.answered is not None
    assert (mine.answered.verdict, mine.answered.text) == (Verdict.NOT_NOW, "Eerst een huis met een tuin.")
    assert [one.verdict for one in Response.objects.order_by("at")] == ["talk", "not_now"]


def test_twice_sent_is_one_and_the_twenty_first_of_a_day_is_kindly_refused(
    helped: Helped, son: Acting
) -> None:
    key = uuid4()
    first = brought(son, Brings.GOAL, "Naar zee", sent_key=key)
    again = brought(son, Brings.GOAL, "Naar zee", sent_key=key)
    assert first.item_id == again.item_id
    assert Item.objects.filter(kind=ItemKind.PROPOSAL).count() == 1
    for number in range(MOST_A_DAY - 1):
        brought(son, Brings.GOAL, f"nog {number}")
    said = refused("plans:enough-today", brought, son, Brings.GOAL, "te veel")
    assert "Morgen kan je weer schrijven" in str(said.message)


def test_a_step_of_ones_own_is_done_and_what_was_agreed_stays(helped: Helped, son: Acting) -> None:
    step = step_of(helped)
    revisions = list(Section.objects.order_by("key").values_list("key", "revision", "changed_at"))
    content = version(helped.coach, helped.family.id).head
    with request_transaction(son):
        assert tick_own_step(son, action_id=step.item_id, done=True)
        assert not tick_own_step(son, action_id=step.item_id, done=True)
        (shown,) = version(son, helped.family.id).pieces.steps
        assert shown.done_on == today()
    with request_transaction(helped.coach):
        (tick,) = ticked_lately(helped.coach, [helped.family.id])
        assert (tick.person, tick.text) == ("Lars", "Tafel dekken")
    assert version(helped.coach, helped.family.id).head == content
    kept = helped.family.plan_versions.get().items.get(item_id=step.item_id)
    assert kept.content["done_on"] is None
    assert list(Section.objects.order_by("key").values_list("key", "revision", "changed_at")) == revisions
    with request_transaction(son):
        assert tick_own_step(son, action_id=step.item_id, done=False)
        (shown,) = version(son, helped.family.id).pieces.steps
        assert shown.done_on is None
    with request_transaction(helped.coach):
        assert ticked_lately(helped.coach, [helped.family.id]) == []
    assert Tick.objects.count() == 2


def test_nobody_ticks_off_the_step_of_another(helped: Helped, father: Acting) -> None:
    with request_transaction(father):
        refused("plans:not-your-step", tick_own_step, father, action_id=step_of(helped).item_id, done=True)


def test_a_child_of_nine_with_a_card_speaks_too(helped: Helped, father: Acting) -> None:
    """It says what it wants; that is no consent, for which others still decide (rule 26)."""
    sister = with_card(helped, helped.people[SISTER])
    brought(sister, Brings.GOAL, "Een eigen kamer", own=True)
    brought(sister, Brings.COMMENT, "alleen voor de coach", beside_id=goal_of(helped), for_all=False)
    with request_transaction(father):
        assert [one.text for one in contributions(father, helped.family.id).found] == ["Een eigen kamer"]


def test_in_a_closed_plan_nobody_writes(helped: Helped, son: Acting) -> None:
    row = brought(son, Brings.GOAL, "Te laat")
    with writing():
        Plan.objects.filter(id=helped.plan.id).update(closed_at=now())
    refused("plans:plan-closed", brought, son, Brings.GOAL, "Nog iets")
    refused("plans:plan-closed", brought, son, Brings.COMMENT, "Nog iets", beside_id=goal_of(helped))
    with request_transaction(son):
        refused("plans:plan-closed", tick_own_step, son, action_id=step_of(helped).item_id, done=True)
    with request_transaction(helped.coach):
        assert waiting_contributions(helped.coach, [helped.family.id]) == []
        refused(
            "plans:plan-closed",
            respond,
            helped.coach,
            family_id=helped.family.id,
            item_id=row.item_id,
            verdict=Verdict.TALK,
        )


@pytest.mark.rule(34)
def test_beside_what_is_not_for_all_nothing_is_for_all(helped: Helped, son: Acting, father: Acting) -> None:
    with request_transaction(helped.coach):
        piece = plans.write_text(
            helped.coach,
            plan_id=helped.plan.id,
            section=SectionKey.WHO_WE_ARE,
            text="van Lars alleen",
            speaker_id=helped.people[SON].id,
            labels=FOR_TEAM,
        ).item_id
    refused("plans:beside-not-for-all", brought, son, Brings.COMMENT, "open", beside_id=piece)
    brought(son, Brings.COMMENT, "dicht", beside_id=piece, for_all=False)
    with pytest.raises(NotFound):
        brought(father, Brings.COMMENT, "gegokt", beside_id=piece, for_all=False)
    with pytest.raises(NotFound):
        brought(father, Brings.COMMENT, "nergens", beside_id=uuid4())


@pytest.mark.rule(32)
def test_a_piece_that_is_closed_takes_along_what_was_said_beside_it(
    helped: Helped, son: Acting, father: Acting
) -> None:
    brought(son, Brings.COMMENT, "goed idee", beside_id=goal_of(helped))
    kept = brought(son, Brings.GOAL, "enkel voor jou", for_all=False)
    with request_transaction(father):
        assert len(contributions(father, helped.family.id).found) == 1
    with request_transaction(helped.coach):
        plans.relabel_piece(helped.coach, item_id=goal_of(helped), labels=FOR_TEAM)
    with request_transaction(father):
        assert contributions(father, helped.family.id).found == ()
    with request_transaction(son):
        assert len(contributions(son, helped.family.id).found) == 2
    with request_transaction(helped.coach):
        for labels in (RELEASED, FOR_TEAM, Labels(health=True)):
            refused(
                "plans:kept-for-coach", plans.relabel_piece, helped.coach, item_id=kept.item_id, labels=labels
            )


# What PostgreSQL refuses to the web role, whatever the code does


def _raw(acting: Acting, statement: str, params: list[Any]) -> int:
    with request_transaction(acting), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


ITEM = (
    "INSERT INTO families_item (id, family_id, kind, from_whom_id, author_id, confidential, third_party_only, health,"
    " court, agogic_exception, agogic_reason, released_to_all, created_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, false, %s, false, false, '', %s, now())"
)
BROUGHT = (
    "INSERT INTO plans_contribution (item_id, family_id, plan_id, person_id, what, own, sent_key, sent_at)"
    " VALUES (%s, %s, %s, %s, 'goal', false, %s, now())"
)


def test_a_card_writes_as_its_own_person_in_its_own_family_alone(
    helped: Helped, team: Any, son: Acting, father: Acting
) -> None:
    other = make_helped(team)
    me, papa = helped.people[SON].id, helped.people[FATHER].id
    good: list[Any] = [uuid4(), helped.family.id, "proposal", me, son.actor_id, True, False, False]
    for place, wrong in (
        (1, other.family.id),
        (2, "note-of-nobody"),
        (2, "goal"),
        (3, papa),
        (4, father.actor_id),
        (5, False),
        (6, True),
        (7, True),
    ):
        with pytest.raises(DatabaseError):
            _raw(son, ITEM, [*good[:place], wrong, *good[place + 1 :]])
    with request_transaction(son), connection.cursor() as cursor:
        cursor.execute(ITEM, good)
        for row in (
            [good[0], helped.family.id, helped.plan.id, papa, uuid4()],
            [good[0], helped.family.id, other.plan.id, me, uuid4()],
            [good[0], other.family.id, other.plan.id, me, uuid4()],
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(BROUGHT, row)
        cursor.execute(BROUGHT, [good[0], helped.family.id, helped.plan.id, me, uuid4()])


def test_a_card_says_its_words_once_and_changes_nothing_of_what_was_brought_in(
    helped: Helped, son: Acting, father: Acting
) -> None:
    row = brought(son, Brings.GOAL, "Mijn woorden")
    words = (
        "INSERT INTO families_words (id, family_id, item_id, slot, text, language, speaker_id, author_id, said_at,"
        " by_interpreter) VALUES (%s, %s, %s, %s, 'anders', 'nl', %s, %s, now(), false)"
    )
    me = helped.people[SON].id
    for slot in ("text", "response"):
        with pytest.raises(DatabaseError):
            _raw(son, words, [uuid4(), helped.family.id, row.item_id, slot, me, son.actor_id])
    with pytest.raises(DatabaseError):
        _raw(father, words, [uuid4(), helped.family.id, row.item_id, "text", me, father.actor_id])
    for statement in (
        "UPDATE plans_contribution SET own = true WHERE item_id = %s",
        "DELETE FROM plans_contribution WHERE item_id = %s",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            _raw(son, statement, [row.item_id])
    close = "UPDATE families_item SET released_to_all = false, confidential = true WHERE id = %s"
    assert _raw(son, close, [row.item_id]) == 0
    answer = "INSERT INTO plans_response (id, family_id, item_id, verdict, at, by_id) VALUES (%s, %s, %s, 'talk', now(), %s)"
    with pytest.raises(DatabaseError):
        _raw(son, answer, [uuid4(), helped.family.id, row.item_id, son.actor_id])


def test_a_card_ticks_off_its_own_step_today_and_nothing_more(
    helped: Helped, son: Acting, father: Acting
) -> None:
    step = step_of(helped).item_id
    done = "UPDATE plans_action SET done_on = eenplan_today() WHERE item_id = %s"
    assert _raw(father, done, [step]) == 0
    assert _raw(son, done, [step]) == 1
    for change in (
        "done_on = eenplan_today() - 1",
        "due_on = due_on + 30",
        "goal_id = NULL",
        "network_name = 'x'",
    ):
        with pytest.raises(DatabaseError):
            _raw(son, f"UPDATE plans_action SET {change} WHERE item_id = %s", [step])
    tick = "INSERT INTO plans_tick (id, family_id, action_id, person_id, done, at) VALUES (%s, %s, %s, %s, true, now())"
    for acting, person in ((father, FATHER), (father, SON)):
        with pytest.raises(DatabaseError):
            _raw(acting, tick, [uuid4(), helped.family.id, step, helped.people[person].id])


def test_only_the_coach_answers(helped: Helped, team: Any, son: Acting) -> None:
    row = brought(son, Brings.GOAL, "Voor de coach")
    for role in (Role.INTAKE, Role.COORDINATOR, Role.PSYCHOLOGIST):
        acting = team.acting(role)
        with request_transaction(acting), pytest.raises(NotFound):
            respond(acting, family_id=helped.family.id, item_id=row.item_id, verdict=Verdict.TALK)
    with request_transaction(son), pytest.raises(NotFound):
        respond(son, family_id=helped.family.id, item_id=row.item_id, verdict=Verdict.TALK)
    with request_transaction(son), pytest.raises(NotFound):
        take_over(son, family_id=helped.family.id, item_id=row.item_id)
    with request_transaction(helped.coach), pytest.raises(NotFound):
        bring(helped.coach, new=Brought(Brings.GOAL, "als coach", uuid4(), True))
    looked_along = replace(son, together=(f"person:{helped.people[FATHER].id}",))
    with pytest.raises(DatabaseError), transaction.atomic():
        brought(looked_along, Brings.GOAL, "met papa erbij")


def test_a_page_more_costs_no_query_more(helped: Helped, son: Acting, django_assert_num_queries: Any) -> None:
    for times in (1, 3):
        for number in range(times):
            brought(son, Brings.COMMENT, f"{times} {number}", beside_id=goal_of(helped))
        with request_transaction(son), django_assert_num_queries(3):
            contributions(son, helped.family.id)
        with request_transaction(helped.coach), django_assert_num_queries(2):
            waiting_contributions(helped.coach, [helped.family.id])
