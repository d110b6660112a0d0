"""From a postal code or municipality to its zone and its partnership, as they were on a day (rule 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.errors import RuleBroken
from eenplan.core.memory import remembered
from eenplan.network.enums import Confidence, Source
from eenplan.network.models import (
    Municipality,
    MunicipalityZone,
    PartnershipName,
    PartnershipZone,
)
from eenplan.network.rules import fold

NO_MAP = "no map of before July 2021 is public"


@dataclass(frozen=True, slots=True)
class Known:
    """A municipality (its NIS code), zone or partnership with its code and its name on the day."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What in an answer is assumed rather than read in a public text; the screen then says 'aangenomen'.

    `basis` says why that partnership was assumed, `confidence` how sure the makers are
    (`enums.Confidence`); both are empty when the partnership is public.
    """

    municipality: bool = False
    zone: bool = False
    partnership: bool = False
    period: bool = False
    confidence: str = ""
    basis: str = ""

    @property
    def any(self) -> bool:
        """Whether anything at all is assumed."""
        return self.municipality or self.zone or self.partnership or self.period


@dataclass(frozen=True, slots=True)
class Area:
    """Where something lay on a day.

    `partnership` is None where none worked yet. With `candidates` the answer is not unique: ask the
    person to choose; what all candidates share (often the partnership) is filled in all the same.
    """

    on: date
    municipality: Known | None
    zone: Known | None
    partnership: Known | None
    assumed: Assumptions
    places: tuple[str, ...] = ()
    candidates: tuple["Area", ...] = ()

    @property
    def unique(self) -> bool:
        """Whether there is nothing to choose."""
        return not self.candidates

    @property
    def partnership_is_settled(self) -> bool:
        """Whether the partnership (or that there is none) holds whatever candidate is chosen."""
        return len({candidate.partnership for candidate in self.candidates}) <= 1


@dataclass(frozen=True, slots=True)
class _Spot:
    """A municipality of the day, with a zone if the postal code already says which."""

    municipality: Known
    zone_id: UUID | None = None
    places: tuple[str, ...] = ()
    assumed: bool = False


# Every referral asks these two.
_PLACES = """
    SELECT m.id, m.nis_code, m.name_nl, c.zone_id, c.place_name, c.search_key, c.assumed
    FROM network_postalcode c JOIN network_municipality m ON m.id = c.municipality_id
    WHERE c.code = %s AND c.period @> %s::date
    ORDER BY c.is_main DESC, c.search_key, c.id
"""
_ZONES = """
    SELECT lies.municipality_id, lies.assumed, z.id, z.code, z.name, p.id, p.code,
        (SELECT n.name FROM network_partnershipname n WHERE n.partnership_id = p.id AND n.period @> %(on)s::date),
        serves.source, serves.confidence, serves.basis, serves.period_assumed
    FROM network_municipalityzone lies
    JOIN network_zone z ON z.id = lies.zone_id
    LEFT JOIN network_partnershipzone serves ON serves.zone_id = z.id AND serves.period @> %(on)s::date
    LEFT JOIN network_partnership p ON p.id = serves.partnership_id
    WHERE lies.municipality_id = ANY(%(municipalities)s) AND lies.period @> %(on)s::date
    ORDER BY z.name, lies.id
