"""Organisations: the list of all, what they are, and their sites, zones and contacts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import today
from eenplan.network.actions import add_contact, add_site, change_organisation, serve_zone
from eenplan.network.queries import OrganisationFull, organisation_full, organisations, zones_of
from eenplan.network.queries.partners import PAGE
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import FORM, WHO, answer, crumbs, together
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form


@require_safe
@roles(*WHO)
def list_organisations(request: SignedRequest) -> HttpResponse:
    """All organisations that are known, by name, whatever partnership they are of."""
    place, name = place_of(request), request.GET.get("naam", "").replace("\x00", "")[:120]
    found = organisations(request.acting, on=today(), name=name, after=_after(request))
    shown, more = found[:PAGE], len(found) > PAGE
    query = {"naam": name, **({"voor": place.query[6:]} if place.query else {})}
    address = reverse("coordination:list-organisations")
    next_href = ""
    if more:
        next_href = f"{address}?{urlencode(query | {'na': f'{shown[-1].key}~{shown[-1].id}'})}"
    context = {
        "crumbs": crumbs(place, Crumb(_("Alle organisaties"))),
        "place": place,
        "name": name,
        "lines": present.found_lines(shown, place),
        "next_href": next_href,
        "first_href": f"{address}?{urlencode(query)}" if "na" in request.GET else "",
    }
    return render(request, "coordination/list-organisations.html", context)


def _after(request: SignedRequest) -> tuple[str, UUID] | None:
    """Where the page before ended. Raises Http404 for what no page of ours says."""
    said = request.GET.get("na", "")
    if not said:
        return None
    key, mark, last = said.rpartition("~")
    try:
        return (key.replace("\x00", ""), UUID(last)) if mark else None
    except ValueError as error:
        raise Http404 from error


def _ask(
    request: SignedRequest, organisation_id: UUID, title: str, make: Callable[[Place, OrganisationFull], Form],
    act: Callable[[Any, Place], object],
) -> HttpResponse:  # fmt: skip
    """A form about an organisation: shown, refused beside its field, or done and back to its page."""
    place = place_of(request)
    full = organisation_full(request.acting, organisation_id, on=today())
    form = make(place, full)
    href = present.partner_href(full.id, place)
    if request.method == "POST" and form.is_valid():

        def done() -> bool:
            act(form, place)
            return True

        if together(form, done):
            messages.success(request, words.kept(_("%(what)s.") % {"what": title}))
            return redirect(href)
    context = {
        "crumbs": crumbs(place, Crumb(full.name, href), Crumb(title)),
        "place": place,
        "title": title,
        "name": full.name,
        "form": form,
        "save": _("Bewaren"),
        "back_href": href,
    }
    return answer(request, "coordination/change-partner.html", context, form)


def _typed(request: SignedRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(FORM)
@roles(*WHO)
def change_facts(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """Correct the name, the number, the sector or the layer."""

    def make(place: Place, full: OrganisationFull) -> Form:
        first = {
            "name": full.name,
            "enterprise_number": present.number_words(full.enterprise_number),
            "sector": full.sector.value,
            "layer": full.layer.value if full.layer else "",
        }
        return forms.OrganisationForm(_typed(request), initial=first)

    return _ask(
        request,
        organisation_id,
        _("Gegevens verbeteren"),
        make,
        lambda form, place: change_organisation(
            request.acting, organisation_id=organisation_id, said=form.organisation
        ),
    )


@require_http_methods(FORM)
@roles(*WHO)
def new_site(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A place where it works."""
    return _ask(
        request,
        organisation_id,
        _("Locatie toevoegen"),
        lambda place, full: forms.SiteForm(_typed(request), initial={"since": today()}),
        lambda form, place: add_site(
            request.acting, organisation_id=organisation_id, said=form.site, since=form.cleaned_data["since"]
        ),
    )


@require_http_methods(FORM)
@roles(*WHO)
def new_contact(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """Whom to reach there."""
    return _ask(
        request,
        organisation_id,
        _("Contact toevoegen"),
        lambda place, full: forms.ContactForm(_typed(request), initial={"since": today()}),
        lambda form, place: add_contact(
            request.acting,
            organisation_id=organisation_id,
            said=form.contact,
            since=form.cleaned_data["since"],
        ),
    )


@require_http_methods(FORM)
@roles(*WHO)
def new_zone(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A zone of the partnership that it serves."""

    def make(place: Place, full: OrganisationFull) -> Form:
        served = {one.zone_id for one in full.zones if one.until is None}
        free = [zone for zone in zones_of(request.acting, place.id, today()) if zone.id not in served]
        return forms.ZoneForm(_typed(request), zones=free, initial={"since": today()})

    return _ask(
        request,
        organisation_id,
        _("Zone toevoegen"),
        make,
        lambda form, place: serve_zone(
            request.acting,
            organisation_id=organisation_id,
            zone_id=form.zones[form.cleaned_data["zone"]],
            since=form.cleaned_data["since"],
            source=form.cleaned_data["source"],
        ),
    )
