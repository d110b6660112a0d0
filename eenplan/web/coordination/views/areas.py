"""Which zones belong to whom on a day, and the redrawings that are drafted, ahead or past."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.queries import area_changes
from eenplan.network.queries.redrawing import areas_on, list_redrawings, neighbours, zones_on
from eenplan.plans.queries.handovers import redrawings_waiting
from eenplan.web.coordination.forms.composition import DayForm
from eenplan.web.coordination.presenters import area_map
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


@require_safe
@roles(Role.COORDINATOR, Role.ADMIN)
def read_areas(request: SignedRequest) -> HttpResponse:
    """The areas of a day on the map and in a table that says the same; and the redrawings."""
    form = DayForm.of(request.GET)
    context = {
        "crumbs": [Crumb(_("Netwerk"), reverse("coordination:read-start")), Crumb(_("Gebied"))],
        "form": form,
        "redrawings": list_redrawings(request.acting),
        "waiting": redrawings_waiting(request.acting),
        "draws": request.acting.role == Role.ADMIN,
        "today": today(),
    }
    if not form.is_valid():
        return render(request, "coordination/read-areas.html", context, status=422)
    zones = zones_on(request.acting, form.day)
    serves = {zone.id: zone.partnership for zone in zones}
    patterns = area_map.colours(area_map.areas_that_adjoin(serves, neighbours(request.acting)))
    context |= {
        "form": DayForm(initial={"op": form.day}),
        "on": words.day(form.day),
        "picture": area_map.draw(
            "areas", _("Gebieden op %(day)s") % {"day": words.day(form.day)}, zones, serves, patterns
        ),
        "areas": areas_on(request.acting, form.day, zones),
        "changes": area_changes(request.acting, partnership_id=request.acting.partnership_id),
        "unserved": [zone.name for zone in zones if zone.partnership is None],
    }
    return render(request, "coordination/read-areas.html", context)
