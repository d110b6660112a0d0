"""Families that have a stand-in: since when, for whom, how many days; and which families go with a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from eenplan.audit.actions import record_read
from eenplan.capacity.enums import Room
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.plans.enums import CoachKind
from eenplan.plans.models import CoachAssignment
from eenplan.plans.queries.coaches import CoachRoom, coaches_with_room
from eenplan.plans.rules.standing_in import days_without_own


@dataclass(frozen=True, slots=True)
class StoodIn:
    """A family without its own coach on a day: whose place is taken by whom, from and until (exclusive) when.

    `until` None: there is no day yet on which an own coach comes (back). `days` counts all days of the
    trajectory so far on which somebody stood in.
    """

    family_id: UUID
    family_name: str
    trajectory_id: UUID
    own_coach_id: UUID
    own_coach: str
    stand_in_id: UUID
    stand_in: str
    since: date
    until: date | None
    days: int


@dataclass(frozen=True, slots=True)
class HeldFamily:
    """A family for which a worker is there, or somebody in their name, on a day or later."""

    family_id: UUID
    family_name: str
    trajectory_id: UUID
    instead_of: str
    own: bool


def families_without_own_coach(acting: Acting, on: date | None = None) -> list[StoodIn]:
    """The families of the own partnership that have a stand-in on a day (default today), longest first.

    Three queries with the audit's.
    """
    day = on or today()
    if acting.partnership_id is None:
        return []
    rows = list(
        _of_partnership(acting.partnership_id, day)
        .filter(kind=CoachKind.STAND_IN, period__contains=day)
        .select_related("family", "staff_member", "instead_of")
    )
    if not rows:
        return []
    every: dict[UUID, list[tuple[date, date | None]]] = {row.trajectory_id: [] for row in rows}
    for trajectory_id, period in CoachAssignment.objects.filter(
        trajectory_id__in=every, kind=CoachKind.STAND_IN
    ).values_list("trajectory_id", "period"):
        every[trajectory_id].append((period.lower, period.upper))
    record_read(acting, "plans:families-without-own-coach", families=[row.family_id for row in rows])
    found = [
        StoodIn(
            row.family_id,
            row.family.name,
            row.trajectory_id,
            row.instead_of.id,
            row.instead_of.name,
            row.staff_member_id,
            row.staff_member.name,
            row.period.lower,
            row.period.upper,
            days_without_own(every[row.trajectory_id], day + timedelta(days=1)),
        )
        for row in rows
        if row.instead_of is not None
    ]
    return sorted(found, key=lambda one: (-one.days, one.family_name))


def days_without_own_coach(
    acting: Acting, *, since: date, until: date, trajectory_ids: Sequence[UUID] | None = None
) -> dict[UUID, int]:
    """How many days from `since` to before `until` each trajectory within reach had a stand-in. One query.

    Numbers only, no file is opened; trajectories that always had their own coach are left out. Add them up for
    the whole of a partnership.
    """
    rows = CoachAssignment.objects.filter(
        Q(period__endswith=None) | Q(period__endswith__gt=since),
        kind=CoachKind.STAND_IN,
        period__startswith__lt=until,
    )
    if trajectory_ids is not None:
        rows = rows.filter(trajectory_id__in=trajectory_ids)
    found: dict[UUID, int] = {}
    for trajectory_id, period in rows.values_list("trajectory_id", "period"):
        counted = days_without_own([(max(period.lower, since), period.upper)], until)
        found[trajectory_id] = found.get(trajectory_id, 0) + counted
    return found


def coaches_over_norm(acting: Acting, on: date | None = None) -> list[CoachRoom]:
    """The coaches of the own partnership with more families than the norm (rule 15), furthest first. Three queries."""
    rooms = coaches_with_room(acting, on or today())
    return sorted(
        (one for one in rooms if one.room is Room.OVER), key=lambda one: one.capacity - one.caseload
    )


def families_of_worker(
    acting: Acting, *, partnership_id: UUID, staff_member_id: UUID, on: date
) -> list[HeldFamily]:
    """The families for which a worker is there on a day or later, own ones first, by name. Two queries with the audit's."""
    rows = (
        _of_partnership(partnership_id, on)
        .filter(Q(period__endswith=None) | Q(period__endswith__gt=on), staff_member_id=staff_member_id)
        .select_related("family", "instead_of")
        .order_by("family__sort_key", "family_id", "period")
    )
    found: dict[UUID, HeldFamily] = {}
    for row in rows:
        standing = found.get(row.trajectory_id)
        if standing is None or not standing.own:
            found[row.trajectory_id] = HeldFamily(
                row.family_id,
                row.family.name,
                row.trajectory_id,
                row.instead_of.name if row.instead_of else "",
                row.instead_of is None,
            )
    if found:
        record_read(
            acting,
            "plans:families-of-worker",
            families=list(dict.fromkeys(one.family_id for one in found.values())),
        )
    return sorted(found.values(), key=lambda one: not one.own)


def standing_in_for(acting: Acting, on: date) -> dict[UUID, int]:
    """For how many families within reach each worker stands in on a day. One query; numbers only."""
    found: dict[UUID, int] = {}
    for worker in CoachAssignment.objects.filter(kind=CoachKind.STAND_IN, period__contains=on).values_list(
        "staff_member_id", flat=True
    ):
        found[worker] = found.get(worker, 0) + 1
    return found


def _of_partnership(partnership_id: UUID, day: date) -> QuerySet[CoachAssignment]:
    return CoachAssignment.objects.filter(
        Q(trajectory__ended_on__isnull=True) | Q(trajectory__ended_on__gte=day),
        family__responsibilities__partnership_id=partnership_id,
        family__responsibilities__period__contains=day,
    )
