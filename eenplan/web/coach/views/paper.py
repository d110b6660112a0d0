"""What the coach prints for a family: the plan, the one page for the fridge, and the own sheet of each member."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from eenplan.core.acting import looking_with
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.core.languages import spoken
from eenplan.families.queries import family, persons
from eenplan.plans.queries import version
from eenplan.web.coach.views.around import READS, crumbs_of
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.fridge import ROOMS, fridge_paper, hung_up, read_fridge
from eenplan.web.shared.own_sheet import own_sheet_paper, read_own_sheet
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
    members = [
        (one.given_name, reverse("coach:print-own-sheet", args=[family_id, one.id]))
        for one in (persons(request.acting, [family_id])[family_id] if found else ())
        if one.given_name and one.due_date is None
    ]
    context = {
        "crumbs": crumbs,
        "members": members,
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


@never_cache
@require_safe
@roles(*READS)
def print_own_sheet(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """The own sheet of a member of the family, read as that member would read it, in their language."""
    found = {one.id: one for one in persons(request.acting, [family_id])[family_id]}
    person = found.get(person_id)
    if person is None or person.due_date or not person.given_name:
        raise NotFound("person")
    language = person.language or family(request.acting, family_id).language
    with override(spoken(language)), looking_with(request.acting, f"person:{person_id}") as narrowed:
        sheet = read_own_sheet(narrowed, version(narrowed, family_id), person_id, person.given_name)
        return own_sheet_paper(request, sheet)
