"""Through time: which zone belonged, belongs and will belong to whom; and what a planned move means."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.enums import Source
from eenplan.network.models import MunicipalityZone, PartnershipName, PartnershipZone


@dataclass(frozen=True, slots=True)
class Stretch:
    """A zone belongs to a partnership from a day until another, exclusive."""

    partnership_id: UUID
    partnership: str
    since: date | None
    until: date | None
    is_planned: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class ZoneThroughTime:
    """A zone with all whom it belonged to, in the order of time."""

    id: UUID
    code: str
    name: str
    stretches: list[Stretch] = field(default_factory=list)


def area_changes(acting: Acting, *, partnership_id: UUID | None = None) -> list[ZoneThroughTime]:
    """All zones by name, or those that a partnership ever had or will have. Two queries."""
    names = {
        row.partnership_id: row.name for row in PartnershipName.objects.order_by("period", "id")
    }  # the latest name of each
    found: dict[UUID, ZoneThroughTime] = {}
    day = today()
    for row in PartnershipZone.objects.select_related("zone", "partnership").order_by(
        "zone__name", "zone_id", "period"
    ):
        zone = found.setdefault(row.zone_id, ZoneThroughTime(row.zone_id, row.zone.code, row.zone.name))
        since = row.period.lower
        zone.stretches.append(
            Stretch(
                row.partnership_id,
                names.get(row.partnership_id, row.partnership.code),
                since,
                row.period.upper,
                since is not None and since > day,
                row.source == Source.ASSUMED or row.period_assumed,
            )
        )
    return [
        zone
        for zone in found.values()
        if partnership_id is None or any(one.partnership_id == partnership_id for one in zone.stretches)
    ]


def municipalities_of_zone(acting: Acting, zone_id: UUID, *, on: date) -> list[str]:
    """The municipalities that lie (partly) in a zone on a day, by name. One query."""
    return list(
        MunicipalityZone.objects.filter(zone_id=zone_id, period__contains=on)
        .order_by("municipality__name_nl", "id")
        .values_list("municipality__name_nl", flat=True)
    )
