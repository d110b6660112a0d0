"""The contact some months after a trajectory ended (rule 41)."""

from datetime import date
from uuid import UUID

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

# The coach of then no longer reaches the family: who keeps the desk asks, or the coordinator.
ASKS = (Role.INTAKE, Role.COORDINATOR)
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

    Refuses with `plans:aftercare-while-open`, `plans:aftercare-done`, `plans:aftercare-day` or
    `plans:text-missing`: who was reached said something.
    """
    if acting.role not in ASKS:
        raise NotFound("trajectory")
    trajectory = Trajectory.objects.filter(id=trajectory_id).first()
    if trajectory is None:
        raise NotFound("trajectory")
    if trajectory.ended_on is None:
        raise RuleBroken(
            "plans:aftercare-while-open", _("Dit traject loopt nog. Nazorg komt pas na het afronden.")
        )
    if Aftercare.objects.filter(trajectory=trajectory).exists():
        raise RuleBroken("plans:aftercare-done", _("De nazorg van dit traject is al genoteerd."))
    day = held_on or today()
    if not trajectory.ended_on <= day <= today():
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
    row = Aftercare.objects.create(
        trajectory=trajectory,
        family_id=trajectory.family_id,
        held_on=day,
        result=result,
        words=words.strip(),
        score=score,
        recorded_by_id=acting.actor_id,
    )
    record(acting, "plans:aftercare:recorded", families=[row.family_id], subject=trajectory.id)
    return row
