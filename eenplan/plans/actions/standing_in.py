"""A coach who is away, falls away or stops: somebody is there for each family, the same moment (rules 13 to 16)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Responsibility
from eenplan.network.actions.staff import end_assignment
from eenplan.network.actions.team import must_keep_team, note_leave, shorten_leave, withdraw_work
from eenplan.network.enums import STANDS_IN, LeaveKind
from eenplan.network.models import Assignment, Leave
from eenplan.plans.actions.trajectories import change_coach
from eenplan.plans.actions.turns import away_from, replace_turns
from eenplan.plans.models import CoachAssignment
from eenplan.plans.rules.standing_in import Turn


@action
def plan_leave(
    acting: Acting,
    *,
    staff_member_id: UUID,
    partnership_id: UUID,
    kind: LeaveKind,
    since: date,
    until: date | None,
    stand_in_id: UUID | None = None,
) -> list[UUID]:
    """Somebody is away until a day (exclusive; None: not known); the stand-in is there for their families meanwhile.

    Access follows and comes back by itself. Returns the families. Refuses with `plans:change-in-past`,
    `plans:stand-in-missing`, `plans:not-a-stand-in`, `plans:stand-in-away`, `plans:families-first` and what
    `note_leave` refuses.
    """
    must_keep_team(acting, partnership_id)
    if since < today():
        raise RuleBroken(
            "plans:change-in-past",
            _("Deze dag is al voorbij. Kies vandaag of een latere dag."),
            field="since",
        )
    if _has_families(staff_member_id, partnership_id, since):
        _must_reach_families(acting)
        if stand_in_id is None:
            raise RuleBroken(
                "plans:stand-in-missing",
                _("Kies wie er intussen voor de gezinnen is."),
                field="stand_in",
            )
    if stand_in_id is not None:
        _check_stand_in(stand_in_id, partnership_id, since, instead_of=staff_member_id)
    leave = note_leave(
        acting,
        staff_member_id=staff_member_id,
        partnership_id=partnership_id,
        kind=kind,
        since=since,
        until=until,
        stand_in_id=stand_in_id,
    )
    if stand_in_id is None:
        return []
    families = _stand_in(staff_member_id, partnership_id, stand_in_id, since, until)
    record(acting, "plans:coach:away", families=families, subject=leave.id)
    return families


@action
def end_leave(acting: Acting, *, leave_id: UUID, on: date | None = None) -> list[UUID]:
    """Somebody is back from a day on (default today): their families are theirs again, the same moment.

    Families that got another own coach meanwhile keep that one. Returns the families. Refuses what
    `shorten_leave` refuses.
    """
    day = on or today()
    leave = shorten_leave(acting, leave_id=leave_id, on=day)
    since = max(day, leave.period.lower)
    if leave.stand_in_id is None:
        return []
    rows = _rows(leave.partnership_id, since).filter(instead_of_id=leave.staff_member_id)
    if _has_families(leave.stand_in_id, leave.partnership_id, since):
        _must_reach_families(acting)
    families = replace_turns(
        rows,
        since=since,
        until=leave.period.upper,
        away=away_from(leave.partnership_id, since),
        by=lambda _row, start, end: Turn(leave.staff_member_id, start, end),
    )
    record(acting, "plans:coach:back", families=families, subject=leave.id)
    return families


@action
def end_secondment(
    acting: Acting,
    *,
    assignment_id: UUID,
    on: date | None = None,
    coaches: Mapping[UUID, UUID] | None = None,
    stand_in_id: UUID | None = None,
    reason: str = "",
    over_norm_confirmed: bool = False,
) -> list[UUID]:
    """End an assignment; from the day `on` (default today) it gives no access, and no family is left (rule 16).

    `coaches` gives the new own coach of each trajectory; for the others `stand_in_id` stands in until there is
    one. Returns the families. Refuses with `plans:families-left` while a family has nobody, `plans:families-first`
    for who may not open families, and what `change_coach` and `network.end_assignment` refuse.
    """
    day = on or today()
    if day < today():
        raise RuleBroken(
            "plans:change-in-past", _("Deze dag is al voorbij. Kies vandaag of een latere dag."), field="on"
        )
    assignment = Assignment.objects.filter(id=assignment_id).first()
    if assignment is None:
        raise NotFound("assignment")
    must_keep_team(acting, assignment.partnership_id)
    families: list[UUID] = []
    if assignment.partnership_id and _ends_for_families(assignment, day):
        _must_reach_families(acting)
        families = _hand_over(
            acting,
            (assignment.staff_member_id, assignment.partnership_id),
            day,
            coaches or {},
            stand_in_id,
            reason,
            over_norm_confirmed,
        )
    end_assignment(acting, assignment_id=assignment_id, on=day)
    _forget_leaves(acting, assignment, day)
    record(acting, "plans:secondment:ended", families=families, subject=assignment_id)
    return families


@action
def withdraw_secondment(acting: Acting, *, assignment_id: UUID) -> None:
    """Take back work that has not begun. Refuses with `plans:families-wait` when families wait for this worker."""
    assignment = Assignment.objects.filter(id=assignment_id).first()
    if assignment is None or assignment.partnership_id is None:
        raise NotFound("assignment")
    must_keep_team(acting, assignment.partnership_id)
    if _has_families(assignment.staff_member_id, assignment.partnership_id, assignment.period.lower):
        raise RuleBroken(
            "plans:families-wait",
            _("Er wachten al gezinnen op deze medewerker. Kies voor hen eerst een andere coach."),
        )
    withdraw_work(acting, assignment_id=assignment_id)


@action
def report_gone(
    acting: Acting,
    *,
    assignment_id: UUID,
    stand_in_id: UUID,
    comes_back: bool = False,
) -> list[UUID]:
    """A coach fell away: from today the stand-in is there for all their families, the same moment (rule 13).

    Not `comes_back`: the assignment ends, and with it all access, today. Otherwise they are away until it is
    known when they are back. Returns the families. Refuses what `end_secondment` and `plan_leave` refuse.
    """
    assignment = Assignment.objects.filter(id=assignment_id).first()
    if assignment is None or assignment.partnership_id is None:
        raise NotFound("assignment")
    must_keep_team(acting, assignment.partnership_id)
    if not comes_back:
        return end_secondment(acting, assignment_id=assignment_id, stand_in_id=stand_in_id)
    for later in Leave.objects.filter(
        staff_member_id=assignment.staff_member_id,
        partnership_id=assignment.partnership_id,
        period__startswith__gt=today(),
    ):  # taken up in being away until nobody knows when
        shorten_leave(acting, leave_id=later.id, on=today())
    return plan_leave(
        acting,
        staff_member_id=assignment.staff_member_id,
        partnership_id=assignment.partnership_id,
        kind=LeaveKind.AWAY,
        since=today(),
        until=None,
        stand_in_id=stand_in_id,
    )


def _hand_over(
    acting: Acting,
    of: tuple[UUID, UUID],
    day: date,
    coaches: Mapping[UUID, UUID],
    stand_in_id: UUID | None,
    reason: str,
    over_norm_confirmed: bool,
) -> list[UUID]:
    """Give each family of who stops (in a partnership) a new own coach, or the stand-in."""
    who, where = of
    held = list(_rows(where, day).filter(_is_there(who)))
    families = list(dict.fromkeys(row.family_id for row in held))
    for trajectory_id in dict.fromkeys(row.trajectory_id for row in held if row.instead_of_id in (None, who)):
        if trajectory_id in coaches:
            change_coach(
                acting,
                trajectory_id=trajectory_id,
                staff_member_id=coaches[trajectory_id],
                on=day,
                reason=reason,
                over_norm_confirmed=over_norm_confirmed,
                partnership_id=where,
            )
    left = _rows(where, day).filter(staff_member_id=who)
    count = left.values("trajectory_id").distinct().count()
    if count and stand_in_id is None:
        raise RuleBroken(
            "plans:families-left",
            ngettext(
                "Nog %(count)d gezin heeft dan niemand. Kies een coach, of wie voorlopig vervangt.",
                "Nog %(count)d gezinnen hebben dan niemand. Kies voor elk een coach, of wie voorlopig vervangt.",
                count,
            )
            % {"count": count},
            field="stand_in",
        )
    if count and stand_in_id is not None:
        _check_stand_in(stand_in_id, where, day, instead_of=who)
        _stand_in(who, where, stand_in_id, day, None)
    return families


def _stand_in(
    who: UUID, partnership_id: UUID, stand_in_id: UUID, since: date, until: date | None
) -> list[UUID]:
    """Let a stand-in take every turn of somebody between two days, for the own coach of each family."""
    away = [one for one in away_from(partnership_id, since) if one.worker != who]
    return replace_turns(
        _rows(partnership_id, since).filter(staff_member_id=who),
        since=since,
        until=until,
        away=away,
        by=lambda row, start, end: Turn(stand_in_id, start, end, row.instead_of_id or who),
    )


def _rows(partnership_id: UUID, since: date) -> QuerySet[CoachAssignment]:
    """The turns from a day on, of families for which the partnership is responsible on that day or later."""
    return CoachAssignment.objects.filter(
        Q(period__endswith=None) | Q(period__endswith__gt=since),
        family_id__in=Responsibility.objects.filter(
            Q(period__endswith=None) | Q(period__endswith__gt=since), partnership_id=partnership_id
        ).values("family_id"),
    ).order_by("family_id", "period")


def _is_there(who: UUID) -> Q:
    return Q(staff_member_id=who) | Q(instead_of_id=who)


def _has_families(who: UUID, partnership_id: UUID, since: date) -> bool:
    """Also for who sees no families: whether there are any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_has_families(%s, %s, %s)", [who, partnership_id, since])
        return bool(cursor.fetchone()[0])


