"""Looking at the plan again together: what each goal scores, what changes, and the next day (rule 21)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound
from eenplan.families.actions import Labels
from eenplan.families.enums import ItemKind
from eenplan.families.models import Person
from eenplan.plans.actions.goals import score_goal
from eenplan.plans.actions.sections import (
    Saved,
    check_review,
    check_score,
    place,
    placed,
    relabel_piece,
    say_in,
    touch,
    working_plan,
)
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Goal, Part, Plan, ReviewPerson, ReviewScore
from eenplan.plans.rules import check_review_held


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """A review as it is written down. `scores` by goal, 0 to 10; who gave none is left out.

    `next_review_date` None leaves that day as it was set.
    """

    on: date
    next_review_date: date | None = None
    person_ids: tuple[UUID, ...] = ()
    others: str = ""
    scores: Mapping[UUID, int] = field(default_factory=dict)
    back: str = ""
    changes: str = ""


@action
def hold_review(
    acting: Acting,
    *,
    plan_id: UUID,
    review: ReviewFields,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write down that the plan was looked at again. The scores become those of the goals, and the next day is set.

    Refuses with `plans:review-not-held-yet`, `plans:review-before-start`, `plans:nobody-took-part`,
    `plans:score-out-of-range`, `plans:review-in-past` or `plans:text-missing`.
    """
    plan = working_plan(acting, plan_id)
    _check(plan, review)
    next_date = review.next_review_date or plan.next_review_date
    check_review(next_date)
    item, saved = place(
        acting, plan, SectionKey.GOALS, ItemKind.REVIEW, text="", revision=revision, labels=labels
    )
    row = Part.objects.create(
        item=item,
        family_id=plan.family_id,
        plan=plan,
        kind=ItemKind.REVIEW,
        on=review.on,
        name=review.others.strip()[:200],
    )
    say_in(acting, item.id, {"text": review.changes, "back": review.back})
    _note(row, review)
    for goal_id, score in review.scores.items():
        saved = score_goal(acting, goal_id=goal_id, score_now=score)
    plan.next_review_date = next_date
    plan.save(update_fields=["next_review_date"])
    record(acting, "plans:review:held", families=[plan.family_id], subject=item.id)
    return Saved(item.id, saved.revision, saved.at)


@action
def change_review(
    acting: Acting, *, review_id: UUID, review: ReviewFields, revision: int, labels: Labels | None = None
) -> Saved:
    """Put right what was written of a review; its earlier words stay readable. The next day has a form of its own.

    A goal's score follows, unless another was given since. Refuses as `hold_review`; stale: SectionChanged.
    """
    standing = placed(acting, review_id)
    row = Part.objects.select_related("plan").filter(item_id=review_id, kind=ItemKind.REVIEW).first()
    if row is None:
        raise NotFound("review")
    goals = _check(row.plan, review)
    raised = touch(acting, standing.plan_id, standing.section, revision)
    row.on, row.name = review.on, review.others.strip()[:200]
    row.save(update_fields=["on", "name"])
    # Of a goal that was taken out, nobody was asked anything now.
    scored = ReviewScore.objects.filter(review=row, goal__in=goals)
    before = dict(scored.values_list("goal_id", "score"))
    scored.delete()
    ReviewPerson.objects.filter(review=row).delete()
    _note(row, review)
    for goal in Goal.objects.filter(item_id__in={*before, *review.scores}):
        _follow(acting, goal, row, before.get(goal.item_id), review.scores.get(goal.item_id))
    say_in(acting, review_id, {"text": review.changes, "back": review.back})
    if labels is not None:
        relabel_piece(acting, item_id=review_id, labels=labels)
    record(acting, "plans:review:changed", families=[row.family_id], subject=review_id)
    return Saved(review_id, raised, now())


def _check(plan: Plan, review: ReviewFields) -> set[UUID]:
    """Refuse a review that cannot have been; gives the goals that can be scored."""
    check_review_held(
        review.on,
        started_on=plan.trajectory.started_on,
        today=today(),
        has_family=bool(review.person_ids),
        changes=review.changes,
    )
    goals = set(Goal.objects.filter(plan=plan, item__ended_at__isnull=True).values_list("item_id", flat=True))
    people = set(Person.objects.filter(family_id=plan.family_id).values_list("id", flat=True))
    if not set(review.scores) <= goals or not set(review.person_ids) <= people:
        raise NotFound("goal or person")
    for goal_id, score in review.scores.items():
        check_score(score, f"score_{goal_id.hex}")
    return goals


def _note(row: Part, review: ReviewFields) -> None:
    """Who of the family was there, and what each goal scored."""
    ReviewPerson.objects.bulk_create(
        [ReviewPerson(family_id=row.family_id, review=row, person_id=one) for one in review.person_ids]
    )
    ReviewScore.objects.bulk_create(
        [
            ReviewScore(family_id=row.family_id, review=row, goal_id=goal_id, score=score)
            for goal_id, score in review.scores.items()
        ]
    )


def _follow(acting: Acting, goal: Goal, row: Part, before: int | None, after: int | None) -> None:
    """The goal scores now what was said then, if that is the last that was said; without a score, what was said before."""
    others = ReviewScore.objects.filter(goal=goal, review__item__ended_at__isnull=True).exclude(review=row)
    if before == after or others.filter(review__on__gte=row.on).exists():
        return
    earlier = others.order_by("-review__on").values_list("score", flat=True).first()
    earlier = goal.score_start if earlier is None else earlier
    if goal.score_now == (earlier if before is None else before):
        goal.score_now = earlier if after is None else after
        goal.save(update_fields=["score_now"])
        record(acting, "plans:goal:scored", families=[goal.family_id], subject=goal.item_id)
