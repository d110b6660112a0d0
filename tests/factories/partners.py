"""Makes partners of a partnership for tests, with the zones they serve. All names are invented."""

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.network import models
from eenplan.network.enums import Layer, Sector
from tests.factories.network import ALWAYS, SINCE_2021, OrganisationFactory, ProtectedFactory


class PartnerFactory(ProtectedFactory):
    """An organisation is a partner since July 2021, written down by the partnership itself."""

    class Meta:
        model = models.OrganisationPartnership

    subsidised = False
    period = SINCE_2021


class OrganisationZoneFactory(ProtectedFactory):
    """An organisation serves a zone."""

    class Meta:
        model = models.OrganisationZone

    period = ALWAYS


def make_partner(
    partnership: Any,
    sector: Sector = Sector.CAW,
    layer: Layer | str = "",
    *,
    zones: tuple[Any, ...] = (),
    since: date = date(2021, 7, 1),
    until: date | None = None,
    subsidised: bool = False,
    assumed: bool = False,
    name: str = "",
) -> Any:
    """An organisation of a sector and layer that takes part from a day until another."""
    named = {"name": name} if name else {}
    organisation = OrganisationFactory(sector=sector, layer=layer, **named)
    for zone in zones:
        OrganisationZoneFactory(organisation=organisation, zone=zone)
    return PartnerFactory(
        organisation=organisation,
        partnership=partnership,
        period=DateRange(since, until),
        subsidised=subsidised,
        assumed=assumed,
    )
