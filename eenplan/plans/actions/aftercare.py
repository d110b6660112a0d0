"""The contact some months after a trajectory ended (rule 41)."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.sections import check_score
from eenplan.plans.enums import AftercareResult
from eenplan.plans.models import Aftercare, Trajectory
from eenplan.plans.queries.aftercare import aftercare_of_mine

# Who keeps the desk asks, or the coordinator, or the coach of then, who reaches no more of the family than that.
ASKS = (Role.INTAKE, Role.COORDINATOR, Role.COACH)
SILENT = (AftercareResult.NOT_REACHED, AftercareResult.NOT_WANTED)


@action
def record_aftercare(
    acting: Acting,
    *,
    trajectory_id: UUID,
    result: AftercareResult,
    held_on: date | None = None,
    words: str = "",
    score: int | None = None,
) -> Aftercare:
    """Note how a family is, some time after its trajectory ended; `held_on` is today unless given. Once.

    A coach notes it of a family that ended with them, around the day agreed; NotFound otherwise. Refuses with `plans:aftercare-while-open`, `plans:aftercare-done`, `plans:aftercare-day` or
    `plans:text-missing`: who was reached said something.
    """
    if acting.role not in ASKS:
        raise NotFound("trajectory")
    family_id, ended_on = _trajectory(acting, trajectory_id)
    if ended_on is None:
        raise RuleBroken(
            "plans:aftercare-while-open", _("Dit traject loopt nog. Nazorg komt pas na het afronden.")
        )
    if Aftercare.objects.filter(trajectory_id=trajectory_id).exists():
        raise _done()
    day = held_on or today()
    if not ended_on <= day <= today():
        raise RuleBroken(
            "plans:aftercare-day",
            _("Kies een dag tussen het einde van het traject en vandaag."),
            field="held_on",
        )
    if result not in SILENT and not words.strip():
        raise RuleBroken(
            "plans:text-missing", _("Schrijf op wat het gezin vertelde, in enkele woorden."), field="words"
        )
    check_score(score, "score")
    row = Aftercare(
        trajectory_id=trajectory_id,
        family_id=family_id,
        held_on=day,
        result=result,
        words=words.strip(),
        score=score,
        recorded_by_id=acting.actor_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else noted it in this very moment
        raise _done() from None
    record(acting, "plans:aftercare:recorded", families=[family_id], subject=trajectory_id)
    return row


def _done() -> RuleBroken:
    return RuleBroken("plans:aftercare-done", _("De nazorg van dit traject is al genoteerd."))


def _trajectory(acting: Acting, trajectory_id: UUID) -> tuple[UUID, date | None]:
    """Of which family a trajectory is, and its last day. None while it goes on."""
    if acting.role == Role.COACH:
        mine = aftercare_of_mine(trajectory_id)
        return mine.family_id, mine.ended_on
    found = Trajectory.objects.filter(id=trajectory_id).first()
    if found is None:
        raise NotFound("trajectory")
    return found.family_id, found.ended_on
