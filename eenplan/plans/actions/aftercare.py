"""The contact some months after a trajectory ended (rule 41)."""

from collections.abc import Mapping
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
from eenplan.plans.enums import AftercareResult, Lasts
from eenplan.plans.models import Aftercare, GoalLasted, Trajectory
from eenplan.plans.queries.aftercare import aftercare_of_mine, goals_to_ask
from eenplan.plans.rules.lasting import SILENT, Lasted, check_lasted

# Who keeps the desk asks, or the coordinator, or the coach of then, who reaches no more of the family than that.
ASKS = (Role.INTAKE, Role.COORDINATOR, Role.COACH)


@action
def record_aftercare(
    acting: Acting,
    *,
    trajectory_id: UUID,
    result: AftercareResult,
    held_on: date | None = None,
    words: str = "",
    score: int | None = None,
    lasted: Mapping[UUID, Lasted] | None = None,
) -> Aftercare:
    """Note how a family is, some time after its trajectory ended; `held_on` is today unless given. Once.

    `lasted` says of goals that were reached whether they still hold; those left out were not asked.

    A coach notes it of a family that ended with them, around the day agreed; NotFound otherwise. Refuses with `plans:aftercare-while-open`, `plans:aftercare-done`, `plans:aftercare-day`,
    `plans:text-missing` (who was reached said something) or as `check_lasted`; NotFound for other goals.
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
    given = dict(lasted or {})
    check_lasted(result, given.values())
    goals = [one.id for one in goals_to_ask(acting, trajectory_id)]
    if not set(given) <= set(goals):
        raise NotFound("goal")
    for one in given.values():
        check_score(one.score, "result")
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
            # First: once the aftercare is noted, its goals are no longer to be asked.
            GoalLasted.objects.bulk_create(
                GoalLasted(
                    family_id=family_id,
                    trajectory_id=trajectory_id,
                    goal_id=goal_id,
                    lasts=(said := given.get(goal_id, Lasted(Lasts.NOT_ASKED))).lasts,
                    score=said.score,
                )
                for goal_id in goals
            )
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
