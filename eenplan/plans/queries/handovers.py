"""Open files in zones that change hands: counted for all whom it concerns, named for who answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from eenplan.audit.actions import record_read
from eenplan.capacity.queries import norm
from eenplan.capacity.rules import capacity
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.models import Family
from eenplan.network.models import Assignment, RedrawnZone, StaffMember
from eenplan.plans.models import AreaHandover, CoachAssignment, Trajectory
from eenplan.referrals.enums import OPEN_STATES, State
from eenplan.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class FilesOfZone:
    """Open files of one zone: referrals that wait, trajectories that run; of these going along, and staying."""

    zone_id: UUID
    waiting: int
    running: int
    going: int
    staying: int

    @property
    def undecided(self) -> int:
        """Files of which nobody decided anything: they stay."""
        return self.waiting + self.running - self.going - self.staying


@dataclass(frozen=True, slots=True)
class CoachConcerned:
    """A coach with trajectories in zones that leave. Number only."""

    staff_member_id: UUID
    name: str
    families: int


@dataclass(frozen=True, slots=True)
class FilesOfRedrawing:
    """What a redrawing does to files under way, in numbers."""

    zones: dict[UUID, FilesOfZone]
    coaches: list[CoachConcerned]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A family under way in a zone that leaves, and what was decided: nothing, that it stays, or goes along."""

    family_id: UUID
    family_name: str
    zone_id: UUID
    zone: str
    receiver_id: UUID
    referral_id: UUID
    runs: bool
    coach: str
    decided: bool
    goes_on: date | None
    next_coach: str
    next_coach_id: UUID | None


@dataclass(frozen=True, slots=True)
class ReceiversCoach:
    """A coach of the receiving partnership on the day: share of full time, and how many families they have."""

    staff_member_id: UUID
    name: str
    share: Decimal
    families: int
    free: int


@dataclass(frozen=True, slots=True)
class WaitingRedrawing:
    """A confirmed redrawing with files of ours on which nobody decided yet."""

    redrawing_id: UUID
    name: str
    takes_effect_on: date
    undecided: int


def files_of_redrawing(acting: Acting, redrawing_id: UUID) -> FilesOfRedrawing:
    """Open files per zone, and coaches concerned; numbers only, no file is opened. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM plans_files_of_redrawing(%s)", [redrawing_id])
        rows = cursor.fetchall()
    zones: dict[UUID, FilesOfZone] = {}
    having: dict[UUID, int] = {}
    for zone_id, worker, *counts in rows:
        known = zones.get(zone_id, FilesOfZone(zone_id, 0, 0, 0, 0))
        zones[zone_id] = FilesOfZone(
            zone_id,
            known.waiting + counts[0],
            known.running + counts[1],
            known.going + counts[2],
            known.staying + counts[3],
        )
        if worker:
            having[worker] = having.get(worker, 0) + counts[1]
    coaches = StaffMember.objects.filter(id__in=having).order_by("sort_key", "id")
    return FilesOfRedrawing(zones, [CoachConcerned(row.id, row.name, having[row.id]) for row in coaches])


def open_files(acting: Acting, redrawing_id: UUID) -> list[OpenFile]:
    """The open files of our own in zones that leave, with what was decided; those still to decide first.

    For the coordinator of the giving partnership, of a confirmed redrawing. Five queries with the audit's.
    """
    files = _files(acting, redrawing_id)
    if files:
        record_read(acting, "plans:files-of-redrawing", families=[file.family_id for file in files])
    return sorted(files, key=lambda file: (file.decided, file.zone))


def file_of(acting: Acting, redrawing_id: UUID, family_id: UUID) -> OpenFile:
    """One of `open_files`. Raises NotFound when it is none. Five queries with the audit's."""
    for file in _files(acting, redrawing_id, family_id):
        record_read(acting, "plans:files-of-redrawing", families=[file.family_id])
        return file
    raise NotFound("file of redrawing")


def _is_open(family: str) -> Q:
    runs = Trajectory.objects.filter(family=OuterRef(family), ended_on__isnull=True)
    waits = Referral.objects.filter(
        Q(state__in=OPEN_STATES) | Q(state=State.CONVERSATION_HELD, coach_given_at__isnull=True),
        family=OuterRef(family),
    )
    return Q(Exists(runs)) | Q(Exists(waits))


