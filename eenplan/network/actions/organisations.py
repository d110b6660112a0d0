"""Organisations, their sites, zones and contacts. What was written down before today stays as it was."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import (
    Organisation,
    OrganisationContact,
    OrganisationSite,
    OrganisationZone,
    Zone,
)
from eenplan.network.queries.partners import keeps_organisation
from eenplan.network.rules import fold
from eenplan.network.rules.partners import (
    LONGEST_SOURCE,
    NewContact,
    NewOrganisation,
    NewSite,
    clean_contact,
    clean_organisation,
    clean_site,
    clean_text,
)

_DETAILS: dict[str, Any] = {
    "site": OrganisationSite,
    "zone": OrganisationZone,
    "contact": OrganisationContact,
}


def must_keep(acting: Acting, organisation_id: UUID) -> None:
    """Refuse with `network:organisation-who` whoever may not change an organisation."""
    if acting.role != Role.TASK and not keeps_organisation(acting, organisation_id, on=today()):
        raise RuleBroken(
            "network:organisation-who",
            _(
                "Dit past alleen de beheerder aan, of de netwerkcoördinator van een samenwerkingsverband waar deze organisatie partner is."
            ),
        )


def _must_be_free(said: NewOrganisation, *, but: UUID | None = None) -> None:
    others = Organisation.objects.filter(enterprise_number=said.enterprise_number)
    if but is not None:
        others = others.exclude(id=but)
    taken = others.first() if said.enterprise_number else None
    if taken is not None:
        raise RuleBroken(
            "network:enterprise-number-taken",
            _("Dit ondernemingsnummer is van %(name)s. Kies die organisatie, of kijk het nummer na.")
            % {"name": taken.name},
            field="enterprise_number",
        )


@action
def add_organisation(acting: Acting, *, said: NewOrganisation, another: bool = False) -> UUID:
    """Write down an organisation that is not known yet. Returns its id.

    Refuses with `network:organisation-who`, `enterprise-number`, `enterprise-number-taken` and, unless it is
    `another` with the same name, `organisation-known`; and with what `clean_organisation` refuses.
    """
    if acting.role not in (Role.ADMIN, Role.COORDINATOR, Role.TASK):
        raise RuleBroken(
            "network:organisation-who",
            _("Een organisatie toevoegen doet de beheerder of de netwerkcoördinator."),
        )
    said = clean_organisation(said)
    _must_be_free(said)
    if not another and Organisation.objects.filter(sort_key=fold(said.name)).exists():
        raise RuleBroken(
            "network:organisation-known",
            _("Er is al een organisatie met deze naam. Kies die, of zeg dat dit een andere is."),
            field="name",
        )
    made = Organisation.objects.create(
        name=said.name,
        sort_key=fold(said.name)[:120],
        sector=said.sector,
        layer=said.layer or "",
        enterprise_number=said.enterprise_number,
    )
    record(acting, "network:organisation:added", subject=made.id)
    return made.id


@action
def change_organisation(acting: Acting, *, organisation_id: UUID, said: NewOrganisation) -> None:
    """Correct what an organisation is called and what it is; what was assumed of it is then no longer.

    Raises NotFound; refuses with `network:organisation-who`, `enterprise-number`, `enterprise-number-taken`.
    """
    row = Organisation.objects.filter(id=organisation_id).first()
    if row is None:
        raise NotFound("organisation")
    must_keep(acting, organisation_id)
    said = clean_organisation(said)
    _must_be_free(said, but=organisation_id)
    row.name, row.sort_key = said.name, fold(said.name)[:120]
    row.sector, row.layer, row.enterprise_number = said.sector, said.layer or "", said.enterprise_number
    row.assumed = False
    row.save(update_fields=["name", "sort_key", "sector", "layer", "enterprise_number", "assumed"])
    record(acting, "network:organisation:changed", subject=organisation_id)


def _must_exist(organisation_id: UUID) -> None:
    if not Organisation.objects.filter(id=organisation_id).exists():
        raise NotFound("organisation")


def _must_not_stand(model: Any, what: dict[str, Any], since: date, message: Any, field: str) -> None:
    if model.objects.filter(**what, period__overlap=DateRange(since, None)).exists():
        raise RuleBroken("network:detail-known", message, field=field)


def _must_be_ahead(since: date) -> None:
    if not today() <= since < date(2100, 1, 1):
        raise RuleBroken(
            "network:detail-past",
            _("Kies vandaag of een latere dag voor 2100. Wat voorbij is, blijft zoals het was."),
            field="since",
        )


@action
def add_site(acting: Acting, *, organisation_id: UUID, said: NewSite, since: date) -> UUID:
    """A place where an organisation works, from a day on. Refuses with `network:detail-known` or `detail-past`."""
    _must_exist(organisation_id)
    must_keep(acting, organisation_id)
    said = clean_site(said)
    _must_be_ahead(since)
    _must_not_stand(
        OrganisationSite,
        {"organisation_id": organisation_id, "name": said.name},
        since,
        _("Er is al een locatie met deze naam. Geef deze een andere naam, of laat de vorige eerst stoppen."),
        "name",
    )
    made = OrganisationSite.objects.create(
        organisation_id=organisation_id,
        name=said.name,
        street=said.street,
        postal_code=said.postal_code,
        place=said.place,
        phone=said.phone,
        period=DateRange(since, None),
        written_on=today(),
    )
    record(acting, "network:organisation-site:added", subject=made.id)
    return made.id


@action
def add_contact(acting: Acting, *, organisation_id: UUID, said: NewContact, since: date) -> UUID:
    """Whom to reach at an organisation, from a day on. Refuses with `network:detail-known` or `detail-past`."""
    _must_exist(organisation_id)
    must_keep(acting, organisation_id)
    said = clean_contact(said)
    _must_be_ahead(since)
    _must_not_stand(
        OrganisationContact,
        {"organisation_id": organisation_id, "name": said.name},
        since,
        _("Er is al een contact met deze naam. Laat het eerst stoppen als het verandert."),
        "name",
    )
    made = OrganisationContact.objects.create(
        organisation_id=organisation_id,
        name=said.name,
        phone=said.phone,
        email=said.email,
        period=DateRange(since, None),
        written_on=today(),
    )
    record(acting, "network:organisation-contact:added", subject=made.id)
    return made.id


@action
def serve_zone(
    acting: Acting, *, organisation_id: UUID, zone_id: UUID, since: date, source: str = ""
) -> UUID:
    """An organisation serves a zone from a day on. A day before today needs to say who knows it (`source`).

    Refuses with `network:detail-known` or `detail-source`; raises NotFound when the zone is not there then.
    """
    _must_exist(organisation_id)
    must_keep(acting, organisation_id)
    source = clean_text(source, field="source", most=LONGEST_SOURCE)
    must_say_source(since, source)
    if not Zone.objects.filter(id=zone_id, period__contains=since).exists():
        raise NotFound("zone")
    _must_not_stand(
        OrganisationZone,
        {"organisation_id": organisation_id, "zone_id": zone_id},
        since,
        _("Deze zone staat er al."),
        "zone",
    )
    made = OrganisationZone.objects.create(
        organisation_id=organisation_id,
        zone_id=zone_id,
        period=DateRange(since, None),
        source=source,
        written_on=today(),
    )
    record(acting, "network:organisation-zone:added", subject=made.id)
    return made.id


def must_say_source(since: date, source: str) -> None:
    """Refuse with `network:detail-source` what began before today without a word on how that is known."""
    if since < today() and not source:
        raise RuleBroken(
            "network:detail-source",
            _("Dit begon al eerder. Schrijf erbij waarop dat steunt, zoals ‘overeenkomst van 1 maart 2021’."),
            field="source",
        )


@action
def end_detail(acting: Acting, *, kind: str, organisation_id: UUID, detail_id: UUID) -> None:
    """A site, a zone or a contact (`kind`) holds up to and including today; what was planned or written today goes.

    Raises NotFound for what is not of this organisation, or has ended already.
    """
    model = _DETAILS.get(kind)
    day = today()
    row = (
        model.objects.select_for_update().filter(id=detail_id, organisation_id=organisation_id).first()
        if model
        else None
    )
    if row is None or (row.period.upper is not None and row.period.upper <= day):
        raise NotFound("detail")
    must_keep(acting, organisation_id)
    if row.written_on == day or (row.period.lower is not None and row.period.lower > day):
        row.delete()
    else:
        row.period = DateRange(row.period.lower, day + timedelta(days=1))
        row.save(update_fields=["period"])
    record(acting, f"network:organisation-{kind}:ended", subject=organisation_id)
