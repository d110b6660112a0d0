"""What partnerships were made of on a day, held against the call that bound them then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from eenplan.core.acting import Acting
from eenplan.core.languages import language_now
from eenplan.network.enums import FUNCTIONS, FigureKind, Level, Source, Strength
from eenplan.network.models import (
    Assignment,
    Call,
    CallRequirement,
    OrganisationPartnership,
    OrganisationZone,
    PartnershipFigure,
    PartnershipLineage,
    PartnershipName,
    PartnershipZone,
)
from eenplan.network.queries.partnerships import PartnershipOn, partnerships_on
from eenplan.network.rules.composition import (
    Finding,
    ListState,
    Partner,
    Place,
    Requirement,
    judge,
    list_state,
    missing,
)

# In no published table: after those that are.
_LAST = 10_000


@dataclass(frozen=True, slots=True)
class CallOn:
    """The call that binds on a day. `since` and `until` (exclusive) are assumed; so may be the day of publication."""

    id: UUID
    code: str
    title: str
    published_on: date
    published_assumed: bool
    since: date | None
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class Published:
    """A number that was made public, and from which day it is taken to hold."""

    value: int
    since: date | None
    until: date | None
    period_assumed: bool
    source: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Workers:
    """The team of a day: as it is kept here, or (`kept` None) as it was once published. None: not known."""

    kept: int | None = None
    organisations: int | None = None
    coaches: Published | None = None
    psychologists: Published | None = None


@dataclass(frozen=True, slots=True)
class Successor:
    """In which partnership another went on, and since when."""

    code: str
    name: str
    on: date
    assumed: bool


@dataclass(frozen=True, slots=True)
class Composition:
    """One partnership as it stood on a day."""

    partnership: PartnershipOn
    partners: tuple[Partner, ...]
    state: ListState
    published: Published | None
    zones: tuple[Place, ...]
    zones_assumed: bool
    findings: tuple[Finding, ...]
    workers: Workers
    went_on_in: tuple[Successor, ...]
    later_name: str

    @property
    def subsidised_recipients(self) -> int | None:
        """As published for that day; else as counted, when the partnership keeps its list. None: not known."""
        if self.published:
            return self.published.value
        if self.state is ListState.KEPT:
            return sum(partner.subsidised for partner in self.partners)
        return None

    @property
    def number_of_partners(self) -> int | None:
        """How many partners are written down. None: none, so it is not known. In part: there are more."""
        return len(self.partners) or None

    @property
    def sectors(self) -> dict[str, int]:
        """How many of the partners that are written down are of each sector; sectors without are left out."""
        codes = [partner.sector for partner in self.partners]
        return {code: codes.count(code) for code in sorted(set(codes))}

    @property
    def missing(self) -> list[Finding] | None:
        """What is surely missing; None when that cannot be said."""
        return missing(self.findings, self.state)


@dataclass(frozen=True, slots=True)
class CompositionOn:
    """All partnerships that worked on a day, in the order of the published table, with the call of that day."""

    on: date
    call: CallOn | None
    partnerships: tuple[Composition, ...]

    @property
    def published_total(self) -> int | None:
        """All published subsidised organisations together. None: not published for each of them."""
        numbers = [one.published.value for one in self.partnerships if one.published]
        return sum(numbers) if numbers and len(numbers) == len(self.partnerships) else None


def composition_on(acting: Acting, on: date, *, partnership_id: UUID | None = None) -> CompositionOn:
    """What all partnerships (or one) were made of on a day. At most eleven queries, however many there are."""
    those = [one for one in partnerships_on(acting, on) if partnership_id is None or one.id == partnership_id]
    ids = [one.id for one in those]
    call = Call.objects.filter(period__contains=on).first()
    partners, zones, figures = _partners(ids, on), _zones(ids, on), _figures(ids, on)
    asked, own = _requirements(call.id if call else None, ids, on)
    workers, lineage = _workers(ids, on), _lineage(ids)
    later = _latest_names(ids)
    rows = []
    for one in those:
        here = tuple(partners.get(one.id, ()))
        published = figures.get((one.id, FigureKind.SUBSIDISED_RECIPIENTS.value))
        state = list_state(here, published.value if published else None)
        served = zones.get(one.id, [])
        places = tuple(place for place, _assumed in served)
        team = workers.get(one.id)
        rows.append(
            Composition(
                partnership=one,
                partners=here,
                state=state,
                published=published,
                zones=places,
                zones_assumed=any(assumed for _place, assumed in served),
                findings=tuple(judge(here, [*asked, *own.get(one.id, [])], places, state)),
                workers=Workers(
                    team[0] if team else None,
                    team[1] if team else None,
                    figures.get((one.id, FigureKind.COACHES.value)),
                    figures.get((one.id, FigureKind.PSYCHOLOGISTS.value)),
                ),
                went_on_in=tuple(lineage.get(one.id, ())),
                later_name=later.get(one.id, one.name) if later.get(one.id) != one.name else "",
            )
        )
    rows.sort(key=lambda row: row.published.position if row.published else _LAST)
    return CompositionOn(on, _call(call) if call else None, tuple(rows))


@dataclass(frozen=True, slots=True)
class ZoneWithout:
    """A zone of a partnership with what is missing in it, in words."""

    id: UUID
    name: str
    lacks: tuple[str, ...]


def zones_without(acting: Acting, on: date) -> list[ZoneWithout]:
    """The zones of the acting partnership that surely lack a demanded partner, by name.

    What is not known is not among them: `composition_on` tells it. No partnership: none.
    """
    if acting.partnership_id is None:
        return []
    found = composition_on(acting, on, partnership_id=acting.partnership_id)
    lacks: dict[Place, list[str]] = {}
    for row in found.partnerships:
        for finding in row.findings:
            if finding.zone and finding.is_missing:
                lacks.setdefault(finding.zone, []).append(finding.requirement.words)
    return [ZoneWithout(place.id, place.name, tuple(words)) for place, words in lacks.items()]


@dataclass(frozen=True, slots=True)
class OwnRequirement:
    """What a partnership itself asks, with its days (`until` exclusive)."""

    id: UUID
    words: str
    level: Level
    sectors: tuple[str, ...]
    layers: tuple[str, ...]
    source: str
    since: date | None
    until: date | None


def own_requirements(acting: Acting, partnership_id: UUID) -> list[OwnRequirement]:
    """All that a partnership ever asked of itself, planned and past too, the latest first. One query."""
    return [
        OwnRequirement(
            row.id,
            _said(row, "words"),
            Level(row.level),
            tuple(row.sectors),
            tuple(row.layers),
            row.source,
            row.period.lower,
            row.period.upper,
        )
        for row in CallRequirement.objects.filter(partnership_id=partnership_id).order_by("-period", "-id")
    ]


def _said(row: Call | CallRequirement, name: str) -> str:
    """A text in the reader's language; in Dutch where it was not translated."""
    language = language_now()
    return str(getattr(row, f"{name}_{language}", "") or getattr(row, f"{name}_nl"))


