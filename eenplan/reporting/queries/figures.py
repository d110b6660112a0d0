"""The figures of a year by partnership, zone or municipality, by the areas of any day."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.referrals.enums import OutcomeKind
from eenplan.reporting import disclosure, rules
from eenplan.reporting.enums import Level
from eenplan.reporting.models import Population
from eenplan.reporting.queries.areas import Areas, History, Named, Spot
from eenplan.reporting.queries.readers import may_read
from eenplan.reporting.queries.table import LEVEL_OF, UNITS, Inhabitants, Row, Table

# Counts below this are not shown (rule 43). A caller may ask for a stricter one.
SMALLEST_SHOWN = 5
BY = tuple(level.value for level in Level)
_OTHERWISE = frozenset(kind.value for kind in OutcomeKind if kind != OutcomeKind.TAKEN_UP)
_TENTH = Decimal("0.1")
# How much it matters that a row can be shown: first by the year's own areas, first the larger ones.
_WEIGHTS = {Level.PARTNERSHIP: (1000, 300), Level.ZONE: (30, 10), Level.MUNICIPALITY: (3, 1)}


def figures(
    acting: Acting,
    *,
    year: int,
    areas_on: date,
    by: str = Level.PARTNERSHIP.value,
    asked_on: date | None = None,
    smallest_shown: int = SMALLEST_SHOWN,
) -> Table:
    """The figures of all referrals received in `year`, by the rows that `by` had on `areas_on`.

    They are those of the year's last fixed day before `asked_on` (today, if not given): `rules.extraction_day`.
    Every row of that day is there, by code; last come, if there are any, the referrals whose zone had no
    partnership. Ten queries at most, whatever the rows. Refuses with `reporting:year-unknown`,
    `reporting:by-unknown`, or `reporting:year-runs` (a running year has figures by partnership only).
    """
    may_read(acting)
    if by not in BY:
        raise RuleBroken(
            "reporting:by-unknown", gettext("Kies waarop je de cijfers wil splitsen."), field="by"
        )
    if not 1900 <= year < 9999:
        raise RuleBroken("reporting:year-unknown", gettext("Vul een jaar in, zoals 2021."), field="year")
    level, today = Level(by), asked_on or clock.today()
    extracted_on = rules.extraction_day(year, today)
    provisional = not rules.is_closed(year, today)
    if provisional and level is not Level.PARTNERSHIP:
        raise RuleBroken(
            "reporting:year-runs",
            gettext(
                "Per eerstelijnszone en per gemeente zijn er pas cijfers als het jaar is afgesloten, na 31 maart"
                " %(year)s. Kies per samenwerkingsverband of een vroeger jaar."
            )
            % {"year": year + 1},
            field="by",
        )
    period = _Period(date(year, 1, 1), date(year + 1, 1, 1), extracted_on)
    history = History.read()
    counts = _counts(period, by_quarter=provisional)
    spots = sorted(counts, key=lambda spot: (spot.municipality, spot.zone))
    base = disclosure.base_of(
        tuple(tuple(sorted(counts[spot].items())) for spot in spots),
        _grids(history, spots, year, today, provisional=provisional),
        smallest_shown,
    )
    areas = history.on(areas_on)
    inhabitants, young = (None, {}) if provisional else _young(areas, level, year)
    making = _Making(
        base, areas, level, spots, counts, _waits(period, areas, level, spots), young, smallest_shown
    )
    return Table(
        by=level,
        rows=making.rows(),
        total=making.total(),
        since=period.since,
        until=period.until,
        areas_on=areas_on,
        extracted_on=extracted_on,
        smallest_shown=smallest_shown,
        provisional=provisional,
        demo=bool(_asked("SELECT reporting_invented(%s, %s, %s)", period.arguments)[0][0]),
        inhabitants=inhabitants,
    )


@dataclass(frozen=True, slots=True)
class _Period:
    since: date
    until: date
    known_on: date

    @property
    def arguments(self) -> list[Any]:
        return [self.since, self.until, self.known_on]


def _asked(question: str, arguments: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, arguments)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _counts(period: _Period, *, by_quarter: bool) -> dict[Spot, Counter[str]]:
    """The parts that the base is made of (`disclosure.LEVELS`), per place of receipt."""
    found: dict[Spot, Counter[str]] = {}
    rows = _asked("SELECT * FROM reporting_counts(%s, %s, %s, %s)", [*period.arguments, by_quarter])
    for municipality, zone, quarter, standing, outcome, later, nameless, again, number, children in rows:
        parts = found.setdefault(Spot(municipality, zone), Counter())
        late = standing == "late"
        names = ["referrals", "again" if again or nameless else "families"]
        names.append("still_within_month" if standing == "within_month" else str(standing))
        if quarter:
            names.append(f"q{quarter}")
        if outcome in _OTHERWISE:
            names += _otherwise(str(outcome), late=late)
        elif standing != "in_time":
            names.append(f"{'open' if outcome == 'open' else 'taken'}_{'late' if late else 'within'}")
            if names[-1] == "taken_late":
                names.append("held_in_time_recorded_later" if later else "taken_late_rest")
        for name in names:
            parts[name] += number
        parts["children"] += children
    return found


def _otherwise(outcome: str, *, late: bool) -> list[str]:
    """The parts of an outcome other than 'taken up': itself, and what is left of all such as each is told."""
    order = ("consult_only", "withdrawn", "forwarded", "duplicate")
    before = order.index(outcome) if outcome in order else len(order)
    left = [f"other_{number}" for number in range(1, min(before, 3) + 1)]
    return [outcome, *left, *(["ended_late"] if late else [])]


def _grids(
    history: History, spots: Sequence[Spot], year: int, today: date, *, provisional: bool
) -> tuple[disclosure.Grid, ...]:
    """All tables that are offered of a year: each kind of row by the areas of each year, the year's own first."""
    own = rules.own_day(year, today)
    days = {history.version(own): own}
    for other in range(rules.FIRST_YEAR, today.year + 1):
        day = rules.own_day(other, today)
        days.setdefault(history.version(day), day)
    levels = (Level.PARTNERSHIP,) if provisional else tuple(Level)
    grids = []
    for day in days.values():
        areas = history.on(day)
        grids += [
            disclosure.Grid(tuple(areas.row_of(spot, level) for spot in spots), _WEIGHTS[level][day != own])
            for level in levels
        ]
    return tuple(grids)


