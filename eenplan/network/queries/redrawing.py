"""Areas on a day, and redrawings: what they move, what they do to areas, and what stands in their way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import Source
from eenplan.network.models import (
    Assignment,
    Partnership,
    PartnershipAreaException,
    PartnershipName,
    PartnershipZone,
    Redrawing,
    RedrawnZone,
    Zone,
    ZoneAdjacency,
)
from eenplan.network.queries.areas import Known, names_on
from eenplan.network.rules.adjacency import is_whole, pieces


@dataclass(frozen=True, slots=True)
class ZoneServed:
    """A zone on a day, with who serves it then (None: nobody) and its inhabitants under 25 in 2020 (estimate)."""

    id: UUID
    code: str
    name: str
    under_25: int
    partnership: Known | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A partnership with its zones on a day. `reason`: why it need not be two or more adjoining zones."""

    partnership: Known
    zones: list[ZoneServed]
    pieces: int
    reason: str

    @property
    def under_25(self) -> int:
        """Inhabitants younger than 25, in 2020."""
        return sum(zone.under_25 for zone in self.zones)

    @property
    def assumed(self) -> list[str]:
        """The names of the zones that no public text says are theirs."""
        return [zone.name for zone in self.zones if zone.assumed]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an area may not be: it would have no zone (`none`), one (`one`), or fall apart (`pieces`)."""

    partnership: Known
    kind: str
    parts: list[list[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a redrawing does to one partnership: the names of zones, and inhabitants under 25 (2020)."""

    partnership: Known
    gets: list[str]
    gives: list[str]
    zones_before: int
    zones_after: int
    under_25_before: int
    under_25_after: int


@dataclass(frozen=True, slots=True)
class Move:
    """A zone that goes from one partnership to another."""

    zone: ZoneServed
    giver: Known
    receiver: Known


@dataclass(frozen=True, slots=True)
class RedrawingOn:
    """A redrawing in full. `stale`: zones whose partnership is no longer what it was when they were chosen."""

    id: UUID
    name: str
    takes_effect_on: date
    basis: str
    confirmed_at: datetime | None
    zones: list[ZoneServed]
    moves: list[Move]
    changes: list[Change]
    faults: list[Fault]
    stale: list[str] = field(default_factory=list)

    def after(self) -> dict[UUID, Known | None]:
        """Who serves each zone from the day on."""
        moved = {move.zone.id: move.receiver for move in self.moves}
        return {zone.id: moved.get(zone.id, zone.partnership) for zone in self.zones}


@dataclass(frozen=True, slots=True)
class RedrawingLine:
    """A redrawing in a list."""

    id: UUID
    name: str
    takes_effect_on: date
    confirmed: bool
    zones: list[str]


def zones_on(acting: Acting, on: date) -> list[ZoneServed]:
    """All zones of a day by name, with who serves them. Three queries."""
    serving = {
        row.zone_id: row
        for row in PartnershipZone.objects.filter(period__contains=on).select_related("partnership")
    }
    names = names_on({row.partnership_id for row in serving.values()}, on)
    found = []
    for zone in Zone.objects.filter(period__contains=on).order_by("name", "id"):
        row = serving.get(zone.id)
        by = (
            Known(
                row.partnership_id, row.partnership.code, names.get(row.partnership_id, row.partnership.code)
            )
            if row
            else None
        )
        assumed = bool(row and (row.source == Source.ASSUMED or row.period_assumed))
        found.append(ZoneServed(zone.id, zone.code, zone.name, zone.population_0_24_2020 or 0, by, assumed))
    return found


def areas_on(acting: Acting, on: date, zones: list[ZoneServed]) -> list[Area]:
    """The partnerships that work on a day, by name, with the given zones of that day. Four queries."""
    near = neighbours(acting)
    excused = _excused(on)
    areas = []
    for known in known_on(acting, on):
        own = [zone for zone in zones if zone.partnership and zone.partnership.id == known.id]
        parts = len(pieces([zone.id for zone in own], near))
        areas.append(Area(known, own, parts, excused.get(known.id, ("", False))[0]))
    return areas


def known_on(acting: Acting, on: date) -> list[Known]:
    """The partnerships that work on a day, by name. Two queries."""
    rows = list(Partnership.objects.filter(period__contains=on))
    names = names_on([row.id for row in rows], on)
    known = [Known(row.id, row.code, names.get(row.id, row.code)) for row in rows]
    return sorted(known, key=lambda one: (one.name, one.code))


def neighbours(acting: Acting) -> dict[UUID, set[UUID]]:
    """For every zone those that adjoin it. One query."""
    near: dict[UUID, set[UUID]] = {}
    for one, other in ZoneAdjacency.objects.values_list("zone_id", "neighbour_id"):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return near


def _excused(on: date) -> dict[UUID, tuple[str, bool]]:
    """Why a partnership is excused on a day, and whether only until it gets an area."""
    return {
        row.partnership_id: (row.reason, row.until_area_given)
        for row in PartnershipAreaException.objects.filter(period__contains=on)
    }


