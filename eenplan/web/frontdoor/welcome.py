"""The first page, and who helps in a place on a day."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from eenplan.core.acting import public_form
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.queries import Area
from eenplan.web.frontdoor.forms import FindForm
from eenplan.web.frontdoor.places import Found, find_place
from eenplan.web.frontdoor.presenters import day_words, doors
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.context import AREAS, href_of


def first_page_of(role: Role) -> str:
    """Where a worker begins: the first page of the menu that this installation has; empty when none."""
    return next((href for _label, name in AREAS.get(role, ()) if (href := href_of(name))), "")


@require_safe
@public
def show_welcome(request: ActingRequest) -> HttpResponse:
    """What this is, and the ways in. Who is signed in goes on to their work."""
    if request.acting and (first := first_page_of(request.acting.role)):
        return redirect(first)
    if request.assignments and request.acting is None:  # the role they worked in has ended
        return redirect("account:choose-role")
    return render(request, "frontdoor/welcome.html", {"doors": doors(), "form": FindForm()})


@require_safe
@public
def find_partnership(request: ActingRequest) -> HttpResponse:
    """Which partnership helps in a place on a day (rule 7), and how sure that is."""
    form = FindForm(request.GET) if "place" in request.GET else FindForm()
    found: Found | None = None
    on = today()
    if form.is_bound and form.is_valid():
        on = form.cleaned_data["on"] or today()
        try:
            found = find_place(
                request.acting or public_form(),
                form.cleaned_data["place"],
                on=on,
                chosen=request.GET.get("chosen", ""),
            )
        except RuleBroken as error:
            form.refuse(error)
    areas: list[Area] = []
    if found and found.area:
        areas = [found.area]
    return render(
        request,
        "frontdoor/find.html",
        {
            "form": form,
            "found": found,
            "area": areas[0] if areas else None,
            "day": day_words(on),
            "is_today": on == today(),
            "typed": form.cleaned_data.get("place", "") if form.is_bound and form.is_valid() else "",
            "on": on.isoformat(),
        },
        status=422 if form.is_bound and not form.is_valid() else 200,
    )
