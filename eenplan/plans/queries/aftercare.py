"""Families whose trajectory ended some months ago, and who are still to be asked how it goes (rule 41)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import today
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


def aftercare_due(acting: Acting, *, family_id: UUID | None = None) -> list[AftercareDue]:
    """Who is to be asked within two weeks or should have been, the first day first; at most fifty.

    Whoever began a new trajectory since is not asked. Two queries with the audit's.
    """
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