def _files(acting: Acting, redrawing_id: UUID, family_id: UUID | None = None) -> list[OpenFile]:
    if acting.role != Role.COORDINATOR or acting.partnership_id is None:
        return []
    going = {
        row.zone_id: row
        for row in RedrawnZone.objects.filter(
            redrawing_id=redrawing_id,
            redrawing__confirmed_at__isnull=False,
            from_partnership_id=acting.partnership_id,
        ).select_related("zone")
    }
    if not going:
        return []
    latest = Referral.objects.filter(family=OuterRef("id")).order_by("-received_at", "-id")
    families = (
        Family.objects.filter(
            _is_open("id"),
            responsibilities__partnership_id=acting.partnership_id,
            responsibilities__period__contains=today(),
            # by the zone of any referral first: the index knows it
            referrals__zone__in=list(going),
        )
        .annotate(
            zone=Subquery(latest.values("zone_id")[:1]),
            referral=Subquery(latest.values("id")[:1]),
            runs=Exists(Trajectory.objects.filter(family=OuterRef("id"), ended_on__isnull=True)),
        )
        .filter(zone__in=list(going))
        .order_by("sort_key", "id")
        .distinct()
    )
    if family_id:
        families = families.filter(id=family_id)
    rows = list(families.values_list("id", "name", "zone", "referral", "runs"))
    return _described(redrawing_id, going, rows)


def _described(
    redrawing_id: UUID, going: dict[UUID, RedrawnZone], rows: Sequence[tuple[UUID, str, UUID, UUID, bool]]
) -> list[OpenFile]:
    ids = [family_id for family_id, *_more in rows]
    decided = {
        row.family_id: row
        for row in AreaHandover.objects.filter(redrawing_id=redrawing_id, family__in=ids).select_related(
            "coach"
        )
    }
    coaches = {
        row.family_id: row.staff_member.name
        for row in CoachAssignment.objects.filter(family__in=ids, period__contains=today()).select_related(
            "staff_member"
        )
    }
    files = []
    for family_id, name, zone_id, referral_id, runs in rows:
        choice, zone = decided.get(family_id), going[zone_id]
        files.append(
            OpenFile(
                family_id,
                name,
                zone_id,
                zone.zone.name,
                zone.to_partnership_id,
                referral_id,
                runs,
                coaches.get(family_id, ""),
                choice is not None,
                choice.goes_on if choice else None,
                choice.coach.name if choice and choice.coach else "",
                choice.coach_id if choice else None,
            )
        )
    return files


def receivers_coaches(
    acting: Acting, redrawing_id: UUID, receiver_id: UUID, day: date
) -> list[ReceiversCoach]:
    """The coaches of a receiving partnership on a day with how many families they have; numbers only. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT staff_member_id, families FROM plans_caseloads_of_receiver(%s, %s, %s)",
            [redrawing_id, receiver_id, day],
        )
        have = dict(cursor.fetchall())
    per_full_time = norm(acting, on=day, partnership_id=receiver_id)
    return [
        ReceiversCoach(
            row.staff_member_id,
            row.staff_member.name,
            row.share,
            have[row.staff_member_id],
            max(0, int(capacity(row.share, per_full_time)) - have[row.staff_member_id]),
        )
        for row in Assignment.objects.filter(
            partnership_id=receiver_id, role=Role.COACH, period__contains=day, staff_member__in=have
        )
        .select_related("staff_member")
        .order_by("staff_member__sort_key", "id")
    ]


def redrawings_waiting(acting: Acting) -> list[WaitingRedrawing]:
    """Confirmed redrawings ahead with files of ours still to decide, the first day first. For the start page.

    Numbers only. One query.
    """
    if acting.role != Role.COORDINATOR or acting.partnership_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id, d.name, d.takes_effect_on, sum(f.waiting + f.running - f.going - f.staying)::int
            FROM network_redrawing d
              JOIN network_redrawnzone z ON z.redrawing_id = d.id AND z.from_partnership_id = %s
              CROSS JOIN LATERAL plans_files_of_redrawing(d.id) f
            WHERE d.confirmed_at IS NOT NULL AND d.takes_effect_on > %s AND f.zone_id = z.zone_id
            GROUP BY d.id HAVING sum(f.waiting + f.running - f.going - f.staying) > 0
            ORDER BY d.takes_effect_on, d.id
            """,
            [acting.partnership_id, today()],
        )
        return [WaitingRedrawing(*row) for row in cursor.fetchall()]
