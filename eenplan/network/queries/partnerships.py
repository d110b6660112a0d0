"""Partnerships, their names and their zones on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.network.enums import Source
from eenplan.network.models import Partnership, PartnershipName, PartnershipZone


@dataclass(frozen=True, slots=True)
class PartnershipOn:
    """A partnership as it was on a day."""

    id: UUID
    code: str
    name: str
    name_assumed: bool
    lead_partner: str
    since: date | None
    until: date | None
    period_assumed: bool


@dataclass(frozen=True, slots=True)
class ZoneOn:
    """A zone that a partnership served on a day. `assumed`: not read in a public text; `basis` says why."""

    id: UUID
    code: str
    name: str
    assumed: bool
    confidence: str
    basis: str


def partnerships_on(acting: Acting, on: date) -> list[PartnershipOn]:
    """The partnerships that worked on a day, by code: the older ones (H…) first. Two queries."""
    return _read(Q(period__contains=on))


def partnerships_from(acting: Acting, on: date) -> list[PartnershipOn]:
    """Those that work on a day, and those that will begin later, by code and as they will be called. Two queries."""
    return _read(Q(period__contains=on) | Q(period__startswith__gt=on))


def _read(which: Q) -> list[PartnershipOn]:
    names = {row.partnership_id: row for row in PartnershipName.objects.filter(which).order_by("-period")}
    return [
        PartnershipOn(
            id=row.id,
            code=row.code,
            name=names[row.id].name if row.id in names else row.code,
            name_assumed=row.id in names and names[row.id].assumed,
            lead_partner=row.lead_partner,
            since=row.period.lower,
            until=row.period.upper,
            period_assumed=row.period_assumed,
        )
        for row in Partnership.objects.filter(which).order_by("code")
    ]


def partnership_name(acting: Acting, partnership_id: UUID, on: date) -> str:
    """What a partnership was called on a day; its last known name after its end; else its code."""
    latest = (
        PartnershipName.objects.filter(partnership_id=partnership_id, period__startswith__lte=on)
        .order_by("-period__startswith")
        .first()
    )
    name: str = latest.name if latest else Partnership.objects.get(id=partnership_id).code
    return name


def zones_of(acting: Acting, partnership_id: UUID, on: date) -> list[ZoneOn]:
    """The zones that a partnership served on a day, by name. One query."""
    return [
        ZoneOn(
            id=row.zone_id,
            code=row.zone.code,
            name=row.zone.name,
            assumed=row.source == Source.ASSUMED or row.period_assumed,
            confidence=row.confidence,
            basis=row.basis,
        )
        for row in PartnershipZone.objects.filter(partnership_id=partnership_id, period__contains=on)
        .select_related("zone")
        .order_by("zone__name", "id")
    ]


def areas_assumed_on(acting: Acting, on: date) -> frozenset[UUID]:
    """The partnerships of which a zone, or its first day, is assumed in the area of a day. One query."""
    serves = PartnershipZone.objects.filter(
        Q(source=Source.ASSUMED) | Q(period_assumed=True), period__contains=on
    )
    return frozenset(serves.order_by().values_list("partnership_id", flat=True))
