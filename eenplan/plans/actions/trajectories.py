"""Beginning a trajectory with its coach, changing the coach, and ending it (rules 13, 15 and 41)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.capacity.queries import norm
from eenplan.capacity.rules import capacity, needs_confirmation
from eenplan.consent.actions.refusing import check_not_refused
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.queries import StaffOn, staff_on
from eenplan.plans.actions.goals import score_goal
from eenplan.plans.actions.sections import check_score
from eenplan.plans.actions.turns import away_from, give
from eenplan.plans.enums import ClosureReason, CoachKind, GoalStatus, SectionKey, VersionStatus
from eenplan.plans.models import (
    Closure,
    CoachAssignment,
    Goal,
    Plan,
    PlanVersion,
    Section,
    Trajectory,
)
from eenplan.plans.queries.at_the_end import waits_at_end
from eenplan.plans.queries.coaches import caseloads
from eenplan.plans.rules import ClosureFacts, default_aftercare, default_review, first_missing_for_closing
from eenplan.plans.rules.standing_in import Turn
from eenplan.referrals.actions import note_coach_given
from eenplan.referrals.models import Referral

GIVES_COACHES = (Role.INTAKE, Role.COORDINATOR)
CLOSES = (Role.COACH, Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class GoalResult:
    """What became of a goal: its status, and the family's score (0 to 10) if they give one."""

    status: GoalStatus
    score_now: int | None = None


@action
def start_trajectory(
    acting: Acting,
    *,
    referral_id: UUID,
    staff_member_id: UUID,
    starts_on: date | None = None,
    over_norm_confirmed: bool = False,
) -> Trajectory:
    """Give a family that was taken up its coach, from a day on (default today). The plan begins with it,
    and with the day on which it is looked at again (rule 21).

    For intake and coordination. Refuses with `plans:trajectory-open`, `plans:starts-before-referral`,
    `plans:not-a-coach`, `consent:helper-refused` (rule 38) or, when the coach's families would go over the norm, `over-norm` (rule 15): only
    a coordinator may confirm that.
    """
    _must_be(acting, GIVES_COACHES)
    day = starts_on or today()
    referral = Referral.objects.filter(id=referral_id).first()
    if referral is None:
        raise NotFound("referral")
    if Trajectory.objects.filter(family_id=referral.family_id, ended_on__isnull=True).exists():
        raise RuleBroken(
            "plans:trajectory-open",
            _("Dit gezin heeft al een traject met een coach. Wissel daar van coach als dat nodig is."),
        )
    if Trajectory.objects.filter(referral=referral).exists():
        raise RuleBroken(
            "plans:trajectory-ended",
            _("Het traject van deze aanmelding is al afgerond. Maak een nieuwe aanmelding."),
        )
    if day < day_of(referral.received_at):
        raise RuleBroken(
            "plans:starts-before-referral",
            _("Deze dag ligt vóór de aanmelding. Kijk de datum na."),
            field="starts_on",
        )
    check_not_refused(referral.family_id, field="coach", staff_member_id=staff_member_id)
    coach = _coach(acting, staff_member_id, day)
    confirmed = _check_norm(acting, coach, day, over_norm_confirmed)
    trajectory = Trajectory.objects.create(family_id=referral.family_id, referral=referral, started_on=day)
    give(
        trajectory,
        Turn(coach.staff_member_id, day, None),
        away_from(acting.partnership_id, day),
        over_norm_confirmed_by_id=acting.actor_id if confirmed else None,
    )
    plan = Plan.objects.create(
        family_id=referral.family_id,
        trajectory=trajectory,
        next_review_date=default_review(max(day, today())),
    )
    Section.objects.bulk_create(
        [
            Section(family_id=plan.family_id, plan=plan, key=key, changed_by_id=acting.actor_id)
            for key in SectionKey
        ]
    )
    note_coach_given(acting, referral_id=referral_id)
    record(acting, "plans:trajectory:started", families=[trajectory.family_id], subject=trajectory.id)
    return trajectory


