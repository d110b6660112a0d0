"""What the coach prints for a family: the plan, and the one page for the fridge."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.core.enums import Role
from eenplan.core.languages import spoken
from eenplan.families.queries import family
from eenplan.plans.queries import version
from eenplan.web.coach.views.around import READS, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.fridge import ROOMS, fridge_paper, hung_up, read_fridge
from eenplan.web.shared.paper import plan_paper

# Who may print: the fence lets them reach their own families only.
PRINTS = (Role.COACH, Role.COORDINATOR, Role.INTAKE)


@never_cache
@require_safe
@roles(*PRINTS)
def print_plan(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan on paper, for the kitchen table: only what is released to everybody, in the family's language."""
    found = version(request.acting, family_id)
    with override(spoken(found.language)):
        return plan_paper(request, request.acting, found, "gezinsplan.pdf")


@never_cache
@require_safe
@roles(*READS)
def read_fridge_page(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The one page for the fridge, on a screen; while no plan holds, what will stand there."""
    found, is_over = hung_up(request.acting, family_id)
    crumbs = crumbs_of(
        request.acting,
        family_id,
        found.family_name if found else family(request.acting, family_id).name,
        Crumb(_("Ons plan"), reverse("coach:read-plan", args=[family_id])),
        Crumb(_("Voor op de koelkast")),
    )
    context = {
        "crumbs": crumbs,
        "fridge": read_fridge(request.acting, found).view(ROOMS[0]) if found else None,
        "is_over": is_over,
        "paper_href": reverse("coach:print-fridge", args=[family_id]),
    }
    return render(request, "coach/fridge.html", context)


@never_cache
@require_safe
@roles(*READS)
def print_fridge(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The one page for the fridge as a PDF, in the family's language."""
    found = version(request.acting, family_id)
    with override(spoken(found.language)):
        return fridge_paper(request, request.acting, found)