"""


@remembered
def area_on(
    acting: Acting,
    *,
    on: date,
    postal_code: str | None = None,
    nis_code: str | None = None,
    place: str | None = None,
) -> Area:
    """The area of a postal code (or of a municipality by its NIS code) on a day.

    `place` narrows a postal code down to one of its places. A municipality that was merged is
    followed to what it was on that day. Refuses with `network:postal-code-unknown`,
    `network:place-unknown` or `network:municipality-unknown`. At most three queries.
    """
    if (postal_code is None) == (nis_code is None):
        raise TypeError("give either a postal code or a NIS code")
    spots = (
        _by_postal_code(postal_code, place, on) if postal_code is not None else _by_nis(nis_code or "", on)
    )
    return _together(_areas(spots, on), on)


def _by_postal_code(postal_code: str, place: str | None, on: date) -> list[_Spot]:
    rows = statements.rows(_PLACES, [postal_code.strip(), on])
    if not rows:
        raise RuleBroken(
            "network:postal-code-unknown",
            _("Deze postcode kennen we niet in Vlaanderen of Brussel. Kijk ze na: vier cijfers, zoals 3600."),
            field="postal_code",
        )
    if place:
        wanted = fold(place)
        rows = [row for row in rows if row[5] == wanted]
        if not rows:
            raise RuleBroken(
                "network:place-unknown",
                _("Deze plaats hoort niet bij die postcode. Kies een plaats uit de lijst."),
                field="place",
            )
    spots: dict[tuple[UUID, UUID | None], _Spot] = {}
    for municipality_id, nis_code, name, zone_id, place_name, _key, assumed in rows:
        key = (municipality_id, zone_id)
        spot = spots.get(key, _Spot(Known(municipality_id, nis_code, name), zone_id))
        spots[key] = replace(spot, places=(*spot.places, place_name), assumed=spot.assumed or assumed)
    return list(spots.values())


def _by_nis(nis_code: str, on: date) -> list[_Spot]:
    """The municipality itself, or what it came from or went on in.

    Mergers are few and never followed each other, so looking one step back and forth is enough for
    every code there is; a test walks through all of them.
    """
    asked = Municipality.objects.filter(nis_code=nis_code.strip()).select_related("successor").first()
    if asked is None:
        raise RuleBroken(
            "network:municipality-unknown",
            _("Deze NIS-code kennen we niet in Vlaanderen of Brussel. Kijk ze na: vijf cijfers."),
            field="nis_code",
        )
    if on in asked.period:
        return [_Spot(_known(asked))]
    if asked.successor is not None and on in asked.successor.period:
        return [_Spot(_known(asked.successor))]
    before = asked.predecessors.filter(period__contains=on).order_by("name_nl", "id")
    return [_Spot(_known(one)) for one in before]


def _known(municipality: Municipality) -> Known:
    return Known(municipality.id, municipality.nis_code, municipality.name_nl)


def _areas(spots: Sequence[_Spot], on: date) -> list[Area]:
    """One area for each municipality and zone of the spots."""
    rows = statements.rows(_ZONES, {"municipalities": [spot.municipality.id for spot in spots], "on": on})
    areas = []
    for spot in spots:
        for municipality_id, zone_assumed, zone_id, zone_code, zone_name, *serving in rows:
            if municipality_id != spot.municipality.id or spot.zone_id not in (None, zone_id):
                continue
            area = Area(
                on=on,
                municipality=spot.municipality,
                zone=Known(zone_id, zone_code, zone_name),
                partnership=None,
                assumed=Assumptions(municipality=spot.assumed, zone=zone_assumed and spot.zone_id is None),
                places=spot.places,
            )
            areas.append(_with_partnership(area, *serving))
    return areas


def _with_partnership(
    area: Area,
    partnership_id: UUID | None,
    code: str,
    name: str | None,
    source: str,
    confidence: str,
    basis: str,
    period_assumed: bool,
) -> Area:
    if partnership_id is None:  # also that nobody worked there yet is assumed: no map of that time is public
        nobody = replace(area.assumed, partnership=True, confidence=Confidence.LOW.value, basis=NO_MAP)
        return replace(area, assumed=nobody)
    assumed = source == Source.ASSUMED
    return replace(
        area,
        partnership=Known(partnership_id, code, name or ""),
        assumed=replace(
            area.assumed,
            partnership=assumed,
            period=period_assumed,
            confidence=confidence if assumed else "",
            basis=basis if assumed else "",
        ),
    )


def _together(areas: Sequence[Area], on: date) -> Area:
    """One area as it is; of several, what they share, with the areas as candidates."""
    if not areas:
        raise RuleBroken(
            "network:area-unknown", _("Voor die dag kennen we het gebied van deze gemeente niet.")
        )
    if len(areas) == 1:
        return areas[0]
    first = areas[0]
    return Area(
        on=on,
        municipality=first.municipality if _same(area.municipality for area in areas) else None,
        zone=first.zone if _same(area.zone for area in areas) else None,
        partnership=first.partnership if _same(area.partnership for area in areas) else None,
        assumed=Assumptions(
            municipality=any(area.assumed.municipality for area in areas),
            zone=any(area.assumed.zone for area in areas),
            partnership=any(area.assumed.partnership for area in areas),
            period=any(area.assumed.period for area in areas),
        ),
        candidates=tuple(areas),
    )


def _same(values: Iterable[Known | None]) -> bool:
    return len(set(values)) == 1


def names_on(partnership_ids: Iterable[UUID], on: date) -> dict[UUID, str]:
    """The names of partnerships on a day. One query."""
    return dict(
        PartnershipName.objects.filter(
            partnership_id__in=list(partnership_ids), period__contains=on
        ).values_list("partnership_id", "name")
    )


def search_municipality(acting: Acting, text: str, *, on: date | None, limit: int = 10) -> list[Known]:
    """Municipalities of the day whose Dutch or French name contains the text; best matches first.

    With `on` None also those of other days: ask `area_on` with the NIS code what they became.
    """
    wanted = fold(text)
    if not wanted:
        return []
    found = Municipality.objects.filter(search_key__contains=wanted).order_by("name_nl", "id")
    if on is not None:
        found = found.filter(period__contains=on)
    ranked = sorted(found, key=lambda row: not row.search_key.startswith(wanted))
    return [Known(row.id, row.nis_code, row.name_nl) for row in ranked[:limit]]


def partnership_of_zone_on(acting: Acting, on: date) -> dict[UUID, UUID]:
    """For every zone that had one on the day: its partnership. One query, for figures."""
    return dict(PartnershipZone.objects.filter(period__contains=on).values_list("zone_id", "partnership_id"))


def zone_of_municipality_on(acting: Acting, on: date) -> dict[UUID, list[tuple[UUID, Decimal]]]:
    """For every municipality of the day: its zones, each with its share of the inhabitants. One query."""
    zones: dict[UUID, list[tuple[UUID, Decimal]]] = {}
    for municipality_id, zone_id, share in (
        MunicipalityZone.objects.filter(period__contains=on)
        .order_by("-share", "id")
        .values_list("municipality_id", "zone_id", "share")
    ):
        zones.setdefault(municipality_id, []).append((zone_id, share))
    return zones
