"""Looking at the plan again, aftercare, and a second trajectory in the same file."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Words
from eenplan.plans import actions
from eenplan.plans.actions import ReviewFields
from eenplan.plans.enums import AftercareResult, SectionKey
from eenplan.plans.models import Aftercare, PlanVersion, Section
from eenplan.plans.queries import PlanNow, ReviewPiece, plan, version
from eenplan.plans.queries.aftercare import aftercare, aftercare_due
from eenplan.plans.rules import SectionChanged
from tests.cast import Team
from tests.factories.coming_back import back_again, close
from tests.factories.plans import Helped, activate, add_family_goal, make_active, mark_all_domains
from tests.once import once
from tests.plans.conftest import Cast

pytestmark = pytest.mark.django_db


def look_back(helped: Helped, **changes: Any) -> UUID:
    fields = ReviewFields(
        **{
            "on": today(),
            "next_review_date": today() + timedelta(weeks=6),
            "person_ids": (helped.mother.id,),
            "changes": "We bellen zelf",
            **changes,
        }
    )
    with request_transaction(helped.coach):
        return actions.hold_review(helped.coach, plan_id=helped.plan.id, review=fields).item_id


@pytest.mark.rule(21)
def test_a_review_scores_the_goals_and_sets_the_next_day(helped: Helped) -> None:
    goal = add_family_goal(helped, score_start=2, score_now=2, score_target=7)
    look_back(helped, scores={goal: 5})
    with request_transaction(helped.coach):
        page = plan(helped.coach, helped.family.id)
    (review,) = page.pieces.of(ReviewPiece)
    assert (dict(review.scores), review.person_ids) == ({goal: 5}, (helped.mother.id,))
    assert page.pieces.goals[0].score_now == 5
    assert page.next_review_date == today() + timedelta(weeks=6)


@pytest.mark.rule(21)
def test_a_plan_is_never_without_its_next_review(helped: Helped) -> None:
    with request_transaction(helped.coach):
        assert plan(helped.coach, helped.family.id).next_review_date == today() + timedelta(weeks=6)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_plan SET next_review_date = NULL")


@pytest.mark.rule(21)
def test_the_version_that_holds_says_when_it_is_looked_at_again_now(helped: Helped) -> None:
    mark_all_domains(helped)
    add_family_goal(helped)
    agreed = today() + timedelta(weeks=3)
    activate(helped, next_review_date=agreed)
    look_back(helped)
    with request_transaction(helped.coach):
        assert version(helped.coach, helped.family.id).head.review_date == today() + timedelta(weeks=6)
    activate(helped)
    with request_transaction(helped.coach):
        assert version(helped.coach, helped.family.id, 1).head.review_date == agreed


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2100, 1, 1)}, "review-not-held-yet"),
        ({"on": date(2001, 1, 1)}, "review-before-start"),
        ({"person_ids": ()}, "nobody-took-part"),
        ({"changes": "  "}, "text-missing"),
        ({"next_review_date": date(2001, 1, 1)}, "review-in-past"),
    ],
)
def test_a_review_that_cannot_be_is_refused(helped: Helped, changes: dict[str, Any], code: str) -> None:
    goal = add_family_goal(helped, score_now=2)
    with pytest.raises(RuleBroken, match=code):
        look_back(helped, scores={goal: 9}, **changes)
    with request_transaction(helped.coach):
        assert plan(helped.coach, helped.family.id).pieces.goals[0].score_now == 2


def test_a_score_is_from_0_to_10_and_is_replaced_whole(helped: Helped) -> None:
    goal = add_family_goal(helped)
    with pytest.raises(RuleBroken, match="score-out-of-range"):
        look_back(helped, scores={goal: 11})
    look_back(helped, scores={goal: 3})
    with pytest.raises(ProgrammingError), request_transaction(helped.coach), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_reviewscore SET score = 9")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_reviewscore SET score = 12")


def put_right(helped: Helped, review_id: UUID, acting: Acting | None = None, **changes: Any) -> None:
    fields = {"on": today(), "person_ids": (helped.mother.id,), "changes": "We bellen zelf", **changes}
    by, read = acting or helped.coach, fields.pop("read", None)
    with request_transaction(by):
        revision = (
            Section.objects.get(plan=helped.plan, key=SectionKey.GOALS).revision if read is None else read
        )
        actions.change_review(by, review_id=review_id, review=ReviewFields(**fields), revision=revision)


def review_now(helped: Helped) -> tuple[ReviewPiece, PlanNow]:
    with request_transaction(helped.coach):
        page = plan(helped.coach, helped.family.id)
    return page.pieces.of(ReviewPiece)[-1], page


def test_a_review_is_put_right_and_what_was_agreed_stays(helped: Helped) -> None:
    mark_all_domains(helped)
    goal = add_family_goal(helped, score_now=2)
    look_back(helped, scores={goal: 5}, back="Goed")
    held, before = review_now(helped)
    activate(helped)
    child = helped.people[1]
    with time_machine.travel(today() + timedelta(days=3)):
        put_right(
            helped, held.item_id,
            on=today() - timedelta(days=1), person_ids=(helped.mother.id, child.id), others="Oma",
            scores={goal: 6}, back="", changes="We bellen samen",
        )  # fmt: skip
        review, page = review_now(helped)
        assert (review.on, review.others, dict(review.scores)) == (
            today() - timedelta(days=1),
            "Oma",
            {goal: 6},
        )
        assert set(review.person_ids) == {helped.mother.id, child.id}
        assert page.pieces.goals[0].score_now == 6
        assert page.next_review_date == before.next_review_date
        with request_transaction(helped.coach):
            (agreed,) = version(helped.coach, helped.family.id, 1).pieces.of(ReviewPiece)
        assert (agreed.on, dict(agreed.scores)) == (held.on, {goal: 5})
    said = set(Words.objects.filter(item_id=held.item_id).values_list("slot", "text"))
    assert said == {("text", "We bellen zelf"), ("text", "We bellen samen"), ("back", "Goed"), ("back", "")}


@pytest.mark.parametrize(
    ("then", "now", "expected"), [({}, 7, 7), ({"score": 4}, 7, 4), ({"later": 9}, 7, 9), ({}, None, 2)]
)
def test_a_goal_follows_unless_another_score_was_given_since(
    helped: Helped, then: dict[str, int], now: int | None, expected: int
) -> None:
    goal = add_family_goal(helped, score_start=2, score_now=2)
    review = look_back(helped, scores={goal: 5})
    if "score" in then:
        with request_transaction(helped.coach):
            actions.score_goal(helped.coach, goal_id=goal, score_now=then["score"])
    if "later" in then:
        look_back(helped, scores={goal: then["later"]})
    put_right(helped, review, scores={} if now is None else {goal: now})
    assert review_now(helped)[1].pieces.goals[0].score_now == expected


def test_who_may_not_or_reads_something_old_puts_no_review_right(helped: Helped, cast: Cast) -> None:
    goal = add_family_goal(helped)
    review = look_back(helped, scores={goal: 5})
    for acting in (cast.bob, cast.charlie):
        with pytest.raises(NotFound):
            put_right(helped, review, acting, read=1)
    with pytest.raises(SectionChanged):
        put_right(helped, review, read=0)
    for changes, code in (
        ({"on": today() + timedelta(days=1)}, "review-not-held-yet"),
        ({"person_ids": ()}, "nobody-took-part"),
        ({"changes": ""}, "text-missing"),
        ({"scores": {goal: 11}}, "score-out-of-range"),
    ):
        with pytest.raises(RuleBroken, match=code):
            put_right(helped, review, **changes)
    with pytest.raises(NotFound):
        put_right(helped, goal)
    close(helped)
    with pytest.raises(RuleBroken, match="plan-closed"):
        put_right(helped, review)
    assert dict(review_now(helped)[0].scores) == {goal: 5}


@pytest.mark.parametrize("times", [1, 3])
def test_homes_and_reviews_cost_no_query_more(helped: Helped, times: int) -> None:
    goal = add_family_goal(helped)
    for number in range(times):
        look_back(helped, scores={goal: number})
    with request_transaction(helped.coach), CaptureQueriesContext(connection) as queries:
        page = plan(helped.coach, helped.family.id)
    assert len(page.pieces.of(ReviewPiece)) == times
    assert len(queries) == 8


@once
def closed(here: Team) -> Helped:
    """A family whose trajectory ended today, with a plan that was agreed."""
    helped = make_active(here)
    close(helped)
    return helped


def due(helped: Helped, role: Role = Role.INTAKE) -> list[UUID]:
    acting = helped.team.acting(role)
    with request_transaction(acting):
        return [one.trajectory_id for one in aftercare_due(acting)]


def ask(helped: Helped, **changes: Any) -> Aftercare:
    acting = helped.team.acting(Role.INTAKE)
    given = {"result": AftercareResult.GOES_WELL, "words": "Het gaat", **changes}
    with request_transaction(acting):
        return actions.record_aftercare(acting, trajectory_id=helped.trajectory.id, **given)


@pytest.mark.rule(41)
def test_aftercare_is_due_some_months_later_until_it_is_done(closed: Helped) -> None:
    assert due(closed) == []
    with time_machine.travel(today() + timedelta(days=190)):
        assert due(closed) == [closed.trajectory.id]
        assert due(closed, Role.COORDINATOR) == [closed.trajectory.id]
        ask(closed, score=7)
        assert due(closed) == []
        acting = closed.team.acting(Role.INTAKE)
        with request_transaction(acting):
            found = aftercare(acting, closed.trajectory.id)
        assert (found.result, found.words, found.score) == (AftercareResult.GOES_WELL, "Het gaat", 7)
        with pytest.raises(RuleBroken, match="aftercare-done"):
            ask(closed)


@pytest.mark.rule(41)
def test_aftercare_needs_an_end_words_and_a_day_that_was(helped: Helped) -> None:
    with pytest.raises(RuleBroken, match="aftercare-while-open"):
        ask(helped)
    close(helped)
    for changes, code in (
        ({"words": ""}, "text-missing"),
        ({"held_on": today() + timedelta(days=1)}, "aftercare-day"),
        ({"held_on": today() - timedelta(days=400)}, "aftercare-day"),
        ({"score": 11}, "score-out-of-range"),
    ):
        with pytest.raises(RuleBroken, match=code):
            ask(helped, **changes)
    assert ask(helped, result=AftercareResult.NOT_REACHED, words="").words == ""


def test_elsewhere_and_a_colleague_ask_nobody(closed: Helped, cast: Cast, there: Team) -> None:
    with time_machine.travel(today() + timedelta(days=190)):
        for acting in (cast.bob, cast.charlie, there.acting(Role.INTAKE), there.acting(Role.COORDINATOR)):
            with request_transaction(acting):
                assert aftercare_due(acting) == []
                with pytest.raises(NotFound):
                    aftercare(acting, closed.trajectory.id)
                with pytest.raises(NotFound):
                    actions.record_aftercare(
                        acting,
                        trajectory_id=closed.trajectory.id,
                        result=AftercareResult.GOES_WELL,
                        words="x",
                    )


@pytest.mark.rule(18)
def test_a_family_that_comes_back_gets_a_new_plan_and_keeps_the_old(closed: Helped) -> None:
    with time_machine.travel(today() + timedelta(days=200)):
        again = back_again(closed)
        with request_transaction(closed.coach):
            page = plan(closed.coach, closed.family.id)
        assert page.plan_id == again.plan.id != closed.plan.id
        assert (page.pieces.goals, page.is_closed) == ((), False)
        assert {one.code for one in page.missing} >= {"plans:domains-unmarked", "plans:no-goal-of-family"}
        mark_all_domains(again)
        add_family_goal(again, "Een nieuw begin")
        head = activate(again)
        assert (head.number, head.is_active) == (2, True)
        assert PlanVersion.objects.filter(family=closed.family, status="active").count() == 1
        with request_transaction(closed.coach):
            first = version(closed.coach, closed.family.id, 1)
            assert first.pieces.goals[0].text is not None
            with pytest.raises(RuleBroken, match="plan-closed"):
                actions.write_wish(closed.coach, plan_id=closed.plan.id, text="te laat")


def test_who_came_back_is_not_asked_how_it_goes_as_if_gone(closed: Helped) -> None:
    with time_machine.travel(today() + timedelta(days=190)):
        back_again(closed)
        assert due(closed) == []