def list_redrawings(acting: Acting) -> list[RedrawingLine]:
    """The redrawings that whoever acts may see, the latest day first. Two queries."""
    seen = _seen(acting)
    names: dict[UUID, list[str]] = {}
    for row in RedrawnZone.objects.filter(redrawing__in=seen).select_related("zone").order_by("zone__name"):
        names.setdefault(row.redrawing_id, []).append(row.zone.name)
    return [
        RedrawingLine(
            row.id, row.name, row.takes_effect_on, row.confirmed_at is not None, names.get(row.id, [])
        )
        for row in seen.order_by("-takes_effect_on", "-drafted_at", "id")
    ]


def redrawing(acting: Acting, redrawing_id: UUID) -> RedrawingOn:
    """One redrawing with all that it does to areas. Ten queries. Raises NotFound for who may not see it."""
    row = _seen(acting).filter(id=redrawing_id).first()
    if row is None:
        raise NotFound("redrawing")
    day = row.takes_effect_on
    moved = {one.zone_id: one for one in RedrawnZone.objects.filter(redrawing=row)}
    givers = _names({one.from_partnership_id for one in moved.values()}, day)
    zones = zones_on(acting, day)
    stale = []
    if row.confirmed_at is None:
        for zone in zones:
            one = moved.get(zone.id)
            if one and (zone.partnership is None or zone.partnership.id != one.from_partnership_id):
                stale.append(zone.name)
    else:  # what stands is already what comes after: look at it as it was before
        zones = [
            ZoneServed(
                zone.id,
                zone.code,
                zone.name,
                zone.under_25,
                givers[moved[zone.id].from_partnership_id] if zone.id in moved else zone.partnership,
                zone.assumed,
            )
            for zone in zones
        ]
    receivers = _names({one.to_partnership_id for one in moved.values()}, day)
    moves = [
        Move(zone, givers[one.from_partnership_id], receivers[one.to_partnership_id])
        for zone in zones
        if (one := moved.get(zone.id))
    ]
    found = RedrawingOn(row.id, row.name, day, row.basis, row.confirmed_at, zones, moves, [], [], stale)
    found.changes.extend(_changes(found))
    found.faults.extend(faults(found, neighbours(acting), _excused(day)))
    return found


def workers_in_zones(acting: Acting, moves: Sequence[Move], on: date) -> list[str]:
    """The names of workers of the givers who are planned in zones that leave, on a day. One query."""
    return list(
        Assignment.objects.filter(
            partnership__in={move.giver.id for move in moves},
            zones__overlap=[move.zone.id for move in moves],
            period__contains=on,
        )
        .order_by("staff_member__sort_key")
        .values_list("staff_member__name", flat=True)
    )


def _seen(acting: Acting) -> QuerySet[Redrawing]:
    rows = Redrawing.objects.all()
    if acting.role in (Role.ADMIN, Role.TASK):
        return rows
    mine = acting.partnership_id
    if acting.role != Role.COORDINATOR or mine is None:
        return rows.none()
    zones = RedrawnZone.objects.filter(Q(from_partnership_id=mine) | Q(to_partnership_id=mine))
    return rows.filter(id__in=zones.values("redrawing_id"))


def _names(partnership_ids: set[UUID], on: date) -> dict[UUID, Known]:
    """Partnerships by id, with their name on a day, or the latest one. Two queries."""
    names = {
        row.partnership_id: row.name
        for row in PartnershipName.objects.filter(
            partnership_id__in=partnership_ids, period__startswith__lte=on
        ).order_by("period")
    }
    return {
        row.id: Known(row.id, row.code, names.get(row.id, row.code))
        for row in Partnership.objects.filter(id__in=partnership_ids)
    }


def _changes(of: RedrawingOn) -> list[Change]:
    after = of.after()
    concerned = {known.id: known for move in of.moves for known in (move.giver, move.receiver)}
    changes = []
    for known in sorted(concerned.values(), key=lambda one: one.name):
        before = [zone for zone in of.zones if zone.partnership and zone.partnership.id == known.id]
        later = [zone for zone in of.zones if (by := after[zone.id]) and by.id == known.id]
        changes.append(
            Change(
                known,
                [move.zone.name for move in of.moves if move.receiver.id == known.id],
                [move.zone.name for move in of.moves if move.giver.id == known.id],
                len(before),
                len(later),
                sum(zone.under_25 for zone in before),
                sum(zone.under_25 for zone in later),
            )
        )
    return changes


def faults(
    of: RedrawingOn, near: Mapping[UUID, set[UUID]], excused: Mapping[UUID, tuple[str, bool]]
) -> list[Fault]:
    """Which areas would not be two or more adjoining zones, of partnerships that are not excused. Pure.

    One that is being set up is only excused until this redrawing gives it its area.
    """
    after = of.after()
    named = {zone.id: zone.name for zone in of.zones}
    found = []
    for change in of.changes:
        reason, until_area = excused.get(change.partnership.id, ("", False))
        if reason and not (until_area and change.gets):
            continue
        own = [zone for zone, by in after.items() if by and by.id == change.partnership.id]
        if is_whole(own, near):
            continue
        parts = [sorted(named[zone] for zone in piece) for piece in pieces(own, near)]
        kind = "none" if not own else "one" if len(own) == 1 else "pieces"
        found.append(Fault(change.partnership, kind, parts))
    return found