@action
def change_coach(
    acting: Acting,
    *,
    trajectory_id: UUID,
    staff_member_id: UUID,
    on: date | None = None,
    reason: str,
    over_norm_confirmed: bool = False,
    partnership_id: UUID | None = None,
) -> None:
    """Give a family another own coach from a day on (default today); until then whoever is there stays (rule 13).

    A change that was planned for later is replaced. A stand-in who begins on that very day never was. For
    intake and coordination, in the partnership of `acting` unless another is given. Refuses with
    `plans:reason-missing`, `plans:same-coach`, `plans:coach-just-started`, `plans:trajectory-closed`,
    `plans:not-a-coach`, `consent:helper-refused` (rule 38) or `over-norm`.
    """
    _must_be(acting, GIVES_COACHES)
    day = on or today()
    if not reason.strip():
        raise RuleBroken(
            "plans:reason-missing", _("Schrijf kort waarom er een andere coach komt."), field="reason"
        )
    trajectory = _open_trajectory(trajectory_id)
    if day < today():
        raise RuleBroken(
            "plans:change-in-past", _("Deze dag is al voorbij. Kies vandaag of een latere dag."), field="on"
        )
    CoachAssignment.objects.filter(trajectory=trajectory, period__startswith__gt=max(day, today())).delete()
    present = (
        CoachAssignment.objects.filter(trajectory=trajectory, period__startswith__lte=day)
        .order_by("-period__startswith")
        .first()
    )
    if present is None or (present.period.lower == day and present.kind == CoachKind.OWN):
        raise RuleBroken(
            "plans:coach-just-started",
            _("De huidige coach begint zelf pas op die dag. Kies een latere dag."),
            field="on",
        )
    if staff_member_id == (present.instead_of_id or present.staff_member_id):
        raise RuleBroken(
            "plans:same-coach", _("Dit is al de coach van dit gezin. Kies iemand anders."), field="coach"
        )
    check_not_refused(trajectory.family_id, field="coach", staff_member_id=staff_member_id)
    where = partnership_id or acting.partnership_id
    coach = _coach(replace(acting, partnership_id=where), staff_member_id, day)
    confirmed = _check_norm(replace(acting, partnership_id=where), coach, day, over_norm_confirmed)
    if present.period.lower == day:
        present.delete()
    else:
        present.period = DateRange(present.period.lower, day)
        present.save(update_fields=["period"])
    give(
        trajectory,
        Turn(coach.staff_member_id, day, None),
        away_from(where, day),
        reason=reason.strip(),
        over_norm_confirmed_by_id=acting.actor_id if confirmed else None,
    )
    record(acting, "plans:trajectory:coach-changed", families=[trajectory.family_id], subject=trajectory.id)


@action
def close_trajectory(
    acting: Acting,
    *,
    trajectory_id: UUID,
    reason: ClosureReason | str,
    remaining_needs: str,
    who_continues: str,
    told_of_retention_on: date | None,
    copy_offered: bool,
    goals: Mapping[UUID, GoalResult] | None = None,
    aftercare_on: date | None = None,
    satisfaction: int | None = None,
    satisfaction_words: str = "",
    left_reason: str = "",
    on: date | None = None,
) -> Closure:
    """End a trajectory; `on` (default today) is its last day, also for its coach (rule 41).

    `aftercare_on` is six months later unless given. What still waits (`waits_at_end`) is answered first, or left with
    a `left_reason` that the family reads. Refuses with what `rules.first_missing_for_closing` finds missing, `plans:closed-in-future`, `plans:closed-before-start` or `plans:coach-change-planned`.
    """
    _must_be(acting, CLOSES)
    trajectory = _open_trajectory(trajectory_id)
    last = on or today()
    if last > today():
        raise RuleBroken(
            "plans:closed-in-future", _("Deze dag moet nog komen. Kijk de datum na."), field="on"
        )
    if last < trajectory.started_on:
        raise RuleBroken(
            "plans:closed-before-start",
            _("Op die dag was dit traject nog niet begonnen. Kijk de datum na."),
            field="on",
        )
    check_score(satisfaction, "satisfaction")
    for goal_id, result in (goals or {}).items():
        score_goal(acting, goal_id=goal_id, score_now=result.score_now, status=result.status)
    waiting = waits_at_end(acting, trajectory_id)
    missing = first_missing_for_closing(
        ClosureFacts(
            reason=reason if reason in ClosureReason.values else "",
            goals=list(
                Goal.objects.filter(plan__trajectory=trajectory, item__ended_at__isnull=True).values_list(
                    "status", "score_now"
                )
            ),
            remaining_needs=remaining_needs,
            who_continues=who_continues,
            told_of_retention_on=told_of_retention_on,
            copy_offered=copy_offered,
            ended_on=today(),
            waiting=sum(waiting.values()),
            left_reason=left_reason,
        )
    )
    if missing:
        raise missing
    closure = Closure.objects.create(
        trajectory=trajectory,
        family_id=trajectory.family_id,
        reason=reason,
        remaining_needs=remaining_needs.strip(),
        who_continues=who_continues.strip(),
        told_of_retention_on=cast(date, told_of_retention_on),
        copy_offered=copy_offered,
        aftercare_on=aftercare_on or default_aftercare(last),
        satisfaction=satisfaction,
        satisfaction_words=satisfaction_words.strip(),
        left_waiting={kind.value: many for kind, many in waiting.items()},
        left_reason=left_reason.strip() if waiting else "",
        closed_by_id=acting.actor_id,
    )
    trajectory.ended_on = last
    trajectory.save(update_fields=["ended_on"])
    Plan.objects.filter(trajectory=trajectory).update(closed_at=now())
    PlanVersion.objects.filter(plan__trajectory=trajectory, status=VersionStatus.ACTIVE).update(
        status=VersionStatus.ENDED
    )
    # Last: from here on a coach who ends it on an earlier day no longer reaches the family.
    _end_coaching(acting, trajectory, last)
    record(acting, "plans:trajectory:closed", families=[trajectory.family_id], subject=trajectory.id)
    return closure


