"""Municipalities as pages: by the words in their address, and all of a day in a list."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.core import folding
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.network.models import Municipality, MunicipalityZone, PartnershipZone
from eenplan.network.queries.areas import names_on


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
        if slug in (slug_of(row.name_nl), slug_of(row.name_fr))
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
