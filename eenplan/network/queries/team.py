"""The team of a partnership: who works here, who is away, what begins and ends, and how far it spread."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.enums import FUNCTIONS, STANDS_IN, LeaveKind
from eenplan.network.models import (
    Assignment,
    Leave,
    Organisation,
    OrganisationPartnership,
    PartnershipZone,
    Zone,
)
from eenplan.network.rules import Spread, spread

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Away:
    """A worker is away from a day until another (exclusive; None: not known), with who stands in, if anybody."""

    id: UUID
    staff_member_id: UUID
    name: str
    kind: LeaveKind
    since: date
    until: date | None
    stand_in_id: UUID | None
    stand_in: str

    def holds_on(self, day: date) -> bool:
        """Whether they are away on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Member:
    """An assignment in the team: who, lent by whom, as what, how much, when and where."""

    assignment_id: UUID
    staff_member_id: UUID
    name: str
    organisation_id: UUID
    organisation: str
    role: Role
    share: Decimal
    days: tuple[int, ...]
    zones: tuple[tuple[UUID, str], ...]
    languages: tuple[str, ...]
    expertise: tuple[str, ...]
    since: date
    until: date | None
    account_id: UUID | None
    may_sign_in: bool
    away: tuple[Away, ...] = field(default=())

    def away_on(self, day: date) -> Away | None:
        """Their leave on a day, if they are away."""
        return next((one for one in self.away if one.holds_on(day)), None)


def team(acting: Acting, *, partnership_id: UUID, on: date) -> list[Member]:
    """Who works in the team on a day or will later, by name; what has ended is left out. Three queries."""
    return _members(partnership_id, Q(period__contains=on) | Q(period__startswith__gt=on), since=on)


def worker(acting: Acting, *, partnership_id: UUID, staff_member_id: UUID) -> list[Member]:
    """Every assignment of one worker in this team, the newest first, past ones too. Three queries."""
    found = _members(partnership_id, Q(staff_member_id=staff_member_id), since=None)
    return sorted(found, key=lambda one: one.since, reverse=True)


def _members(partnership_id: UUID, which: Q, *, since: date | None) -> list[Member]:
    rows = list(
        Assignment.objects.filter(which, partnership_id=partnership_id, role__in=FUNCTIONS)
        .select_related("staff_member__organisation", "staff_member__account")
        .order_by("staff_member__sort_key", "staff_member_id", "period")
    )
    zones = dict(
        Zone.objects.filter(id__in={key for row in rows for key in row.zones}).values_list("id", "name")
    )
    leaves = _leaves(
        Leave.objects.filter(
            partnership_id=partnership_id, staff_member__in={row.staff_member_id for row in rows}
        ),
        since,
    )
    return [
        Member(
            row.id,
            row.staff_member_id,
            row.staff_member.name,
            row.staff_member.organisation_id,
            row.staff_member.organisation.name,
            Role(row.role),
            row.share,
            tuple(row.days),
            tuple((key, zones[key]) for key in row.zones if key in zones),
            tuple(row.languages),
            tuple(row.expertise),
            row.period.lower,
            row.period.upper,
            row.staff_member.account_id,
            bool(row.staff_member.account and row.staff_member.account.has_usable_password()),
            tuple(one for one in leaves if one.staff_member_id == row.staff_member_id),
        )
        for row in rows
    ]


def _leaves(rows: QuerySet[Leave], since: date | None) -> list[Away]:
    found = rows.select_related("staff_member", "stand_in").order_by("period", "id")
    return [
        Away(
            row.id,
            row.staff_member_id,
            row.staff_member.name,
            LeaveKind(row.kind),
            row.period.lower,
            row.period.upper,
            row.stand_in_id,
            row.stand_in.name if row.stand_in else "",
        )
        for row in found
        if since is None or row.period.upper is None or row.period.upper > since
    ]


def leaves(acting: Acting, *, partnership_id: UUID, since: date) -> list[Away]:
    """Every leave in the team that runs on a day or begins later. One query."""
    return _leaves(Leave.objects.filter(partnership_id=partnership_id), since)


def leaves_coming_up(acting: Acting, *, on: date | None = None, within: timedelta = SOON) -> list[Away]:
    """Who of the own team is away on a day (default today) or soon will be, the first day first. One query."""
    day = on or today()
    if acting.partnership_id is None:
        return []
    found = leaves(acting, partnership_id=acting.partnership_id, since=day)
    return [one for one in found if one.since <= day + within]


def assignments_ending(acting: Acting, *, on: date | None = None, within: timedelta = SOON) -> list[Member]:
    """Who of the own team stops within some days after a day (default today), the first first. Three queries."""
    day = on or today()
    if acting.partnership_id is None:
        return []
    found = _members(
        acting.partnership_id,
        Q(period__endswith__gt=day, period__endswith__lte=day + within, period__contains=day),
        since=day,
    )
    return sorted(found, key=lambda one: (one.until or date.max, one.name))


def partners_who_lend(acting: Acting, *, partnership_id: UUID, on: date) -> list[tuple[UUID, str]]:
    """The organisations that are a partner on a day, by name: who may lend a worker (rule 14). One query."""
    return list(
        Organisation.objects.filter(
            id__in=OrganisationPartnership.objects.filter(
                partnership_id=partnership_id, period__contains=on
            ).values("organisation_id")
        )
        .order_by("sort_key", "id")
        .values_list("id", "name")
    )


def zones_served(acting: Acting, *, partnership_id: UUID, on: date) -> list[tuple[UUID, str]]:
    """The zones of a partnership on a day, by name. One query."""
    return list(
        PartnershipZone.objects.filter(partnership_id=partnership_id, period__contains=on)
        .order_by("zone__name", "zone_id")
        .values_list("zone_id", "zone__name")
    )


def who_stands_in(acting: Acting, *, partnership_id: UUID, on: date) -> list[Member]:
    """Who can take the place of a coach from a day on: coordinators first, then coaches who are there. Three queries."""
    found = [
        one
        for one in _members(partnership_id, Q(period__contains=on, role__in=STANDS_IN), since=on)
        if one.away_on(on) is None
    ]
    return sorted(found, key=lambda one: one.role != Role.COORDINATOR)


def oil_stain(acting: Acting, *, partnership_id: UUID) -> list[Spread]:
    """How many workers of how many organisations were in the team, per year, now and ever. One query."""
    rows = Assignment.objects.filter(partnership_id=partnership_id, role__in=FUNCTIONS).values_list(
        "staff_member_id", "staff_member__organisation_id", "period"
    )
    return spread([(who, of, period.lower, period.upper) for who, of, period in rows], today())