def _end_coaching(acting: Acting, trajectory: Trajectory, last: date) -> None:
    """The coach of the last day stays until its end; a change planned for later falls away.

    A coach takes away who would stand in for them, and no successor.
    """
    later = CoachAssignment.objects.filter(trajectory=trajectory, period__startswith__gt=last)
    if later.exists():
        mine = Q(actor_id=acting.actor_id) | Q(instead_of__actor_id=acting.actor_id)
        if acting.role == Role.COACH and later.exclude(mine).exists():
            raise RuleBroken(
                "plans:coach-change-planned",
                _(
                    "Er komt een andere coach bij dit gezin. Vraag je coördinator om het traject af te ronden."
                ),
            )
        later.delete()
    present = CoachAssignment.objects.get(trajectory=trajectory, period__contains=last)
    present.period = DateRange(present.period.lower, last + timedelta(days=1))
    present.save(update_fields=["period"])


def _must_be(acting: Acting, roles: tuple[Role, ...]) -> None:
    if acting.role not in roles:
        raise NotFound("trajectory")


def _open_trajectory(trajectory_id: UUID) -> Trajectory:
    found = Trajectory.objects.filter(id=trajectory_id).first()
    if found is None:
        raise NotFound("trajectory")
    if found.ended_on is not None:
        raise RuleBroken("plans:trajectory-closed", _("Dit traject is al afgerond."))
    return found


def _coach(acting: Acting, staff_member_id: UUID, on: date) -> StaffOn:
    for coach in staff_on(acting, Role.COACH, on):
        if coach.staff_member_id == staff_member_id:
            return coach
    raise RuleBroken(
        "plans:not-a-coach",
        _("Deze medewerker is op die dag hier geen coach. Kies iemand uit de lijst."),
        field="coach",
    )


def _check_norm(acting: Acting, coach: StaffOn, on: date, confirmed: bool) -> bool:
    """Whether a coordinator confirms that the coach goes over the norm; False when there is room (rule 15)."""
    has = caseloads(acting, [coach.staff_member_id], on).get(coach.staff_member_id, 0)
    fits = capacity(coach.share, norm(acting, on=on))
    if not needs_confirmation(has, fits):
        return False
    if not (confirmed and acting.role == Role.COORDINATOR):
        raise RuleBroken(
            "over-norm",
            _(
                "%(name)s heeft al %(has)s gezinnen, er is plaats voor %(fits)s. De coördinator kan dit bevestigen."
            )
            % {"name": coach.name, "has": has, "fits": int(fits)},
            field="coach",
        )
    return True
