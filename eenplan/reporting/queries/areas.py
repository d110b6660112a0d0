"""The map as it was on each day, read once: in which row of a table a place falls."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.network.models import Municipality, MunicipalityZone, PartnershipName, PartnershipZone, Zone
from eenplan.reporting.enums import Level

NO_PARTNERSHIP = _("geen partnerschap")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where referrals come from: the municipality and the zone that they were received in."""

    municipality: UUID
    zone: UUID


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a table: its code and its name on the day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class _Span:
    since: date
    until: date

    @classmethod
    def of(cls, period: object) -> "_Span":
        return cls(
            getattr(period, "lower", None) or date.min,
            getattr(period, "upper", None) or date.max,
        )

    def holds(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass(frozen=True)
class History:
    """All that is known of areas, of all times. Six queries."""

    _serves: tuple[tuple[UUID, UUID, str, _Span], ...]
    _lies: tuple[tuple[UUID, UUID, Decimal, _Span], ...]
    _names: tuple[tuple[UUID, str, _Span], ...]
    _municipalities: Mapping[UUID, tuple[str, str, UUID | None, _Span, int | None]]
    _zones: Mapping[UUID, Named]

    @classmethod
    def read(cls) -> "History":
        """Read it whole: some thousand short rows."""
        serves = PartnershipZone.objects.order_by("id").values_list(
            "zone_id", "partnership_id", "partnership__code", "period"
        )
        lies = MunicipalityZone.objects.order_by("id").values_list(
            "municipality_id", "zone_id", "share", "period"
        )
        names = PartnershipName.objects.order_by("id").values_list("partnership_id", "name", "period")
        municipalities = Municipality.objects.order_by("id").values_list(
            "id", "nis_code", "name_nl", "successor_id", "period", "population_0_24_2020"
        )
        return cls(
            tuple((zone, key, code, _Span.of(period)) for zone, key, code, period in serves),
            tuple((place, zone, share, _Span.of(period)) for place, zone, share, period in lies),
            tuple((key, name, _Span.of(period)) for key, name, period in names),
            {
                key: (nis, name, successor, _Span.of(period), young)
                for key, nis, name, successor, period, young in municipalities
            },
            {key: Named(code, name) for key, code, name in Zone.objects.values_list("id", "code", "name")},
        )

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which anything changed, in order."""
        spans = [row[-1] for row in self._serves] + [row[-1] for row in self._lies]
        spans += [known[3] for known in self._municipalities.values()]
        return sorted({span.since for span in spans} | {span.until for span in spans})

    def version(self, day: date) -> int:
        """The number of the area version of a day: the same for days between which nothing changed."""
        return bisect_right(self._turns, day)

    def on(self, day: date) -> "Areas":
        """The map of one day."""
        names = {key: name for key, name, span in self._names if span.holds(day)}
        of_zone, partnerships = {}, {}
        for zone, key, code, span in self._serves:
            if span.holds(day):
                of_zone[zone] = key
                partnerships[key] = Named(code, names.get(key, code))
        zones: dict[UUID, dict[UUID, Decimal]] = defaultdict(dict)
        for place, zone, share, span in self._lies:
            if span.holds(day):
                zones[place][zone] = share
        return Areas(day, partnerships, of_zone, dict(zones), self._zones, self._municipalities)


@dataclass(frozen=True, slots=True)
class Areas:
    """The map of a day: which partnership served which zone, and in which zones each municipality lay."""

    day: date
    partnerships: Mapping[UUID, Named]
    of_zone: Mapping[UUID, UUID]
    zones: Mapping[UUID, Mapping[UUID, Decimal]]
    zone_names: Mapping[UUID, Named]
    municipalities: Mapping[UUID, tuple[str, str, UUID | None, _Span, int | None]]

    def row_of(self, spot: Spot, level: Level) -> Hashable:
        """The row in which the referrals of a spot fall; None for the row without a partnership."""
        if level is Level.MUNICIPALITY:
            return self._of_the_day(spot.municipality)
        zone = self._zone(spot)
        return zone if level is Level.ZONE else self.of_zone.get(zone)

    def rows(self, level: Level) -> dict[Hashable, Named]:
        """All rows of a level on the day, whether they have referrals or not."""
        if level is Level.PARTNERSHIP:
            return dict(self.partnerships.items())
        if level is Level.ZONE:
            there = {zone for found in self.zones.values() for zone in found}
            return {zone: self.zone_names[zone] for zone in there}
        return {place: self.name(place, level) for place in self.zones}

    def name(self, key: Hashable, level: Level) -> Named:
        """How a row is called; also one that did not exist on the day."""
        if level is Level.MUNICIPALITY:
            nis, name, *_rest = self.municipalities[key]  # type: ignore[index]  # rows of this level are ids
            return Named(nis, name)
        if level is Level.ZONE:
            return self.zone_names[key]  # type: ignore[index]  # the same
        return self.partnerships.get(key) or Named("", str(NO_PARTNERSHIP))  # type: ignore[call-overload]  # the same

    def young_of(self, level: Level, known: Mapping[UUID, int] | None = None) -> dict[Hashable, Decimal]:
        """Inhabitants under 25 per row, of the municipalities of the day by their share in each zone.

        `known` are numbers per municipality; without them those of the reference data. A row of which
        one municipality has no number is left out.
        """
        sums: dict[Hashable, Decimal] = defaultdict(Decimal)
        incomplete: set[Hashable] = set()
        for place, zones in self.zones.items():
            number = known.get(place) if known is not None else self.municipalities[place][4]
            for zone, share in zones.items():
                row: Hashable = zone
                if level is Level.MUNICIPALITY:
                    row = place
                elif level is Level.PARTNERSHIP:
                    row = self.of_zone.get(zone)
                if number is None:
                    incomplete.add(row)
                else:
                    sums[row] += number * share
        return {row: found for row, found in sums.items() if row not in incomplete and found > 0}

    def _zone(self, spot: Spot) -> UUID:
        """The zone of the municipality on the day, or of what it merged into.

        Where that leaves a choice (a large city, a municipality that did not exist yet), the zone of the
        referral itself stands.
        """
        zones = self.zones.get(self._of_the_day(spot.municipality), {})
        return next(iter(zones)) if len(zones) == 1 else spot.zone

    def _of_the_day(self, municipality: UUID) -> UUID:
        """The municipality itself or what it merged into by the day; itself when neither existed yet."""
        found: UUID | None = municipality
        while found is not None:
            if found in self.zones:
                return found
            found = self.municipalities[found][2]
        return municipality
