"""One zone to another partnership from a day on: a redrawing of one zone, drafted and confirmed at once."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.redrawing import confirm_redrawing, draft_redrawing, redraw_zone
from eenplan.network.models import RedrawnZone, Zone


@action
def move_zones(
    acting: Acting, *, zone_ids: list[UUID], to_partnership_id: UUID, since: date, basis: str
) -> UUID:
    """Let zones belong to another partnership from a day on; what was before stays. Gives the redrawing.

    Families that are under way keep their team until their coordinator decides otherwise. Refuses as
    `confirm_redrawing` does, and with `network:area-same` when a zone is there already.
    """
    names = Zone.objects.filter(id__in=zone_ids).order_by("name").values_list("name", flat=True)
    made = draft_redrawing(acting, name=", ".join(names)[:120], takes_effect_on=since, basis=basis)
    for zone_id in zone_ids:
        redraw_zone(acting, redrawing_id=made, zone_id=zone_id, to_partnership_id=to_partnership_id)
    if RedrawnZone.objects.filter(redrawing_id=made).count() < len(set(zone_ids)):
        raise RuleBroken("network:area-same", _("Deze zone hoort dan al bij dit samenwerkingsverband."))
    confirm_redrawing(acting, redrawing_id=made)
    return made
