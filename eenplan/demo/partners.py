"""The invented partners of the demo's own partnership, with sites, zones, contacts and agreements, some ending soon."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.models import (
    Organisation,
    OrganisationContact,
    OrganisationPartnership,
    OrganisationSite,
    OrganisationZone,
    PartnershipZone,
)
from eenplan.network.reference import reference_id
from eenplan.network.rules import fold

SINCE = date(2021, 7, 1)
# Name, sector, layer, subsidised, zones (by place; empty: all), agreement in days from today (None: no end).
INVENTED: tuple[tuple[str, Sector, Layer, bool, tuple[int, ...], int | None], ...] = (
    ("CLB De Regenboog (demo)", Sector.CLB, Layer.BROAD_ACCESS, False, (0,), 700),
    ("CLB De Horizon (demo)", Sector.CLB, Layer.BROAD_ACCESS, False, (1,), 700),
    ("CAW De Vuurtoren (demo)", Sector.CAW, Layer.BROAD_ACCESS, True, (), 400),
    ("CGG De Linde (demo)", Sector.CGG, Layer.SPECIALISED, True, (), 42),
    ("CKG Het Nestje (demo)", Sector.CKG, Layer.DIRECTLY_ACCESSIBLE, True, (0, 1), 42),
    ("CKG De Zonnebloem (demo)", Sector.CKG, Layer.DIRECTLY_ACCESSIBLE, False, (2,), 500),
    ("Begeleidingsdienst De Wissel (demo)", Sector.OPGROEIEN, Layer.DIRECTLY_ACCESSIBLE, True, (), 10),
    ("Dagbegeleiding Het Kompas (demo)", Sector.OPGROEIEN, Layer.DIRECTLY_ACCESSIBLE, False, (1,), -20),
    ("Thuisdienst De Kade (demo)", Sector.OPGROEIEN, Layer.SPECIALISED, False, (0,), 300),
    ("Dienst Samen Sterk (demo)", Sector.VAPH, Layer.DIRECTLY_ACCESSIBLE, True, (0, 2), 365),
    ("Centrum De Boomgaard (demo)", Sector.VAPH, Layer.SPECIALISED, False, (1,), None),
    ("OCMW Voorbeeldstad (demo)", Sector.LOCAL_AUTHORITY, Layer.BROAD_ACCESS, False, (0,), None),
    ("Lokaal bestuur Voorbeelddorp (demo)", Sector.LOCAL_AUTHORITY, Layer.BROAD_ACCESS, False, (2,), None),
    ("Huis van het Kind Noord (demo)", Sector.HUIS_VAN_HET_KIND, Layer.BROAD_ACCESS, False, (0,), 250),
    ("Huis van het Kind Zuid (demo)", Sector.HUIS_VAN_HET_KIND, Layer.BROAD_ACCESS, False, (1,), 250),
    ("Kinderdagverblijf De Kikkers (demo)", Sector.CHILDCARE, Layer.BROAD_ACCESS, False, (0,), None),
    ("Buitenschoolse opvang Stekelbees (demo)", Sector.CHILDCARE, Layer.BROAD_ACCESS, False, (2,), None),
    ("Jeugdhuis De Loods (demo)", Sector.YOUTH_WORK, Layer.BROAD_ACCESS, False, (0,), 120),
    ("Straathoekwerk De Brug (demo)", Sector.YOUTH_WORK, Layer.BROAD_ACCESS, False, (1,), 120),
    ("Basisschool De Vlieger (demo)", Sector.SCHOOL, Layer.BROAD_ACCESS, False, (1,), None),
    ("Secundaire school De Molen (demo)", Sector.SCHOOL, Layer.BROAD_ACCESS, False, (2,), None),
    ("Huisartsenpraktijk De Linde (demo)", Sector.GENERAL_PRACTICE, Layer.BROAD_ACCESS, False, (2,), None),
    ("Sociale dienst jeugdrechtbank (demo)", Sector.OTHER, Layer.YOUTH_COURT, False, (), None),
    ("Ondersteuningscentrum (demo)", Sector.OTHER, Layer.MANDATED, False, (), None),
    ("Netwerk geestelijke gezondheid jongeren (demo)", Sector.OTHER, Layer.OTHER_NETWORK, False, (), 200),
)


def take_part(home_code: str, today: date) -> None:
    """Let the invented organisations be partners of one partnership. As the owner, within an action."""
    zones = list(
        PartnershipZone.objects.filter(partnership__code=home_code, period__contains=today)
        .order_by("zone__code")
        .values_list("partnership_id", "zone_id", "zone__name")
    )
    home = reference_id("partnership", home_code)
    organisations, partners, sites, contacts, served = [], [], [], [], []
    always, since = DateRange(None, None), DateRange(SINCE, None)
    for number, (name, sector, layer, subsidised, places, days) in enumerate(INVENTED):
        made = reference_id("demo-organisation", name)
        organisations.append(
            Organisation(id=made, name=name, sort_key=fold(name), sector=sector, layer=layer, period=always)
        )
        begins = _begins(number)
        partners.append(
            OrganisationPartnership(
                id=reference_id("demo-partner", name),
                organisation_id=made,
                partnership_id=home,
                role=PartnerRole.EXECUTING if subsidised else PartnerRole.PARTNER,
                subsidised=subsidised,
                agreement_until=today + timedelta(days=days) if days is not None else None,
                period=DateRange(begins, None),
            )
        )
        chosen = [zones[place % len(zones)] for place in places] if zones else []
        served += [
            OrganisationZone(
                id=reference_id("demo-zone", name, str(zone_id)),
                organisation_id=made,
                zone_id=zone_id,
                period=since,
            )
            for _partnership, zone_id, _name in chosen or zones
        ]
        sites.append(
            OrganisationSite(
                id=reference_id("demo-site", name),
                organisation_id=made,
                name="Hoofdzetel",
                street=f"Voorbeeldstraat {number + 1}",
                place=chosen[0][2][:80] if chosen else "",
                phone=f"089 00 01 {number:02}",
                period=since,
            )
        )
        contacts.append(
            OrganisationContact(
                id=reference_id("demo-contact", name),
                organisation_id=made,
                name="Onthaal",
                phone=f"089 00 02 {number:02}",
                email=f"onthaal{number}@demo.example",
                period=since,
            )
        )
    Organisation.objects.bulk_create(organisations)
    OrganisationPartnership.objects.bulk_create(partners)
    OrganisationSite.objects.bulk_create(sites)
    OrganisationContact.objects.bulk_create(contacts)
    OrganisationZone.objects.bulk_create(served)


def _begins(number: int) -> date:
    """Most from the first day of the partnership, every fifth somewhat later."""
    return SINCE if number % 5 else date(2022 + number // 10, 9, 1)
