"""Who works in the team of a partnership: starting, changing, being away (rules 14 and 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import ActorKind, Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.models import Account, Actor
from eenplan.network.actions.invitations import invite
from eenplan.network.actions.staff import add_staff_member, end_assignment, start_assignment
from eenplan.network.enums import FUNCTIONS, LeaveKind
from eenplan.network.models import (
    Assignment,
    Leave,
    OrganisationPartnership,
    PartnershipZone,
    StaffMember,
)

MOST_EXPERTISE = 12
LONGEST_EXPERTISE = 60


@dataclass(frozen=True, slots=True)
class Work:
    """How much somebody works (share of full time, 0 to 1), on which days (1 is Monday), where and with what."""

    share: Decimal
    days: Sequence[int] = ()
    zones: Sequence[UUID] = ()
    languages: Sequence[str] = ()
    expertise: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """A worker who starts, and the code for a first password; empty when they sign in already."""

    staff_member_id: UUID
    assignment_id: UUID
    code: str


def keeps_team(acting: Acting, partnership_id: UUID | None) -> bool:
    """Whether somebody keeps the team of a partnership: its coordinator, or the administrator."""
    if acting.role == Role.COORDINATOR:
        return partnership_id is not None and partnership_id == acting.partnership_id
    return acting.role in (Role.ADMIN, Role.TASK)


def must_keep_team(acting: Acting, partnership_id: UUID | None) -> None:
    """Raise NotFound for whoever does not keep this team."""
    if not keeps_team(acting, partnership_id):
        raise NotFound("team")


@action
def add_worker(
    acting: Acting,
    *,
    name: str,
    email: str,
    organisation_id: UUID,
    role: Role,
    partnership_id: UUID,
    work: Work,
    since: date,
    until: date | None = None,
) -> Added:
    """Let somebody start in a team; access opens on the day `since` and closes by itself on `until` (exclusive).

    Somebody who works elsewhere already, with this e-mail address, gets one more assignment. Refuses with
    `network:name-missing`, `network:no-function`, `network:not-a-partner`, `network:email-of-another`, and what
    `start_assignment` refuses.
    """
    must_keep_team(acting, partnership_id)
    if role not in FUNCTIONS:
        raise RuleBroken("network:no-function", _("Kies een van de functies die er staan."), field="role")
    must_be_partner(organisation_id, partnership_id, since)
    started = let_in(
        acting,
        name=name,
        email=email,
        organisation_id=organisation_id,
        role=role,
        partnership_id=partnership_id,
        share=work.share,
        since=since,
        until=until,
    )
    _keep_lists(Assignment.objects.get(id=started.assignment_id), work)
    return started


@action
def let_in(
    acting: Acting,
    *,
    name: str,
    email: str,
    organisation_id: UUID,
    role: Role,
    partnership_id: UUID | None,
    share: Decimal,
    since: date,
    until: date | None = None,
) -> Added:
    """Give somebody a role, with an account for this e-mail address when there is none yet.

    Whether they may have it is judged by who asks this. Refuses with `network:email-of-another` and what
    `start_assignment` refuses.
    """
    account = Account.objects.filter(email__iexact=email.strip()).first()
    worker = StaffMember.objects.filter(account=account).first() if account else None
    if account and worker and worker.organisation_id != organisation_id:
        raise RuleBroken(
            "network:email-of-another",
            _(
                "Dit e-mailadres is al van iemand van een andere organisatie. Kijk het adres en de organisatie na."
            ),
            field="email",
        )
    if worker is None:
        if account is None:
            actor = Actor.objects.create(kind=ActorKind.STAFF)
            account = Account(email=email.strip(), actor=actor, password=make_password(None))
            account.save(force_insert=True)
        staff_id = add_staff_member(
            acting,
            name=name,
            organisation_id=organisation_id,
            role=role,
            partnership_id=partnership_id,
            share=share,
            since=since,
            until=until,
            account_id=account.id,
            actor_id=account.actor_id,
        )
        assignment_id = Assignment.objects.get(staff_member_id=staff_id).id
    else:
        staff_id = worker.id
        assignment_id = start_assignment(
            acting,
            staff_member_id=staff_id,
            role=role,
            partnership_id=partnership_id,
            share=share,
            since=since,
            until=until,
        )
    fresh = account is not None and not account.has_usable_password()
    return Added(staff_id, assignment_id, invite(acting, account_id=account.id) if account and fresh else "")


@action
def change_work(acting: Acting, *, assignment_id: UUID, work: Work, from_day: date | None = None) -> UUID:
    """Change how somebody works; another share holds from a day on (default today) and leaves the past as it was.

    Returns the assignment that goes on. Refuses what `start_assignment` refuses, `network:change-in-past`,
    `network:days-unknown`, `network:zone-elsewhere` and `network:expertise-long`.
    """
    assignment = _running(acting, assignment_id)
    day = max(from_day or today(), assignment.period.lower)
    if day < today():
        raise RuleBroken(
            "network:change-in-past",
            _("Deze dag is al voorbij. Kies vandaag of een latere dag."),
            field="from_day",
        )
    if work.share != assignment.share:
        if day == assignment.period.lower:
            raise RuleBroken(
                "network:change-tomorrow",
                _("Deze taak begint op die dag. Kies een latere dag voor een ander deel van voltijds."),
                field="from_day",
            )
        until = assignment.period.upper
        if until is not None and until <= day:
            raise RuleBroken(
                "network:assignment-not-running",
                _("Deze taak loopt dan niet meer. Kies een vroegere dag."),
                field="from_day",
            )
        end_assignment(acting, assignment_id=assignment.id, on=day)
        assignment = Assignment.objects.get(
            id=start_assignment(
                acting,
                staff_member_id=assignment.staff_member_id,
                role=Role(assignment.role),
                partnership_id=assignment.partnership_id,
                share=work.share,
                since=day,
                until=until,
            )
        )
    _keep_lists(assignment, work)
    record(acting, "network:assignment:changed", subject=assignment.id)
    return assignment.id


@action
def withdraw_work(acting: Acting, *, assignment_id: UUID) -> None:
    """Take back work that has not begun; what it would have replaced goes on as it was.

    Who has no other work here or elsewhere is then gone whole. Raises NotFound when there is no such work.
    Whether families wait for this worker, the plans room asks first (`withdraw_secondment`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_withdraw_work(%s)", [assignment_id])
        (found,) = cursor.fetchone()
    if not found:
        raise NotFound("work that has not begun")
    record(acting, "network:assignment:withdrawn", subject=assignment_id)


@action
def note_leave(
    acting: Acting,
    *,
    staff_member_id: UUID,
    partnership_id: UUID,
    kind: LeaveKind,
    since: date,
    until: date | None,
    stand_in_id: UUID | None,
) -> Leave:
    """Write down that somebody is away, until a day (exclusive; None: not known). Coach periods follow in `plans`.

    Refuses with `network:period-turned-round`, `network:leave-twice` or `network:leave-without-work`.
    """
    must_keep_team(acting, partnership_id)
    if until is not None and until <= since:
        raise RuleBroken(
            "network:period-turned-round",
            _("Kies een laatste dag die op of na de eerste dag ligt."),
            field="until",
        )
    if not StaffMember.objects.select_for_update().filter(id=staff_member_id).exists():
        raise NotFound("staff member")
    if not Assignment.objects.filter(
        staff_member_id=staff_member_id, partnership_id=partnership_id, period__contains=since
    ).exists():
        raise RuleBroken(
            "network:leave-without-work",
            _("Op die dag werkt deze medewerker hier niet. Kijk de eerste dag na."),
            field="since",
        )
    period = DateRange(since, until)
    standing = Leave.objects.filter(staff_member_id=staff_member_id, partnership_id=partnership_id)
    if standing.filter(period__overlap=period).exists():
        raise RuleBroken(
            "network:leave-twice",
            _("In die dagen staat al een afwezigheid. Neem die eerst terug, of kies andere dagen."),
            field="since",
        )
    leave = Leave.objects.create(
        staff_member_id=staff_member_id,
        partnership_id=partnership_id,
        kind=kind,
        period=period,
        stand_in_id=stand_in_id,
    )
    record(acting, "network:leave:noted", subject=leave.id)
    return leave


@action
def shorten_leave(acting: Acting, *, leave_id: UUID, on: date) -> Leave:
    """Let a leave end on a day (exclusive), today or later; one that has not begun then never was.

    Raises NotFound when there is none that still runs. Returns it as it was.
    """
    leave = Leave.objects.select_for_update().filter(id=leave_id).first()
    if leave is None or (leave.period.upper is not None and leave.period.upper <= on):
        raise NotFound("leave")
    must_keep_team(acting, leave.partnership_id)
    if on < today():
        raise RuleBroken(
            "network:change-in-past", _("Deze dag is al voorbij. Kies vandaag of een latere dag."), field="on"
        )
    was = Leave(
        id=leave.id,
        staff_member_id=leave.staff_member_id,
        partnership_id=leave.partnership_id,
        kind=leave.kind,
        period=leave.period,
        stand_in_id=leave.stand_in_id,
    )
    if leave.period.lower >= on:
        leave.delete()
    else:
        leave.period = DateRange(leave.period.lower, on)
        leave.save(update_fields=["period"])
    record(acting, "network:leave:shortened", subject=was.id)
    return was


def _running(acting: Acting, assignment_id: UUID) -> Assignment:
    assignment = Assignment.objects.select_for_update().filter(id=assignment_id).first()
    if assignment is None:
        raise NotFound("assignment")
    must_keep_team(acting, assignment.partnership_id)
    return assignment


def must_be_partner(organisation_id: UUID, partnership_id: UUID, since: date) -> None:
    """Rule 14: a worker is lent by a partner of this very partnership."""
    if not OrganisationPartnership.objects.filter(
        organisation_id=organisation_id, partnership_id=partnership_id, period__contains=since
    ).exists():
        raise RuleBroken(
            "network:not-a-partner",
            _(
                "Deze organisatie is op die dag geen partner van dit samenwerkingsverband. Voeg haar eerst toe."
            ),
            field="organisation",
        )


def _keep_lists(assignment: Assignment, work: Work) -> None:
    if not set(work.days) <= set(range(1, 8)):
        raise RuleBroken("network:days-unknown", _("Kies een of meer dagen van de week."), field="days")
    served: set[UUID] = set()
    if assignment.partnership_id is not None:
        served.update(
            PartnershipZone.objects.filter(
                partnership_id=assignment.partnership_id,
                period__contains=max(today(), assignment.period.lower),
            ).values_list("zone_id", flat=True)
        )
    if not set(work.zones) <= served:
        raise RuleBroken(
            "network:zone-elsewhere", _("Kies zones van dit samenwerkingsverband."), field="zones"
        )
    expertise = [said for one in work.expertise if (said := " ".join(one.split()))]
    if len(expertise) > MOST_EXPERTISE or any(len(one) > LONGEST_EXPERTISE for one in expertise):
        raise RuleBroken(
            "network:expertise-long",
            _("Schrijf hoogstens %(most)s onderwerpen, elk in enkele woorden.") % {"most": MOST_EXPERTISE},
            field="expertise",
        )
    assignment.days = sorted(set(work.days))
    assignment.zones = list(dict.fromkeys(work.zones))
    assignment.languages = list(dict.fromkeys(work.languages))
    assignment.expertise = list(dict.fromkeys(expertise))
    assignment.save(update_fields=["days", "zones", "languages", "expertise"])