def _waits(
    period: _Period, areas: Areas, level: Level, spots: Sequence[Spot]
) -> dict[Hashable, tuple[int, int | None, int | None]]:
    """Conversations, median and P75 in days for each row; of all together under the key `_TOTAL`."""
    rows = [areas.row_of(spot, level) for spot in spots]
    number = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    found = _asked(
        "SELECT * FROM reporting_waits(%s, %s, %s, %s::uuid[], %s::uuid[], %s::integer[])",
        [
            *period.arguments,
            [spot.municipality for spot in spots],
            [spot.zone for spot in spots],
            [number[row] for row in rows],
        ],
    )
    named: dict[object, Hashable] = {place: row for row, place in number.items()} | {None: _TOTAL}
    return {named[key]: (talks, median, p75) for key, talks, median, p75 in found}


def _young(areas: Areas, level: Level, year: int) -> tuple[Inhabitants | None, Mapping[Hashable, Decimal]]:
    """Inhabitants under 25 per row: as imported for a day nearest before the year's end, else the estimate."""
    latest = Population.objects.filter(on__lte=date(year, 12, 31)).order_by("-on").values("on")[:1]
    found = list(
        Population.objects.filter(on=latest)
        .order_by("id")
        .values_list("municipality_id", "under_25", "on", "source", "assumed")
    )
    if not found:
        note = Inhabitants(date(2020, 1, 1), "Statbel", assumed=True)
        young = areas.young_of(level)
        return (note if young else None), young
    known = {key: number for key, number, *_rest in found}
    note = Inhabitants(found[0][2], found[0][3], any(assumed for *_rest, assumed in found))
    return note, areas.young_of(level, known)


_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class _Making:
    """From counts and blocks to rows: what is not a union of blocks is left out."""

    base: disclosure.Base
    areas: Areas
    level: Level
    spots: Sequence[Spot]
    counts: Mapping[Spot, Counter[str]]
    waits: Mapping[Hashable, tuple[int, int | None, int | None]]
    young: Mapping[Hashable, Decimal]
    smallest_shown: int

    def rows(self) -> tuple[Row, ...]:
        falls_in = [self.areas.row_of(spot, self.level) for spot in self.spots]
        sums: dict[Hashable, Counter[str]] = {}
        for spot, row in zip(self.spots, falls_in, strict=True):
            sums.setdefault(row, Counter()).update(self.counts[spot])
        shown = {level.name: self.base.rows_shown(level.name, falls_in) for level in disclosure.LEVELS}
        names = self.areas.rows(self.level)
        names |= {row: self.areas.name(row, self.level) for row in sums if row not in names}
        keys = sorted(names, key=lambda row: (not names[row].code, names[row].code))
        return tuple(
            self._row(
                row,
                names[row],
                sums.get(row, Counter()),
                frozenset(name for name in shown if row not in sums or row in shown[name]),
            )
            for row in keys
        )

    def total(self) -> Row:
        whole: Counter[str] = Counter()
        for found in self.counts.values():
            whole.update(found)
        known = frozenset(level.name for level in disclosure.LEVELS) - self.base.withheld
        return self._row(_TOTAL, Named("", gettext("Heel Vlaanderen en Brussel")), whole, known)

    def _row(self, key: Hashable, named: Named, parts: Mapping[str, int], known: frozenset[str]) -> Row:
        """Of one row: count, and leave out the columns of levels at which it is not known."""

        def part(name: str) -> int:
            return parts.get(name, 0)

        talks, median, p75 = self.waits.get(key, (0, None, None))
        judged = part("in_time") + part("late")
        young = sum(self.young.values(), Decimal()) if key == _TOTAL else self.young.get(key)
        values: dict[str, int | Decimal | None] = {column: part(column) for column in LEVEL_OF}
        values |= {
            "within_month": part("in_time"),
            "within_month_share": rules.share_of(part("in_time"), judged),
            "taken_up": part("in_time") + part("taken_late") + part("taken_within"),
            "open": part("open_late") + part("open_within"),
            "median_days": median,
            "p75_days": p75,
        }
        hidden = {column for column, level in LEVEL_OF.items() if level not in known}
        if disclosure.is_small(judged, self.smallest_shown):
            hidden |= {"within_month", "within_month_share"}
        if disclosure.is_small(talks, self.smallest_shown):
            hidden |= {"median_days", "p75_days"}
        values["inhabitants_under_25"] = None if not young else int(young.quantize(Decimal(1), ROUND_HALF_UP))
        values["per_1000"] = (
            None if not young else (part("referrals") * 1000 / young).quantize(_TENTH, ROUND_HALF_UP)
        )
        if "referrals" in hidden:
            hidden |= {*UNITS}
        values |= dict.fromkeys(hidden)
        return Row(named.code, named.name, values, frozenset(hidden))
