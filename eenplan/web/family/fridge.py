"""The family's one page for the fridge, and the own sheet of who reads; on screen and on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.families.queries import person_of
from eenplan.plans.queries import version
from eenplan.web.shared import own_sheet
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.fridge import ROOMS, fridge_paper, hung_up, read_fridge

# In the address of the own sheet: also what only its reader and the coach know.
KEPT_TOO = "ook-van-mij"


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
        "own_href": reverse("family:read-own-sheet"),
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/fridge.html", context)


@never_cache
@require_safe
@card_holder
def print_page(request: SignedRequest) -> HttpResponse:
    """The page on paper. Raises NotFound while no plan holds."""
    return fridge_paper(request, request.acting, version(request.acting, person_of(request.acting).family_id))


@never_cache
@require_safe
@card_holder
def read_own(request: SignedRequest) -> HttpResponse:
    """The own sheet on a screen; with `?ook-van-mij` also what only the reader and the coach know."""
    person = person_of(request.acting)
    found, is_over = hung_up(request.acting, person.family_id)
    kept_too = KEPT_TOO in request.GET
    sheet = (
        own_sheet.read_own_sheet(request.acting, found, person.id, person.given_name, kept_too=kept_too)
        if found
        else None
    )
    paper_href = reverse("family:print-own-sheet")
    context = {
        "sheet": sheet.view(own_sheet.ROOMS[0]) if sheet else None,
        "has_kept": bool(sheet and sheet.has_kept),
        "is_over": is_over,
        "paper_href": f"{paper_href}?{KEPT_TOO}" if kept_too else paper_href,
        "kept_href": f"?{KEPT_TOO}",
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/own-sheet.html", context)


@never_cache
@require_safe
@card_holder
def print_own(request: SignedRequest) -> HttpResponse:
    """The own sheet on paper. Raises NotFound while no plan holds."""
    person = person_of(request.acting)
    found = version(request.acting, person.family_id)
    sheet = own_sheet.read_own_sheet(
        request.acting, found, person.id, person.given_name, kept_too=KEPT_TOO in request.GET
    )
    return own_sheet.own_sheet_paper(request, sheet)
