"""A zone goes to another partnership from a day on; what was before stays, and so do its figures (rule 46)."""

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.network.enums import Confidence, Source
from eenplan.network.models import Partnership, PartnershipZone

# Rule of the second call: the area of a partnership holds at least so many zones.
FEWEST_ZONES = 2


@action
def move_zone(acting: Acting, *, zone_id: UUID, to_partnership_id: UUID, since: date, basis: str) -> UUID:
    """Let a zone belong to another partnership from a day on. Runs as owner of the database, never as the web.

    Families that are under way keep their team: responsibility is a family's own, not its zone's. New referrals
    follow the zone. Refuses with `network:area-past`, `area-basis`, `area-same`, `area-planned`, `area-gone`
    (the receiver does not work then) and `area-too-small` (the giver would keep fewer than two zones).
    """
    if since <= today():
        raise RuleBroken(
            "network:area-past",
            _("Kies een dag na vandaag. Wat voorbij is, blijft zoals het was."),
            field="since",
        )
    if not basis.strip():
        raise RuleBroken(
            "network:area-basis", _("Schrijf waarop dit steunt, zoals een besluit."), field="basis"
        )
    standing = PartnershipZone.objects.select_for_update().filter(zone_id=zone_id)
    if standing.filter(period__startswith__gte=since).exists():
        raise RuleBroken(
            "network:area-planned",
            _("Vanaf die dag of later is er voor deze zone al een verandering gepland."),
        )
    now = standing.filter(period__contains=since).first()
    if now is None or not Partnership.objects.filter(id=to_partnership_id, period__contains=since).exists():
        raise RuleBroken("network:area-gone", _("Die zone of dat samenwerkingsverband bestaat dan niet."))
    if now.partnership_id == to_partnership_id:
        raise RuleBroken("network:area-same", _("Deze zone hoort dan al bij dit samenwerkingsverband."))
    left = PartnershipZone.objects.filter(partnership_id=now.partnership_id, period__contains=since).exclude(
        zone_id=zone_id
    )
    if left.count() < FEWEST_ZONES:
        raise RuleBroken(
            "network:area-too-small",
            _("Zo houdt het andere samenwerkingsverband minder dan twee zones over. Dat mag niet."),
        )
    until = now.period.upper
    now.period = DateRange(now.period.lower, since)
    now.save(update_fields=["period"])
    made = PartnershipZone.objects.create(
        partnership_id=to_partnership_id,
        zone_id=zone_id,
        period=DateRange(since, until),
        source=Source.PUBLIC,
        confidence=Confidence.HIGH,
        basis=basis.strip(),
        period_assumed=False,
    )
    record(acting, "network:zone:moved", subject=made.id)
    return made.id
