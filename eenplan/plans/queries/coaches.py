"""Coaches and their families: whose, since when, who has room, and who is left without."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from eenplan.audit.actions import record_read
from eenplan.capacity.enums import Room
from eenplan.capacity.queries import norm
from eenplan.capacity.rules import capacity, judge
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.enums import STANDS_IN
from eenplan.network.models import Assignment
from eenplan.network.queries import staff_on
from eenplan.plans.models import CoachAssignment


@dataclass(frozen=True, slots=True)
class CoachOf:
    """Who is there for a family as its coach, and since when.

    A stand-in says whose place they take (`instead_of`) and until when (exclusive; None: not known).
    """

    staff_member_id: UUID
    actor_id: UUID
    name: str
    organisation: str
    since: date
    instead_of: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CoachRoom:
    """A coach against the norm: `share` of full time (0 to 1), how many families fit, have and are free."""

    staff_member_id: UUID
    actor_id: UUID
    name: str
    organisation: str
    share: Decimal
    norm: Decimal
    capacity: Decimal
    caseload: int
    room: Room

    @property
    def free(self) -> int:
        """How many whole families still fit; 0 when full or over."""
        return max(0, int(self.capacity) - self.caseload)


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A family whose coach no longer works as a coach here (rule 16)."""

    family_id: UUID
    family_name: str
    trajectory_id: UUID
    last_coach: str


def coaches_of(acting: Acting, family_ids: Iterable[UUID], on: date | None = None) -> dict[UUID, CoachOf]:
    """The coach of each of some families on a day (default today), where there is one. One query.

    For pages that are composed of several rooms: whoever composes the page records its reading.
    """
    rows = CoachAssignment.objects.filter(family_id__in=list(family_ids), period__contains=on or today())
    names = ("staff_member__name", "staff_member__organisation__name", "instead_of__name")
    return {
        row.family_id: CoachOf(
            row.staff_member_id,
            row.actor_id,
            row.staff_member__name,
            row.staff_member__organisation__name,
            row.period.lower,
            row.instead_of__name or "",
            row.period.upper,
        )
        for row in rows.values_list("family_id", "staff_member_id", "actor_id", *names, "period", named=True)
    }


def caseloads(acting: Acting, staff_member_ids: Iterable[UUID], on: date) -> dict[UUID, int]:
    """How many families within reach each coach has on a day. One query; numbers only, no file is opened.

    Families count with their own coach, also while somebody stands in.
    """
    return dict(
        CoachAssignment.objects.filter(period__contains=on)
        .annotate(own=Coalesce("instead_of_id", "staff_member_id"))
        .filter(own__in=list(staff_member_ids))
        .values_list("own")
        .annotate(Count("family_id", distinct=True))
    )


def coaches_with_room(acting: Acting, on: date) -> list[CoachRoom]:
    """The coaches of the partnership on a day, those with most room first (rule 15). Three queries.

    For who gives coaches (intake, coordination). Numbers only: nothing of a family is opened.
    """
    coaches = staff_on(acting, Role.COACH, on)
    have = caseloads(acting, [coach.staff_member_id for coach in coaches], on)
    per_full_time = norm(acting, on=on)
    rows = []
    for coach in coaches:
        fits, has = capacity(coach.share, per_full_time), have.get(coach.staff_member_id, 0)
        rows.append(
            CoachRoom(
                coach.staff_member_id,
                coach.actor_id,
                coach.name,
                coach.organisation_name,
                coach.share,
                per_full_time,
                fits,
                has,
                judge(has, fits),
            )
        )
    return sorted(rows, key=lambda row: -(row.capacity - row.caseload))


def families_left_without_coach(acting: Acting, on: date | None = None) -> list[LeftAlone]:
    """The families of the partnership whose coach does not work as a coach here on a day (rule 16).

    Two queries with the audit's.
    """
    day = on or today()
    if acting.partnership_id is None:
        return []
    works = Assignment.objects.filter(
        staff_member_id=OuterRef("staff_member_id"),
        role__in=STANDS_IN,
        partnership_id=acting.partnership_id,
        period__contains=day,
    )
    rows = list(
        CoachAssignment.objects.filter(
            ~Exists(works),
            Q(trajectory__ended_on__isnull=True) | Q(trajectory__ended_on__gte=day),
            period__contains=day,
            family__responsibilities__partnership_id=acting.partnership_id,
            family__responsibilities__period__contains=day,
        )
        .select_related("family", "staff_member")
        .order_by("family__sort_key", "family_id")
    )
    if rows:
        record_read(acting, "plans:families-without-coach", families=[row.family_id for row in rows])
    return [
        LeftAlone(row.family_id, row.family.name, row.trajectory_id, row.staff_member.name) for row in rows
    ]