def _call(row: Call) -> CallOn:
    return CallOn(
        row.id,
        row.code,
        _said(row, "title"),
        row.published_on,
        row.published_assumed,
        row.period.lower,
        row.period.upper,
        row.period_basis,
    )


def _partners(ids: Iterable[UUID], on: date) -> dict[UUID, list[Partner]]:
    links = list(
        OrganisationPartnership.objects.filter(partnership_id__in=ids, period__contains=on)
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation_id")
    )
    serving: dict[UUID, set[UUID]] = {}
    for organisation_id, zone_id in OrganisationZone.objects.filter(
        organisation_id__in={link.organisation_id for link in links}, period__contains=on
    ).values_list("organisation_id", "zone_id"):
        serving.setdefault(organisation_id, set()).add(zone_id)
    found: dict[UUID, list[Partner]] = {}
    for link in links:
        found.setdefault(link.partnership_id, []).append(
            Partner(
                link.organisation_id,
                link.organisation.name,
                link.organisation.sector,
                link.organisation.layer,
                link.subsidised,
                link.role,
                frozenset(serving.get(link.organisation_id, ())),
                link.assumed,
            )
        )
    return found


def _zones(ids: Iterable[UUID], on: date) -> dict[UUID, list[tuple[Place, bool]]]:
    found: dict[UUID, list[tuple[Place, bool]]] = {}
    for row in (
        PartnershipZone.objects.filter(partnership_id__in=ids, period__contains=on)
        .select_related("zone")
        .order_by("zone__name", "id")
    ):
        place = Place(row.zone_id, row.zone.name)
        found.setdefault(row.partnership_id, []).append((place, row.source == Source.ASSUMED))
    return found


def _figures(ids: Iterable[UUID], on: date) -> dict[tuple[UUID, str], Published]:
    return {
        (row.partnership_id, row.kind): Published(
            row.value, row.period.lower, row.period.upper, row.period_assumed, row.source, row.position
        )
        for row in PartnershipFigure.objects.filter(partnership_id__in=ids, period__contains=on)
    }


def _requirements(
    call_id: UUID | None, ids: Iterable[UUID], on: date
) -> tuple[list[Requirement], dict[UUID, list[Requirement]]]:
    asked: list[Requirement] = []
    own: dict[UUID, list[Requirement]] = {}
    of_call = Q(call_id=call_id) if call_id else Q(pk=None)
    for row in CallRequirement.objects.filter(
        of_call | Q(partnership_id__in=ids), period__contains=on
    ).order_by("position", "period", "id"):
        requirement = Requirement(
            row.id,
            row.code,
            _said(row, "words"),
            Strength(row.strength),
            Level(row.level),
            frozenset(row.sectors),
            frozenset(row.layers),
            row.source,
        )
        if row.partnership_id is None:
            asked.append(requirement)
        else:
            own.setdefault(row.partnership_id, []).append(requirement)
    return asked, own


def _workers(ids: Iterable[UUID], on: date) -> dict[UUID, tuple[int, int]]:
    """How many people of how many organisations were in the team of a day. Counts alone, no names."""
    rows = (
        Assignment.objects.filter(partnership_id__in=ids, period__contains=on, role__in=FUNCTIONS)
        .order_by()
        .values_list("partnership_id")
        .annotate(Count("staff_member", distinct=True), Count("staff_member__organisation", distinct=True))
    )
    return {partnership_id: (people, organisations) for partnership_id, people, organisations in rows}


def _latest_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The last known name of each."""
    return dict(
        PartnershipName.objects.filter(partnership_id__in=ids)
        .order_by("period", "id")
        .values_list("partnership_id", "name")
    )


def _lineage(ids: Iterable[UUID]) -> dict[UUID, list[Successor]]:
    rows = list(
        PartnershipLineage.objects.filter(predecessor_id__in=ids)
        .select_related("successor")
        .order_by("on", "successor__code")
    )
    names = _latest_names({row.successor_id for row in rows})
    found: dict[UUID, list[Successor]] = {}
    for row in rows:
        found.setdefault(row.predecessor_id, []).append(
            Successor(
                row.successor.code, names.get(row.successor_id, row.successor.code), row.on, row.assumed
            )
        )
    return found
