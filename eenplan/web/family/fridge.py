"""The family's one page for the fridge, on screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.families.queries import person_of
from eenplan.plans.queries import version
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.fridge import ROOMS, fridge_paper, hung_up, read_fridge


@never_cache
@require_safe
@card_holder
def read_page(request: SignedRequest) -> HttpResponse:
    """The page on a screen; while no plan holds, what will stand there."""
    found, is_over = hung_up(request.acting, person_of(request.acting).family_id)
    context = {
        "fridge": read_fridge(request.acting, found).view(ROOMS[0]) if found else None,
        "is_over": is_over,
        "paper_href": reverse("family:print-fridge"),
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/fridge.html", context)


@never_cache
@require_safe
@card_holder
def print_page(request: SignedRequest) -> HttpResponse:
    """The page on paper. Raises NotFound while no plan holds."""
    return fridge_paper(request, request.acting, version(request.acting, person_of(request.acting).family_id))
