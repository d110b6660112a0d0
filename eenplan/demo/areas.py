"""Where invented families live: the real map, and how many referrals fall where and when."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from eenplan.demo.chance import SATURDAY, Chance, spread
from eenplan.network.models import Municipality, MunicipalityZone, PartnershipZone, PostalCode, Zone

# Totals as published for the whole (seed 000 of the project); their spread over areas and days is invented.
PUBLISHED = {2020: 4313, 2021: 7782}
TOTALS = {**PUBLISHED, 2022: 8914}
COVERED_FROM = date(2021, 7, 1)
# Work by month: summer and Christmas are quiet, the weeks after the holidays and reports are not.
MONTHS = (1.05, 1.05, 1.15, 0.95, 1.1, 1.05, 0.55, 0.5, 1.0, 1.2, 1.2, 0.9)
SPRING_OF_2020 = {(2020, 3): 0.8, (2020, 4): 0.45, (2020, 5): 0.75}
# Only part of the families in Brussels speak Dutch.
DUTCH_SPEAKING = {"P07": 0.2}


@dataclass(frozen=True, slots=True)
class Served:
    """A partnership serves a zone, from a day up to another (exclusive)."""

    partnership_id: str
    code: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family may live."""

    municipality_id: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A day on which a referral comes in, in a zone."""

    zone_id: str
    day: date


class Areas:
    """The map as it was on each day: zones, their partnerships, places in them."""

    def __init__(self) -> None:
        self.zones: dict[str, tuple[str, float]] = {}
        for zone, code, young in Zone.objects.order_by("code").values_list(
            "id", "code", "population_0_24_2020"
        ):
            self.zones[str(zone)] = (code, float(young or 20_000))
        self.served: dict[str, list[Served]] = defaultdict(list)
        for row in PartnershipZone.objects.select_related("partnership").order_by("period"):
            period = row.period
            self.served[str(row.zone_id)].append(
                Served(
                    str(row.partnership_id),
                    row.partnership.code,
                    period.lower or date.min,
                    period.upper or date.max,
                )
            )
        self._municipalities = list(
            MunicipalityZone.objects.order_by("municipality__nis_code").values_list(
                "zone_id", "municipality_id", "share", "period"
            )
        )
        self._young = dict(Municipality.objects.order_by().values_list("id", "population_0_24_2020"))
        self._codes = list(
            PostalCode.objects.order_by("code", "place_name").values_list(
                "municipality_id", "zone_id", "code", "period"
            )
        )
        self.places = cache(self._places)

    def at(self, zone_id: str, day: date) -> Served | None:
        """Who served a zone on a day."""
        return next((served for served in self.served[zone_id] if served.since <= day < served.until), None)

    def later(self, zone_id: str, day: date) -> list[Served]:
        """Who serves a zone from a day on, in order."""
        return [served for served in self.served[zone_id] if served.until > day]

    def place(self, chance: Chance, zone_id: str, day: date) -> Place:
        """A place in a zone on a day, by how many young people live there."""
        places, weights = self.places(zone_id, day.year)
        return chance.choices(places, weights)[0]

    def _places(self, zone_id: str, year: int) -> tuple[list[Place], list[float]]:
        day = date(year, 6, 1)
        places, weights = [], []
        for zone, municipality, share, period in self._municipalities:
            if str(zone) != zone_id or day not in period:
                continue
            codes = list(
                dict.fromkeys(
                    code
                    for of, within, code, when in self._codes
                    if of == municipality and (within is None or str(within) == zone_id) and day in when
                )
            )
            for code in codes or [""]:
                places.append(Place(str(municipality), code))
                weights.append((self._young.get(municipality) or 1_000) * float(share) / max(len(codes), 1))
        return places, weights


@cache
def _busy(partnership_code: str) -> float:
    """How busy a partnership is for its number of young people, against others."""
    factor = Chance(f"busy:{partnership_code}").uniform(0.7, 1.35)
    return factor * DUTCH_SPEAKING.get(partnership_code, 1)


@cache
def _delay(partnership_code: str) -> timedelta:
    """How long after the day of the map a partnership really began in the zones that were new in 2021."""
    return timedelta(days=Chance(f"start:{partnership_code}").randrange(5, 100))


def _weight(served: Served, first: Served, day: date) -> float:
    """How busy a zone is on a day, against others: nothing outside working days and before its start."""
    if day.weekday() >= SATURDAY:
        return 0
    new = first.since >= COVERED_FROM
    start = first.since + _delay(first.code) if new else first.since
    if day < start:
        return 0
    beginning = 0.6 if new and (day - start).days < 150 else 1
    season = MONTHS[day.month - 1] * SPRING_OF_2020.get((day.year, day.month), 1)
    return _busy(served.code) * beginning * season


def spots(areas: Areas, year: int, total: int) -> Iterator[Spot]:
    """Exactly `total` referrals of a year: in which zone, on which day. By zone, then by day."""
    days = [date(year, 1, 1) + timedelta(days=at) for at in range(366)]
    days = [day for day in days if day.year == year]
    zones, weights = [], []
    for zone_id, (code, young) in areas.zones.items():
        first = areas.served[zone_id][0]
        of_days = [_weight(served, first, day) if (served := areas.at(zone_id, day)) else 0 for day in days]
        if any(of_days):
            zones.append((zone_id, code, of_days))
            weights.append(young * sum(of_days))
    for (zone_id, code, of_days), number in zip(zones, spread(total, weights), strict=True):
        chance = Chance(f"days:{year}:{code}")
        for day in sorted(chance.choices(days, of_days, k=number)):
            yield Spot(zone_id, day)
