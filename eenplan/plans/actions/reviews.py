"""Looking at the plan again together: what each goal scores, what changes, and the next day (rule 21)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.families.actions import Labels
from eenplan.families.enums import ItemKind
from eenplan.families.models import Person
from eenplan.plans.actions.goals import score_goal
from eenplan.plans.actions.sections import Saved, check_review, check_score, place, say_in, working_plan
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Goal, Part, ReviewPerson, ReviewScore
from eenplan.plans.rules import check_review_held


@dataclass(frozen=True, slots=True)
class ReviewFields:
    """A review as it is written down. `scores` by goal, 0 to 10; who gave none is left out."""

    on: date
    next_review_date: date
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
    check_review_held(
        review.on,
        started_on=plan.trajectory.started_on,
        today=today(),
        has_family=bool(review.person_ids),
        changes=review.changes,
    )
    check_review(review.next_review_date)
    goals = set(Goal.objects.filter(plan=plan, item__ended_at__isnull=True).values_list("item_id", flat=True))
    people = set(Person.objects.filter(family_id=plan.family_id).values_list("id", flat=True))
    if not set(review.scores) <= goals or not set(review.person_ids) <= people:
        raise NotFound("goal or person")
    for goal_id, score in review.scores.items():
        check_score(score, f"score_{goal_id.hex}")
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
    ReviewPerson.objects.bulk_create(
        [ReviewPerson(family_id=plan.family_id, review=row, person_id=one) for one in review.person_ids]
    )
    ReviewScore.objects.bulk_create(
        [
            ReviewScore(family_id=plan.family_id, review=row, goal_id=goal_id, score=score)
            for goal_id, score in review.scores.items()
        ]
    )
    for goal_id, score in review.scores.items():
        saved = score_goal(acting, goal_id=goal_id, score_now=score)
    plan.next_review_date = review.next_review_date
    plan.save(update_fields=["next_review_date"])
    record(acting, "plans:review:held", families=[plan.family_id], subject=item.id)
    return Saved(item.id, saved.revision, saved.at)
