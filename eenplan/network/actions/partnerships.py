"""Beginning a partnership: its code, its names from a day on, and no area yet. Until that day it can be called off."""

import re
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.redrawing import DRAWS, excuse_setting_up
from eenplan.network.models import Partnership, PartnershipName


@action
def start_partnership(acting: Acting, *, code: str, name: str, since: date, lead_partner: str = "") -> UUID:
    """Make a partnership that works from a day on (after today). A redrawing gives it its zones.

    Until then it is excused from having two adjoining zones, with that as the written reason. For the
    administrator. Refuses with `network:partnership-code`, `network:partnership-known`,
    `network:partnership-name` or `network:area-past`.
    """
    if acting.role not in DRAWS:
        raise NotFound("partnership")
    code, name = code.strip().upper(), name.strip()
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,9}", code):
        raise RuleBroken(
            "network:partnership-code",
            _("Geef een code van twee tot tien letters en cijfers, die met een letter begint, zoals P17."),
            field="code",
        )
    if Partnership.objects.filter(code=code).exists():
        raise RuleBroken(
            "network:partnership-known", _("Die code bestaat al. Kies een andere."), field="code"
        )
    if not name:
        raise RuleBroken(
            "network:partnership-name", _("Hoe heet het samenwerkingsverband? Vul een naam in."), field="name"
        )
    if since <= today():
        raise RuleBroken("network:area-past", _("Kies een dag na vandaag."), field="since")
    made = Partnership.objects.create(
        code=code, lead_partner=lead_partner.strip(), period=DateRange(since, None), period_assumed=False
    )
    PartnershipName.objects.create(
        partnership=made, name=name, period=DateRange(since, None), source=_("hier ingevoerd"), assumed=False
    )
    excuse_setting_up(made.id, since)
    record(acting, "network:partnership:started", subject=made.id)
    return made.id


@action
def call_off_partnership(acting: Acting, *, partnership_id: UUID) -> None:
    """Take back a partnership that has not begun, with its name. For the administrator.

    Raises NotFound for one that is not known; refuses with `network:partnership-begun`, and with
    `network:partnership-in-use` as long as zones, partners, people or words wait for it.
    """
    if acting.role not in DRAWS:
        raise NotFound("partnership")
    found = Partnership.objects.filter(id=partnership_id).first()
    if found is None:
        raise NotFound("partnership")
    if found.period.lower is None or found.period.lower <= today():
        raise RuleBroken("network:partnership-begun", _("Dit samenwerkingsverband is al begonnen."))
    try:
        with transaction.atomic():
            found.names.all().delete()
            found.area_exceptions.all().delete()
            found.delete()
    except ProtectedError as error:
        raise RuleBroken(
            "network:partnership-in-use",
            _(
                "Neem eerst terug wat er al voor klaarstaat: het gebied, de partners, de mensen of de woorden."
            ),
        ) from error
    record(acting, "network:partnership:called-off", subject=partnership_id)
