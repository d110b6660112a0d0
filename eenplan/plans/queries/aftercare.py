"""Families whose trajectory ended some months ago, and who are still to be asked how it goes (rule 41)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from eenplan.audit.actions import record_read
from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.models import Responsibility, Words
from eenplan.plans.enums import AftercareResult, GoalStatus, Lasts
from eenplan.plans.models import Aftercare, Closure, Goal, GoalLasted, Trajectory
from eenplan.plans.rules import REVIEW_SOON
from eenplan.plans.rules.lasting import Counted, counted

AT_MOST = 50


@dataclass(frozen=True, slots=True)
class AftercareDue:
    """A family to ask how it goes, on the day that was agreed when its trajectory ended."""

    family_id: UUID
    family_name: str
    trajectory_id: UUID
    on: date
    ended_on: date

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.on < today()


@dataclass(frozen=True, slots=True)
class GoalThen:
    """A goal that was reached, with the family's score of then; and what they say of it now, once they were asked."""

    id: UUID
    text: str
    language: str
    score_then: int | None
    lasts: Lasts | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class AftercareNow:
    """A trajectory that ended, and what came of the aftercare (None: not asked yet). `goals` were reached in it."""

    trajectory_id: UUID
    family_id: UUID
    family_name: str
    ended_on: date
    on: date
    result: AftercareResult | None
    held_on: date | None
    words: str
    score: int | None
    # What the coach of then may call; for others the file itself says it.
    phones: tuple[str, ...] = ()
    goals: tuple[GoalThen, ...] = ()


def aftercare_due(acting: Acting, *, family_id: UUID | None = None) -> list[AftercareDue]:
    """Who is to be asked within two weeks or should have been, the first day first; at most fifty.

    Whoever began a new trajectory since is not asked. A coach is given the families that ended with them, until
    three months after the day. Two queries with the audit's.
    """
    if acting.role == Role.COACH:
        due = [
            AftercareDue(one.family_id, one.family_name, one.trajectory_id, one.on, one.ended_on)
            for one in _of_mine(None)
            if family_id in (None, one.family_id)
        ]
        record_read(acting, "plans:aftercare-due", families=[one.family_id for one in due])
        return due
    rows = (
        Closure.objects.filter(
            aftercare_on__lte=today() + REVIEW_SOON,
            trajectory__aftercare__isnull=True,
            trajectory__ended_on__isnull=False,
        )
        .exclude(family__trajectories__ended_on__isnull=True)
        .select_related("trajectory", "family")
        .order_by("aftercare_on", "trajectory_id")
    )
    if family_id is not None:
        rows = rows.filter(family_id=family_id)
    due = [
        AftercareDue(
            row.family_id, row.family.name, row.trajectory_id, row.aftercare_on, row.trajectory.ended_on
        )
        for row in rows[:AT_MOST]
        if row.trajectory.ended_on
    ]
    record_read(acting, "plans:aftercare-due", families=[one.family_id for one in due])
    return due


def aftercare(acting: Acting, trajectory_id: UUID) -> AftercareNow:
    """The aftercare of a trajectory that ended. Raises NotFound when out of reach or still open. Three queries."""
    if acting.role == Role.COACH:
        mine = aftercare_of_mine(trajectory_id)
        record_read(acting, "plans:aftercare", families=[mine.family_id], subject=trajectory_id)
        return replace(mine, goals=goals_to_ask(acting, trajectory_id))
    row = (
        Trajectory.objects.filter(id=trajectory_id, ended_on__isnull=False, closure__isnull=False)
        .select_related("family", "closure", "aftercare")
        .first()
    )
    if row is None or row.ended_on is None:
        raise NotFound("trajectory")
    done: Aftercare | None = getattr(row, "aftercare", None)
    record_read(acting, "plans:aftercare", families=[row.family_id], subject=row.id)
    return AftercareNow(
        row.id,
        row.family_id,
        row.family.name,
        row.ended_on,
        row.closure.aftercare_on,
        AftercareResult(done.result) if done else None,
        done.held_on if done else None,
        done.words if done else "",
        done.score if done else None,
        goals=_reached(row.id),
    )


_TO_ASK = "SELECT goal_id, words, language, score FROM plans_goals_to_ask(%s)"


def _reached(trajectory_id: UUID) -> tuple[GoalThen, ...]:
    """The goals that were reached, as far as whoever acts reads them, and what was said of them since. One query."""
    said = Words.objects.filter(
        item_id=OuterRef("item_id"), slot="text", translation_of__isnull=True, replaced_by__isnull=True
    )
    since = GoalLasted.objects.filter(goal=OuterRef("pk"), trajectory_id=trajectory_id)
    rows = (
        Goal.objects.filter(
            plan__trajectory_id=trajectory_id, status=GoalStatus.REACHED, item__ended_at__isnull=True
        )
        .annotate(
            text=Subquery(said.values("text")[:1]),
            language=Subquery(said.values("language")[:1]),
            lasts=Subquery(since.values("lasts")),
            score_since=Subquery(since.values("score")),
            used_less=RawSQL("eenplan_used_less(plans_goal.item_id)", []),
        )
        .filter(used_less=False, text__isnull=False)
        .order_by("item__created_at", "item_id")
    )
    return tuple(
        GoalThen(
            row.item_id,
            row.text,
            row.language,
            row.score_now,
            Lasts(row.lasts) if row.lasts else None,
            row.score_since,
        )
        for row in rows
    )


def goals_to_ask(acting: Acting, trajectory_id: UUID) -> tuple[GoalThen, ...]:
    """The goals of which whoever acts may ask whether they still hold. One query."""
    if acting.role == Role.COACH:
        return tuple(GoalThen(*one) for one in statements.rows(_TO_ASK, [trajectory_id]))
    return _reached(trajectory_id)


def what_lasted(acting: Acting) -> Counted:
    """Over all families of the team of whoever acts: how many goals that were reached hold months later. No names.

    For coordinator and intake; nothing for others. One query.
    """
    if acting.role not in (Role.COORDINATOR, Role.INTAKE) or acting.partnership_id is None:
        return Counted(None, None)
    ours = Responsibility.objects.filter(
        partnership_id=acting.partnership_id, period__contains=today()
    ).values("family_id")
    found = (
        GoalLasted.objects.filter(family_id__in=ours)
        .exclude(lasts=Lasts.NOT_ASKED)
        .aggregate(
            families=Count("family_id", distinct=True),
            **{one.value: Count("id", filter=Q(lasts=one)) for one in (Lasts.YES, Lasts.PARTLY, Lasts.NO)},
        )
    )
    return counted(**found)


def aftercare_of_mine(trajectory_id: UUID) -> AftercareNow:
    """What the coach of then needs to ask how the family is. Raises NotFound when it is not theirs, not now or done."""
    found = _of_mine(trajectory_id)
    if not found:
        raise NotFound("trajectory")
    return found[0]


def _of_mine(trajectory_id: UUID | None) -> list[AftercareNow]:
    """What PostgreSQL gives a coach of the families that ended with them; of the file itself they read nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT trajectory_id, family_id, family_name, ended_on, aftercare_on, phones"
            " FROM plans_aftercare_of_mine() WHERE %(one)s::uuid IS NULL OR trajectory_id = %(one)s"
            " ORDER BY aftercare_on, trajectory_id LIMIT %(most)s",
            {"one": trajectory_id, "most": AT_MOST},
        )
        rows = cursor.fetchall()
    return [
        AftercareNow(trajectory, family, name, ended_on, on, None, None, "", None, tuple(phones))
        for trajectory, family, name, ended_on, on, phones in rows
    ]
