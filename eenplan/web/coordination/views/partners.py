"""The partners of a partnership: the list, and the page of one."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from eenplan.core.clock import today
from eenplan.network.queries import agreements_ending, keeps_organisation, partners_on, people_of, zones_of
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import WHO, crumbs, opened
from eenplan.web.coordination.views.place import place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.context import href_of


@require_safe
@roles(*WHO)
def list_partners(request: SignedRequest) -> HttpResponse:
    """Who takes part on a day, with filters that stay in the address."""
    place = place_of(request)
    day = place.day
    zones = zones_of(request.acting, place.id, day)
    form = forms.FilterForm(request.GET, zones=zones)
    valid = form.is_valid()
    on: date = (form.cleaned_data["op"] if valid else None) or day
    filters = form.filters if valid else None
    found = partners_on(request.acting, partnership_id=place.id, on=on, filters=filters)
    ending = agreements_ending(request.acting, day, partnership_id=place.id)
    asked = valid and any(form.cleaned_data.values())
    context = {
        "crumbs": [*crumbs(place)[:1], Crumb(_("Partners"))],
        "place": place,
        "form": form,
        "lines": present.lines(found, place, on, zones=len(zones)),
        "summing": present.summing(found),
        "on": on,
        "asked": asked,
        "open": asked or not valid,
        "ending": [
            (one.name, present.partner_href(one.organisation_id, place), present.ending_words(one.days))
            for one in ending
        ],
        "all_href": reverse("coordination:list-partners") + place.query,
    }
    return render(request, "coordination/list-partners.html", context, status=200 if valid else 422)


@require_safe
@roles(*WHO)
def read_partner(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """All of an organisation, and how it takes part here."""
    place, full = opened(request, organisation_id)
    day = today()
    here = full.here(place.id)
    now = next((one for one in here if one.holds_on(day)), None)
    planned = next((one for one in reversed(here) if one.since is not None and one.since > day), None)
    standing = now or planned
    last = here[0] if here else None
    people = people_of(request.acting, full.id, partnership_id=place.id, on=day) if here else []
    team = href_of("coordination:list-team")
    served = {zone.id for zone in zones_of(request.acting, place.id, day)}
    here_zones = [
        one for one in full.zones if one.zone_id in served and (one.until is None or one.until > day)
    ]
    context = {
        "crumbs": crumbs(place, Crumb(full.name)),
        "place": place,
        "full": full,
        "facts": present.facts(full),
        "now": now,
        "standing": standing,
        "standing_words": words.sentence(present.terms_words(standing.terms)) if standing else "",
        "days": present.stretch_words(standing.since, standing.until) if standing else "",
        "agreement": present.agreement_words(standing.terms, day) if standing else None,
        "ends": bool(last and last.until and last.until > day),
        "history": present.history(here, day),
        "elsewhere": present.elsewhere(full, place, day),
        "people": present.people(people),
        "people_words": words.sentence(present.people_words(len(people))),
        "team_href": team + place.query if team else "",
        "stops": present.stop_words(full.until),
        "may_go_on": full.until is not None and present.is_to_come(full.until),
        "keeps": keeps_organisation(request.acting, full.id, on=day),
        "sites": present.details(full.sites, "site", full, place, day),
        "zones": present.details(here_zones, "zone", full, place, day),
        "zones_elsewhere": sum(one.until is None or one.until > day for one in full.zones) - len(here_zones),
        "contacts": present.details(full.contacts, "contact", full, place, day),
    }
    return render(request, "coordination/read-partner.html", context)
