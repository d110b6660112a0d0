"""Municipalities as pages: by the words in their address, and all of a day in a list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from eenplan.core import folding
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import Source
from eenplan.network.models import Municipality, MunicipalityZone, PartnershipZone, PostalCode, RoleTitle
from eenplan.network.queries.areas import names_on
from eenplan.network.queries.contact_points import ContactPointOn, contact_points


@dataclass(frozen=True, slots=True)
class MunicipalityOn:
    """A municipality with its names; `slug` stands in the address of its page.

    `successor` is what it went on in, and `until` its first day, when it no longer stands on the day asked.
    """

    id: UUID
    code: str
    name_nl: str
    name_fr: str
    slug: str
    until: date | None = None
    successor: "MunicipalityOn | None" = None

    def name(self, language: str) -> str:
        """The name in a language: Bruxelles for who reads French, else Brussel."""
        return self.name_fr if language.startswith("fr") and self.name_fr else self.name_nl


@dataclass(frozen=True, slots=True)
class Listed:
    """A municipality in the list of all, with the names of who helps there (several in a large city)."""

    municipality: MunicipalityOn
    partnerships: tuple[str, ...]


def slug_of(name: str) -> str:
    """The words of a name in an address: 'Sint-Gillis-Waas' → 'sint-gillis-waas'."""
    return re.sub(r"[^a-z0-9]+", "-", folding.fold(name)).strip("-")


def _on(row: Municipality, on: date) -> MunicipalityOn:
    after = row.successor if on not in row.period else None
    return MunicipalityOn(
        id=row.id,
        code=row.nis_code,
        name_nl=row.name_nl,
        name_fr=row.name_fr,
        slug=slug_of(row.name_nl),
        until=row.period.upper if on not in row.period else None,
        successor=_on(after, on) if after else None,
    )


def municipality_by_slug(acting: Acting, slug: str, *, on: date) -> MunicipalityOn:
    """The municipality of an address: one of the day before one of the past; also by its French name.

    Raises NotFound. One query.
    """
    rows = [
        row
        for row in Municipality.objects.select_related("successor").order_by("-period", "nis_code")
        if slug and slug in (slug_of(row.name_nl), slug_of(row.name_fr))
    ]
    rows.sort(key=lambda row: (on not in row.period, slug != slug_of(row.name_nl)))
    if not rows:
        raise NotFound("municipality")
    return _on(rows[0], on)


def municipalities_on(acting: Acting, on: date) -> list[Listed]:
    """All municipalities of a day by name, each with who helps there. Four queries whatever their number."""
    serving = dict(
        PartnershipZone.objects.filter(period__contains=on).values_list("zone_id", "partnership_id")
    )
    names = names_on(set(serving.values()), on)
    helping: dict[UUID, list[str]] = {}
    for municipality_id, zone_id in (
        MunicipalityZone.objects.filter(period__contains=on)
        .order_by("-share", "id")
        .values_list("municipality_id", "zone_id")
    ):
        name = names.get(serving.get(zone_id))  # type: ignore[arg-type]  # a zone that nobody serves has no name
        if name and name not in helping.setdefault(municipality_id, []):
            helping[municipality_id].append(name)
    rows = Municipality.objects.filter(period__contains=on).order_by("search_key", "nis_code")
    return [
        Listed(
            MunicipalityOn(row.id, row.nis_code, row.name_nl, row.name_fr, slug_of(row.name_nl)),
            tuple(helping.get(row.id, ())),
        )
        for row in rows
    ]


def municipalities_of_codes(acting: Acting, codes: Iterable[str], *, on: date) -> list[MunicipalityOn]:
    """The municipalities with these NIS codes, by name. One query."""
    rows = Municipality.objects.select_related("successor").filter(nis_code__in=list(codes))
    return [_on(row, on) for row in rows.order_by("search_key", "nis_code")]


@dataclass(frozen=True, slots=True)
class ZoneHere:
    """A part of a municipality: its zone, and its places where a municipality lies in several zones."""

    id: UUID
    name: str
    places: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class HelpHere:
    """Who helps in (a part of) a municipality on a day. `coach` is what the region calls its coaches.

    `contacts` are those of the zones; all zones of a partnership may share one. Empty when nobody is known.
    """

    partnership_id: UUID
    partnership: str
    lead_partner: str
    coach: str
    zones: tuple[ZoneHere, ...]
    contacts: tuple[ContactPointOn, ...]
    assumed: bool


def help_here(acting: Acting, municipality_id: UUID, *, on: date, language: str) -> list[HelpHere]:
    """Who helps in a municipality, the partnership of most inhabitants first. Six queries, however large."""
    lying = list(
        MunicipalityZone.objects.filter(municipality_id=municipality_id, period__contains=on)
        .select_related("zone")
        .order_by("-share", "zone__name", "id")
    )
    serving = {
        row.zone_id: row
        for row in PartnershipZone.objects.filter(
            zone_id__in=[row.zone_id for row in lying], period__contains=on
        ).select_related("partnership")
    }
    partnerships = list(
        dict.fromkeys(serving[row.zone_id].partnership_id for row in lying if row.zone_id in serving)
    )
    names = names_on(partnerships, on)
    titles = {
        row.partnership_id: row.title
        for row in RoleTitle.objects.filter(
            Q(partnership_id__in=partnerships) | Q(partnership=None),
            role=Role.COACH,
            language=language,
            period__contains=on,
        )
    }
    contacts = contact_points(acting, partnerships, on=on)
    places: dict[UUID | None, list[str]] = {}
    for zone_id, name in (
        PostalCode.objects.filter(municipality_id=municipality_id, zone__isnull=False, period__contains=on)
        .order_by("search_key", "id")
        .values_list("zone_id", "place_name")
    ):
        if name not in places.setdefault(zone_id, []):
            places[zone_id].append(name)
    found = []
    for partnership_id in partnerships:
        here = [
            row
            for row in lying
            if row.zone_id in serving and serving[row.zone_id].partnership_id == partnership_id
        ]
        served = [serving[row.zone_id] for row in here]
        answering = [
            contacts.get((partnership_id, row.zone_id)) or contacts.get((partnership_id, None))
            for row in here
        ]
        found.append(
            HelpHere(
                partnership_id=partnership_id,
                partnership=names.get(partnership_id, served[0].partnership.code),
                # What stands between brackets is a note of the makers.
                lead_partner=served[0].partnership.lead_partner.partition(" (")[0],
                coach=titles.get(partnership_id) or titles.get(None, ""),
                zones=tuple(
                    ZoneHere(row.zone_id, row.zone.name, tuple(places.get(row.zone_id, ())), row.assumed)
                    for row in here
                ),
                contacts=tuple(dict.fromkeys(one for one in answering if one)),
                assumed=any(one.source == Source.ASSUMED or one.period_assumed for one in served)
                or any(row.assumed for row in here),
            )
        )
    return found
