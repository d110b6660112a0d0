"""Figures across rooms: read-only, from anonymous facts, never names (rules 43 to 46)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import Municipality, MunicipalityZone, PartnershipName, PartnershipZone
from eenplan.referrals.models import Fact as FactRow
from eenplan.reporting import rules
from eenplan.reporting.enums import Unit

# Counts below this are not shown (rule 43). A caller may ask for a stricter one.
SMALLEST_SHOWN = 5
BY = ("partnership",)
COLUMNS = (
    "partnership_code",
    "partnership_name",
    "referrals",
    "families",
    "children",
    "within_month",
    "within_month_share",
    "median_days",
    "p75_days",
    "suppressed",
)
# What each column counts (rule 44).
UNITS = {
    "referrals": Unit.REFERRAL,
    "families": Unit.FAMILY,
    "children": Unit.CHILD,
    "within_month": Unit.REFERRAL,
    "within_month_share": Unit.REFERRAL,
    "median_days": Unit.DAY,
    "p75_days": Unit.DAY,
}
_FACT_FIELDS = (
    "municipality_id",
    "zone_id",
    "demo",
    "family_token",
    "children",
    "received_on",
    "deadline",
    "conversation_held_on",
    "conversation_recorded_on",
    "ended_on",
    "late_since",
)
# Those whom the fence lets see every fact: for anybody else the figures would be wrong without saying so.
_READERS = frozenset({Role.OFFICIAL, Role.COORDINATOR, Role.INTAKE, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Apart:
    """Counts of referrals that stand beside the share within the month, not in it. None: suppressed."""

    ended_otherwise: int | None
    still_within_month: int | None
    held_in_time_recorded_later: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one partnership. None is 'suppressed' or, for a wait, 'not reached yet'.

    Without a code the row holds the referrals whose zone had no partnership on the area date.
    """

    partnership_code: str
    partnership_name: str
    referrals: int | None
    families: int | None
    children: int | None
    within_month: int | None
    within_month_share: Decimal | None
    median_days: int | None
    p75_days: int | None
    suppressed: bool
    apart: Apart
    # Tells a wait that was left out from one that is not reached yet.
    waits_suppressed: bool

    def cells(self) -> dict[str, object]:
        """The columns of the table by name, in their order."""
        return {column: getattr(self, column) for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with all that they need to be understood (rule 44): period, area version, extraction date.

    The period is half-open, in days of receipt. `provisional`: for some referrals the month still runs.
    `demo`: at least one referral is invented, so nothing here is anybody's score.
    """

    rows: tuple[Row, ...]
    since: date
    until: date
    areas_on: date
    extracted_on: date
    smallest_shown: int
    provisional: bool
    demo: bool

    @property
    def statement(self) -> str:
        """In one sentence: unit, period, area version and day of extraction, and that demo data are no score."""
        text = gettext(
            "Aanmeldingen ontvangen in %(year)s (teleenheden: aanmelding, gezin, kind, dag; niet op te tellen"
            " over eenheden), gebieden zoals op %(areas)s, cijfers van %(extracted)s."
        ) % {
            "year": self.since.year,
            "areas": self.areas_on.isoformat(),
            "extracted": self.extracted_on.isoformat(),
        }
        if self.demo:
            text += " " + gettext("Demogegevens: verzonnen, geen score van een echt samenwerkingsverband.")
        return text


NO_PARTNERSHIP = gettext_lazy("geen partnerschap")


def figures(
    acting: Acting,
    *,
    year: int,
    areas_on: date,
    by: str = "partnership",
    extracted_on: date | None = None,
    smallest_shown: int = SMALLEST_SHOWN,
) -> Table:
    """The figures of all referrals received in `year`, by the partnerships that served an area on `areas_on`.

    Every partnership with an area on that day has a row, by code; last come, if there are any, the
    referrals whose zone had none. What was recorded after `extracted_on` (today, if not given) does not
    count. Five queries, whatever the rows. Refuses with `reporting:year-unknown` or `reporting:by-unknown`.
    """
    _may_read(acting)
    if by not in BY:
        raise RuleBroken(
            "reporting:by-unknown", gettext("Kies waarop je de cijfers wil splitsen."), field="by"
        )
    if not 1900 <= year < 9999:
        raise RuleBroken("reporting:year-unknown", gettext("Vul een jaar in, zoals 2021."), field="year")
    extracted_on = extracted_on or clock.today()
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    areas = _Areas.on(areas_on)
    groups: dict[UUID | None, list[rules.Fact]] = defaultdict(list)
    demo = False
    rows = FactRow.objects.filter(
        received_on__gte=since, received_on__lt=until, received_on__lte=extracted_on
    )
    for row in rows.order_by().only(*_FACT_FIELDS).iterator():
        demo = demo or row.demo
        groups[areas.partnership(row.municipality_id, row.zone_id)].append(
            rules.Fact(
                family_token=row.family_token,
                children=row.children,
                received_on=row.received_on,
                deadline=row.deadline,
                held_on=row.conversation_held_on,
                recorded_on=row.conversation_recorded_on,
                ended_on=row.ended_on,
                late_since=row.late_since,
            )
        )
    keys = sorted(areas.partnerships, key=lambda key: areas.partnerships[key][0])
    made = [_row(*areas.partnerships[key], groups[key], extracted_on, smallest_shown) for key in keys]
    if groups[None]:
        made.append(_row("", str(NO_PARTNERSHIP), groups[None], extracted_on, smallest_shown))
    return Table(
        rows=tuple(made),
        since=since,
        until=until,
        areas_on=areas_on,
        extracted_on=extracted_on,
        smallest_shown=smallest_shown,
        provisional=any(fact.deadline >= extracted_on for facts in groups.values() for fact in facts),
        demo=demo,
    )


def _may_read(acting: Acting) -> None:
    if acting.role not in _READERS:
        raise NotFound("figures")


def _row(code: str, name: str, facts: list[rules.Fact], extracted_on: date, smallest_shown: int) -> Row:
    """Count, then leave out what is small, with all that is derived from it (primary suppression, rule 43)."""

    def small(count: int) -> bool:
        return rules.is_small(count, smallest_shown)

    def shown(count: int, *, hide: bool = False) -> int | None:
        return None if hide or small(count) else count

    families, children = rules.families(facts), rules.children(facts)
    month = rules.within_month(facts, extracted_on)
    waits = [rules.wait(fact, extracted_on) for fact in facts]
    few = small(len(facts)) or small(families)
    few_in_time = few or small(month.in_time) or small(month.counted)
    few_held = few or small(sum(wait.ended for wait in waits))
    median, p75 = (None, None) if few_held else rules.percentiles(waits, rules.MEDIAN, rules.P75)
    return Row(
        partnership_code=code,
        partnership_name=name,
        referrals=shown(len(facts), hide=few),
        families=shown(families, hide=few),
        children=shown(children, hide=few),
        within_month=shown(month.in_time, hide=few_in_time),
        within_month_share=None if few_in_time else month.share,
        median_days=median,
        p75_days=p75,
        suppressed=few or few_in_time or few_held or small(children),
        apart=Apart(
            ended_otherwise=shown(month.ended_otherwise, hide=few),
            still_within_month=shown(month.still_within_month, hide=few),
            held_in_time_recorded_later=shown(month.held_in_time_recorded_later, hide=few),
        ),
        waits_suppressed=few_held,
    )


@dataclass(frozen=True, slots=True)
class _Areas:
    """Which partnership served which zone on a day, and in which zones each municipality lay."""

    partnerships: Mapping[UUID, tuple[str, str]]
    of_zone: Mapping[UUID, UUID]
    zones: Mapping[UUID, frozenset[UUID]]
    successors: Mapping[UUID, UUID]

    @classmethod
    def on(cls, day: date) -> "_Areas":
        """Read them, in four queries."""
        names = dict(
            PartnershipName.objects.filter(period__contains=day)
            .values_list("partnership_id", "name")
            .order_by()
        )
        serves = PartnershipZone.objects.filter(period__contains=day).order_by()
        of_zone, partnerships = {}, {}
        for zone, key, code in serves.values_list("zone_id", "partnership_id", "partnership__code"):
            of_zone[zone] = key
            partnerships[key] = (code, names.get(key, code))
        zones: dict[UUID, set[UUID]] = defaultdict(set)
        lies = MunicipalityZone.objects.filter(period__contains=day).order_by()
        for municipality, zone in lies.values_list("municipality_id", "zone_id"):
            zones[municipality].add(zone)
        merged = Municipality.objects.filter(successor__isnull=False).order_by()
        successors = dict(merged.values_list("id", "successor_id"))
        fixed = {municipality: frozenset(found) for municipality, found in zones.items()}
        return cls(partnerships, of_zone, fixed, successors)

    def partnership(self, municipality: UUID | None, zone: UUID | None) -> UUID | None:
        """The partnership that served a place on the day; None if none did.

        The zone is that of the municipality on the day, or of what it merged into. Where that leaves a
        choice (a large city, a municipality that did not exist yet), the zone of the referral itself stands.
        """
        on_the_day = self._zones(municipality)
        if len(on_the_day) == 1:
            (zone,) = on_the_day
        return self.of_zone.get(zone) if zone else None

    def _zones(self, municipality: UUID | None) -> frozenset[UUID]:
        while municipality is not None:
            if municipality in self.zones:
                return self.zones[municipality]
            municipality = self.successors.get(municipality)
        return frozenset()


@dataclass(frozen=True, slots=True)
class AreaChange:
    """What moved between two days: figures by partnership of these days are not comparable (rule 46)."""

    before: date
    after: date
    zones: tuple[str, ...]
    partnerships: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether a comparison must carry a warning."""
        return bool(self.zones)

    @property
    def warning(self) -> str:
        """The warning for the screen; empty when nothing changed."""
        if not self.changed:
            return ""
        return gettext(
            "De gebieden veranderden tussen %(before)s en %(after)s (%(zones)s eerstelijnszones). Vergelijk de"
            " cijfers per samenwerkingsverband van deze jaren daarom niet zomaar."
        ) % {"before": self.before.isoformat(), "after": self.after.isoformat(), "zones": len(self.zones)}


def area_change(acting: Acting, *, before: date, after: date) -> AreaChange:
    """Which zones have another partnership (or one at all) on one day than on another, by name.

    Also which partnerships gained, lost or ceased to have a zone, by code. Two queries.
    """
    _may_read(acting)
    then, now = _serving(before), _serving(after)
    moved = {
        name: (then.get(name), now.get(name)) for name in {*then, *now} if then.get(name) != now.get(name)
    }
    codes = {code for pair in moved.values() for code in pair if code}
    return AreaChange(before, after, tuple(sorted(moved)), tuple(sorted(codes)))


def _serving(day: date) -> dict[str, str]:
    serves = PartnershipZone.objects.filter(period__contains=day).order_by()
    return dict(serves.values_list("zone__name", "partnership__code"))
