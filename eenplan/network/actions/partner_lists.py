"""Bringing in a list of partners: all its good rows in one act, as they were judged, the refused ones left out."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.network.actions.organisations import (
    add_contact,
    add_organisation,
    add_site,
    change_organisation,
    serve_zone,
)
from eenplan.network.actions.partners import add_partner, change_partner, must_be_theirs
from eenplan.network.enums import Layer, ListVerdict, Sector
from eenplan.network.models import Organisation, Zone
from eenplan.network.queries.partner_lists import judge_partners
from eenplan.network.rules.partner_lists import ListedPartner
from eenplan.network.rules.partner_verdicts import Judged
from eenplan.network.rules.partners import NewOrganisation


@action
def import_partners(
    acting: Acting, *, partnership_id: UUID, rows: Sequence[ListedPartner], source: str = ""
) -> Counter[ListVerdict]:
    """Bring in the rows of a list, judged anew; how many had each verdict. Twice the same list changes nothing more.

    `source` says of partners that began before today how that is known. Refuses with `network:partner-who`.
    """
    must_be_theirs(acting, partnership_id)
    day = today()
    judged = judge_partners(acting, rows, partnership_id=partnership_id, on=day)
    source = source or _("lijst, ingelezen op %(day)s") % {"day": f"{day.day}/{day.month}/{day.year}"}
    zones = {zone.id: zone.period.lower for zone in Zone.objects.all()}
    for one in judged:
        if one.verdict not in (ListVerdict.REFUSED, ListVerdict.SAME):
            _bring_in(acting, one, partnership_id, source, day, zones)
    counted = Counter(one.verdict for one in judged)
    if counted.keys() - {ListVerdict.REFUSED, ListVerdict.SAME}:
        record(acting, "network:partner-list:imported", subject=partnership_id)
    return counted


def _bring_in(
    acting: Acting,
    one: Judged,
    partnership_id: UUID,
    source: str,
    day: date,
    zones: dict[UUID, date | None],
) -> None:
    row, since = one.row, one.since
    organisation_id = one.organisation_id or add_organisation(
        acting,
        said=NewOrganisation(row.name, row.sector or Sector.OTHER, row.layer, row.enterprise_number),
    )
    if since is not None and one.verdict in (ListVerdict.NEW, ListVerdict.JOINS):
        add_partner(
            acting,
            organisation_id=organisation_id,
            partnership_id=partnership_id,
            terms=one.terms,
            since=since,
            until=row.ends,
            source=source if since < day else "",
        )
    elif since is not None:
        change_partner(
            acting,
            organisation_id=organisation_id,
            partnership_id=partnership_id,
            terms=one.terms,
            since=since,
        )
    if one.fills_number or one.fills_layer:
        _fill_in(acting, organisation_id, one)
    for zone_id in one.adds_zones:
        begins = max(one.since or day, zones[zone_id] or date.min)
        serve_zone(
            acting,
            organisation_id=organisation_id,
            zone_id=zone_id,
            since=begins,
            source=source if begins < day else "",
        )
    if one.adds_site and row.site:
        add_site(acting, organisation_id=organisation_id, said=row.site, since=day)
    if one.adds_contact and row.contact:
        add_contact(acting, organisation_id=organisation_id, said=row.contact, since=day)


def _fill_in(acting: Acting, organisation_id: UUID, one: Judged) -> None:
    """What was empty of an organisation gets what the list says; nothing that stands is changed."""
    stands = Organisation.objects.filter(id=organisation_id).first()
    if stands is None:
        raise NotFound("organisation")
    change_organisation(
        acting,
        organisation_id=organisation_id,
        said=NewOrganisation(
            stands.name,
            Sector(stands.sector),
            one.row.layer if one.fills_layer else Layer(stands.layer) if stands.layer else None,
            one.row.enterprise_number if one.fills_number else stands.enterprise_number,
        ),
    )
