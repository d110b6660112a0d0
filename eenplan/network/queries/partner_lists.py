"""What a list of partners would do here, and the list of partners as it goes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.network.enums import PartnerRole
from eenplan.network.models import (
    Organisation,
    OrganisationContact,
    OrganisationPartnership,
    OrganisationSite,
    OrganisationZone,
    Zone,
)
from eenplan.network.rules import fold
from eenplan.network.rules.partner_lists import COLUMNS, ListedPartner, heading, listed
from eenplan.network.rules.partner_verdicts import Judged, Known, judge
from eenplan.network.rules.partners import Terms
from eenplan.network.sheets import Line


def read_partners(acting: Acting, lines: Sequence[Line], *, on: date) -> list[ListedPartner]:
    """The rows of a list; zones are known by name or code. One query. Refuses what is no list of partners."""
    zones: dict[str, UUID] = {}
    for code, name, zone_id in Zone.objects.filter(period__contains=on).values_list("code", "name", "id"):
        zones[fold(name)] = zones[fold(code)] = zone_id
    return listed(lines, zones)


def judge_partners(
    acting: Acting, rows: Sequence[ListedPartner], *, partnership_id: UUID, on: date
) -> list[Judged]:
    """What each row would do in a partnership. Six queries, whatever the number of rows."""
    names = dict(Zone.objects.values_list("id", "name"))
    return judge(rows, _known(rows, partnership_id, on), on=on, zone_names=names)


def _known(rows: Sequence[ListedPartner], partnership_id: UUID, on: date) -> list[Known]:
    """Every organisation that a row could mean, and every partner of today."""
    keys = {fold(row.name)[:120] for row in rows}
    numbers = {row.enterprise_number for row in rows if row.enterprise_number}
    here = OrganisationPartnership.objects.filter(partnership_id=partnership_id).order_by("period")
    stretches: dict[UUID, list[OrganisationPartnership]] = {}
    for stretch in here:
        stretches.setdefault(stretch.organisation_id, []).append(stretch)
    meant = Q(sort_key__in=keys) | Q(enterprise_number__in=numbers) | Q(id__in=list(stretches))
    organisations = list(Organisation.objects.filter(meant).order_by("sort_key", "id"))
    ids = [row.id for row in organisations]
    sites = _by_organisation(
        OrganisationSite.objects.filter(organisation_id__in=ids, period__contains=on).values_list(
            "organisation_id", "name"
        )
    )
    contacts = _by_organisation(
        OrganisationContact.objects.filter(organisation_id__in=ids, period__contains=on).values_list(
            "organisation_id", "name"
        )
    )
    zones: dict[UUID, set[UUID]] = {}
    served = Q(period__contains=on) | Q(period__startswith__gt=on)
    for organisation_id, zone_id in OrganisationZone.objects.filter(
        served, organisation_id__in=ids
    ).values_list("organisation_id", "zone_id"):
        zones.setdefault(organisation_id, set()).add(zone_id)
    return [
        _here(
            Known(
                id=row.id,
                name=row.name,
                key=row.sort_key,
                enterprise_number=row.enterprise_number,
                layer=row.layer,
                ends=row.period.upper,
                sites=frozenset(sites.get(row.id, ())),
                zones=frozenset(zones.get(row.id, ())),
                contacts=frozenset(contacts.get(row.id, ())),
            ),
            stretches.get(row.id, []),
            on,
        )
        for row in organisations
    ]


def _by_organisation(pairs: object) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for organisation_id, name in pairs:  # type: ignore[attr-defined]  # a query set of pairs
        found.setdefault(organisation_id, set()).add(fold(name))
    return found


def _here(known: Known, stretches: Sequence[OrganisationPartnership], on: date) -> Known:
    """The same, with how it takes part here today, and what was before and is to come."""
    for row in stretches:
        if row.period.upper is not None and row.period.upper <= on:
            known = replace(known, past_until=row.period.upper)
        elif row.period.lower is not None and row.period.lower > on:
            known = replace(known, planned_from=known.planned_from or row.period.lower)
        else:
            terms = Terms(PartnerRole(row.role), row.subsidised, row.agreement_until, row.reminder_days)
            known = replace(known, terms=terms)
    return known


def partner_rows(acting: Acting, *, partnership_id: UUID, on: date) -> list[list[str]]:
    """The partners of a day as a list in the columns of the template: what goes out can come in. Four queries.

    Of sites and contacts each the first by name.
    """
    rows = list(
        OrganisationPartnership.objects.filter(partnership_id=partnership_id, period__contains=on)
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation_id")
    )
    ids = [row.organisation_id for row in rows]
    sites: dict[UUID, OrganisationSite] = {}
    for one in OrganisationSite.objects.filter(organisation_id__in=ids, period__contains=on).order_by("name"):
        sites.setdefault(one.organisation_id, one)
    contacts: dict[UUID, OrganisationContact] = {}
    for person in OrganisationContact.objects.filter(organisation_id__in=ids, period__contains=on).order_by(
        "name"
    ):
        contacts.setdefault(person.organisation_id, person)
    zones: dict[UUID, list[str]] = {}
    for zone in (
        OrganisationZone.objects.filter(organisation_id__in=ids, period__contains=on)
        .select_related("zone")
        .order_by("zone__name")
    ):
        zones.setdefault(zone.organisation_id, []).append(zone.zone.name)
    found = [[heading(key) for key in COLUMNS]]
    for row in rows:
        site, contact = sites.get(row.organisation_id), contacts.get(row.organisation_id)
        said: dict[str, str] = {
            "name": row.organisation.name,
            "enterprise_number": row.organisation.enterprise_number,
            "sector": row.organisation.get_sector_display(),
            "layer": row.organisation.get_layer_display(),
            "role": row.get_role_display(),
            "subsidised": "ja" if row.subsidised else "nee",
            "since": _day(row.period.lower),
            "until": _day(row.period.upper - timedelta(days=1) if row.period.upper else None),
            "agreement_until": _day(row.agreement_until),
            "reminder_days": str(row.reminder_days or ""),
            "zones": ", ".join(zones.get(row.organisation_id, ())),
        }
        if site is not None:
            said |= {"site": site.name, "street": site.street, "postal_code": site.postal_code}
            said |= {"place": site.place, "phone": site.phone}
        if contact is not None:
            said |= {"contact": contact.name, "contact_phone": contact.phone, "contact_email": contact.email}
        found.append([said.get(key, "") for key in COLUMNS])
    return found


def _day(on: date | None) -> str:
    return f"{on.day}/{on.month}/{on.year}" if on else ""