def _ends_for_families(assignment: Assignment, day: date) -> bool:
    """Whether somebody is there for families on a day or later in whose name no other assignment goes on."""
    if assignment.role not in STANDS_IN or assignment.partnership_id is None:
        return False
    goes_on = Assignment.objects.filter(
        Q(period__endswith=None),
        staff_member_id=assignment.staff_member_id,
        partnership_id=assignment.partnership_id,
        role=Role.COACH,
    ).exclude(id=assignment.id)
    return not goes_on.exists() and _has_families(assignment.staff_member_id, assignment.partnership_id, day)


def _must_reach_families(acting: Acting) -> None:
    if acting.role == Role.ADMIN:
        raise RuleBroken(
            "plans:families-first",
            _("Bij deze medewerker horen gezinnen. Vraag de netwerkcoördinator om dit te doen."),
        )


def _check_stand_in(who: UUID, partnership_id: UUID, day: date, *, instead_of: UUID) -> None:
    if (
        who == instead_of
        or not Assignment.objects.filter(
            staff_member_id=who, partnership_id=partnership_id, role__in=STANDS_IN, period__contains=day
        ).exists()
    ):
        raise RuleBroken(
            "plans:not-a-stand-in",
            _("Deze persoon kan dan niet vervangen. Kies iemand uit de lijst."),
            field="stand_in",
        )
    if Leave.objects.filter(
        staff_member_id=who, partnership_id=partnership_id, period__contains=day
    ).exists():
        raise RuleBroken(
            "plans:stand-in-away",
            _("Deze persoon is dan zelf afwezig. Kies iemand anders."),
            field="stand_in",
        )


def _forget_leaves(acting: Acting, assignment: Assignment, day: date) -> None:
    """Who stops is not away any more."""
    if assignment.partnership_id is None:
        return
    if Assignment.objects.filter(
        Q(period__endswith=None) | Q(period__endswith__gt=day),
        staff_member_id=assignment.staff_member_id,
        partnership_id=assignment.partnership_id,
    ).exists():
        return
    for leave in Leave.objects.filter(
        Q(period__endswith=None) | Q(period__endswith__gt=day),
        staff_member_id=assignment.staff_member_id,
        partnership_id=assignment.partnership_id,
    ):
        shorten_leave(acting, leave_id=leave.id, on=day)
