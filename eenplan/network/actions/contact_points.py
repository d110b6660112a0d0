"""Whom a region answers with, from a day on (rule 47: what held before stays as it was)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.network.models import ContactPoint

_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class NewContactPoint:
    """Who answers, and when. French and English may be left empty: people then read the Dutch words."""

    name_nl: str
    phone: str
    hours_nl: str
    name_fr: str = ""
    name_en: str = ""
    hours_fr: str = ""
    hours_en: str = ""


@action
def set_contact_point(
    acting: Acting, *, partnership_id: UUID, who: NewContactPoint, since: date, zone_id: UUID | None = None
) -> UUID:
    """Let this person or team answer from a day on; whoever answered before ends on that day.

    Refuses with `network:contact-point-incomplete`, `network:phone-unreadable` or
    `network:contact-point-later` when another is already set for that day or a later one.
    """
    if not (who.name_nl.strip() and who.phone.strip() and who.hours_nl.strip()):
        raise RuleBroken(
            "network:contact-point-incomplete", _("Vul in wie antwoordt, op welk nummer en wanneer.")
        )
    if sum(sign.isdigit() for sign in who.phone) < _FEWEST_DIGITS or any(s.isalpha() for s in who.phone):
        raise RuleBroken(
            "network:phone-unreadable",
            _("Vul een telefoonnummer in met cijfers en spaties, zoals 089 00 00 00."),
            field="phone",
        )
    here = Q(zone_id=zone_id) if zone_id else Q(zone=None)
    standing = ContactPoint.objects.select_for_update().filter(here, partnership_id=partnership_id)
    later = Q(period__startswith__gte=since) | Q(period__endswith__gt=since, period__upper_inf=False)
    if standing.filter(later).exists():
        raise RuleBroken(
            "network:contact-point-later",
            _("Vanaf die dag of later is er al iemand ingevuld. Kies een latere dag."),
            field="since",
        )
    for row in standing.filter(period__contains=since):
        row.period = DateRange(row.period.lower, since)
        row.save(update_fields=["period"])
    made = ContactPoint.objects.create(
        partnership_id=partnership_id,
        zone_id=zone_id,
        period=DateRange(since, None),
        **{name: getattr(who, name).strip() for name in NewContactPoint.__slots__},
    )
    record(acting, "network:contact-point:set", subject=made.id)
    return made.id
