"""Families whose trajectory ended some months ago, and who are still to be asked how it goes (rule 41)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.plans.enums import AftercareResult
from eenplan.plans.models import Aftercare, Closure, Trajectory
from eenplan.plans.rules import REVIEW_SOON

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
class AftercareNow:
    """A trajectory that ended, and what came of the aftercare (None: not asked yet)."""

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
    """The aftercare of a trajectory that ended. Raises NotFound when out of reach or still open. Two queries."""
    if acting.role == Role.COACH:
        mine = aftercare_of_mine(trajectory_id)
        record_read(acting, "plans:aftercare", families=[mine.family_id], subject=trajectory_id)
        return mine
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
    )


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
