"""Whom the invented regions answer with. The numbers belong to nobody; one region has none, as may happen."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.network.models import ContactPoint, Partnership, PartnershipZone
from eenplan.network.reference import reference_id

SINCE = date(2021, 7, 1)
HOURS = {
    "nl": "op werkdagen van 9 tot 17 uur",
    "fr": "les jours ouvrables de 9 à 17 heures",
    "en": "on working days from 9 to 5",
}
TEAM = {"nl": "Aanmeldteam (demo)", "fr": "Équipe d’accueil (démo)", "en": "Intake team (demo)"}
ZONE_TEAM = {
    "nl": "Lotte van het aanmeldteam (demo)",
    "fr": "Lotte, équipe d’accueil (démo)",
    "en": "Lotte, intake team (demo)",
}


def answer(home_code: str, today: date) -> None:
    """Give each partnership of today a number, one zone of the demo's own its own, and the last one none."""
    working = list(Partnership.objects.filter(period__contains=today).order_by("code"))
    made = [_point(one, TEAM, f"089 00 00 {place:02}") for place, one in enumerate(working[:-1])]
    zone = (
        PartnershipZone.objects.filter(partnership__code=home_code, period__contains=today)
        .select_related("partnership")
        .order_by("zone__code")
        .first()
    )
    if zone:
        point = _point(zone.partnership, ZONE_TEAM, "089 00 00 89")
        point.zone_id = zone.zone_id
        made.append(point)
    ContactPoint.objects.bulk_create(made)


def _point(partnership: Partnership, name: dict[str, str], phone: str) -> ContactPoint:
    return ContactPoint(
        id=reference_id("contact-point", partnership.code, name["nl"]),
        partnership=partnership,
        name_nl=name["nl"],
        name_fr=name["fr"],
        name_en=name["en"],
        phone=phone,
        hours_nl=HOURS["nl"],
        hours_fr=HOURS["fr"],
        hours_en=HOURS["en"],
        period=DateRange(SINCE, None),
    )
