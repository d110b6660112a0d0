"""A public page for each municipality: who helps there, what the region calls it, and how to ask."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from eenplan.core.acting import Acting, public_form
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.languages import language_now
from eenplan.network.queries import (
    Listed,
    MunicipalityOn,
    crisis_contacts,
    help_here,
    municipalities_of_codes,
    municipalities_on,
    municipality_by_slug,
    slug_of,
)
from eenplan.web.frontdoor.forms.status import MunicipalityForm
from eenplan.web.frontdoor.places import find_place
from eenplan.web.shared.access import ActingRequest, public

# In the address of a page: the municipality of before a merger, from which somebody was sent on.
BEFORE = "vroeger"


def _acting(request: ActingRequest) -> Acting:
    return request.acting or public_form()


def _href(slug: str, before: str = "") -> str:
    asked = "?" + urlencode({BEFORE: before}) if before else ""
    return reverse("frontdoor:read-municipality", args=[slug]) + asked


@dataclass(frozen=True, slots=True)
class Line:
    """A municipality in the list: its name, its page, who helps there."""

    name: str
    href: str
    who: str


@require_safe
@public
def list_municipalities(request: ActingRequest) -> HttpResponse:
    """All municipalities of today by letter, with a box to search in."""
    language = language_now()
    rows = municipalities_on(_acting(request), today())
    ordered = sorted(rows, key=lambda row: slug_of(row.municipality.name(language)))
    letters = [
        (letter, [_line(row, language) for row in group])
        for letter, group in groupby(
            ordered, key=lambda row: slug_of(row.municipality.name(language))[:1].upper()
        )
    ]
    jumps = [(letter, f"#{letter}") for letter, _lines in letters]
    context = {"letters": letters, "jumps": jumps, "form": MunicipalityForm(), "number": len(rows)}
    return render(request, "frontdoor/municipalities.html", context)


def _line(row: Listed, language: str) -> Line:
    return Line(row.municipality.name(language), _href(row.municipality.slug), ", ".join(row.partnerships))


@require_safe
@public
def find_municipality(request: ActingRequest) -> HttpResponse:
    """To the page of a municipality, from its name or a postal code; a choice where more than one fits."""
    form = MunicipalityForm(request.GET)
    found: list[MunicipalityOn] = []
    acting = _acting(request)
    if form.is_valid():
        try:
            found = _meant(acting, form.cleaned_data["place"])
        except RuleBroken as error:
            form.refuse(error)
    if len(found) == 1:
        one = found[0]
        return redirect(_href(one.successor.slug, one.slug) if one.successor else _href(one.slug))
    context = {
        "form": form,
        "choices": [Line(one.name(language_now()), _href(one.slug), "") for one in found],
    }
    return render(request, "frontdoor/find-municipality.html", context, status=422 if form.errors else 200)


def _meant(acting: Acting, text: str) -> list[MunicipalityOn]:
    """What was typed: the whole name of one, of now or before, in either language; else what fits."""
    try:
        exact = municipality_by_slug(acting, slug_of(text), on=today())
    except NotFound:
        pass
    else:
        if exact.successor or not exact.until:
            return [exact]
    place = find_place(acting, text, on=today())
    if place.area and place.area.municipality:
        codes = {place.area.municipality.code}
    else:
        codes = {value.partition("/")[0] for value, _words in place.options}
    return municipalities_of_codes(acting, codes, on=today())


@require_safe
@public
def read_municipality(request: ActingRequest, municipality: str) -> HttpResponse:
    """Who helps in a municipality today. One of before a merger leads to what it became."""
    acting, language = _acting(request), language_now()
    one = municipality_by_slug(acting, municipality, on=today())
    if one.successor:
        return redirect(_href(one.successor.slug, one.slug))
    if one.until:  # it ended in several others, or in none that we know
        raise NotFound("municipality")
    if one.slug != municipality:
        return redirect(_href(one.slug))
    helping = help_here(acting, one.id, on=today(), language=language)
    context = {
        "name": one.name(language),
        "before": _before(acting, one, request.GET.get(BEFORE, "")),
        "helping": helping,
        "has_number": any(here.contacts for here in helping),
        "contacts": crisis_contacts(acting, on=today()),
        "form": MunicipalityForm(),
        "canonical": request.build_absolute_uri(_href(one.slug)),
    }
    return render(request, "frontdoor/municipality.html", context)


def _before(acting: Acting, one: MunicipalityOn, slug: str) -> MunicipalityOn | None:
    """The municipality of before, if it really went on in this one."""
    if not slug:
        return None
    try:
        before = municipality_by_slug(acting, slug, on=today())
    except NotFound:
        return None
    return before if before.successor and before.successor.id == one.id else None
