"""What happened in a family, in pages."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.plans.queries.timeline import timeline
from eenplan.plans.queries.timeline_events import EARLIEST, Place
from eenplan.web.coach.presenters.timeline import months, year_pills
from eenplan.web.coach.views.around import READS, WRITES, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


@require_safe
@roles(*READS)
def read_timeline(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """One page of events: the newest, those before `?na=`, or those of `?jaar=` and before."""
    here = reverse("coach:read-timeline", args=[family_id])
    year = _year(request.GET.get("jaar", ""))
    place = Place.read(request.GET.get("na", "")) or (Place.at_end_of(year) if year else None)
    page = timeline(request.acting, family_id, place)
    chosen = page.occurrences[0].on.year if page.occurrences else year
    context = {
        "crumbs": crumbs_of(request.acting, family_id, page.family.name, Crumb(_("Tijdlijn"))),
        "name": page.family.name,
        "months": months(family_id, page.occurrences, page.labels, request.get_full_path()),
        "may_write": request.acting.role in WRITES,
        "years": year_pills(family_id, page.years, min(chosen, today().year) if chosen else None),
        "next_href": f"{here}?na={page.next}" if page.next else "",
        "first_href": here if place else "",
    }
    return render(request, "coach/timeline.html", context)


def _year(text: str) -> int | None:
    """A year as it stands in an address; None for what is none."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if EARLIEST.year <= year <= today().year + 1 else None
