"""The partners of a partnership: the list, a partner's page, and how it begins, changes and ends."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import (
    add_organisation,
    add_partner,
    change_partner,
    end_partner,
    keep_partner,
    renew_agreement,
    take_back_partner,
)
from eenplan.network.queries import (
    OrganisationFull,
    PartnerStretch,
    agreements_ending,
    find_organisations,
    keeps_organisation,
    organisation_full,
    partners_on,
    people_of,
    zones_of,
)
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.place import Place, place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.context import href_of
from eenplan.web.shared.forms import Form

WHO = (Role.COORDINATOR, Role.ADMIN)
FORM = ["GET", "HEAD", "POST"]


def crumbs(place: Place, *more: Crumb) -> list[Crumb]:
    """The way back up to the list."""
    return [
        Crumb(_("Netwerk"), reverse("coordination:read-start")),
        Crumb(_("Partners"), reverse("coordination:list-partners") + place.query),
        *more,
    ]


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
def find_partner(request: SignedRequest) -> HttpResponse:
    """Adding begins with looking whether the organisation is known, so that none is made twice."""
    place, typed = place_of(request), "naam" in request.GET
    form = forms.FindForm(request.GET if typed else None)
    found, name = [], ""
    if typed and form.is_valid():
        name = form.cleaned_data["naam"]
        found = find_organisations(request.acting, name=name, number=name, on=today())
    context = {
        "crumbs": crumbs(place, Crumb(_("Partner toevoegen"))),
        "place": place,
        "form": form,
        "looked": bool(name),
        "name": name,
        "lines": present.found_lines(found, place),
        "new_href": reverse("coordination:add-organisation") + place.query,
        "list_href": reverse("coordination:import-partners") + place.query,
    }
    status = 422 if typed and not name else 200
    return render(request, "coordination/find-partner.html", context, status=status)


@require_http_methods(FORM)
@roles(*WHO)
def add_new(request: SignedRequest) -> HttpResponse:
    """An organisation that is not known yet becomes a partner."""
    place = place_of(request)
    first = {
        "name": request.GET.get("naam", "")[:120],
        "since": place.day,
        "subsidised": "no",
        "role": "partner",
    }
    form = forms.NewPartnerForm(request.POST if request.method == "POST" else None, initial=first)
    known: list[present.FoundLine] = []
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)

        def act() -> UUID:
            made = add_organisation(request.acting, said=form.organisation, another=said["another"])
            add_partner(
                request.acting,
                organisation_id=made,
                partnership_id=place.id,
                terms=form.terms,
                since=said["since"],
                source=said["source"],
            )
            return made

        made = together(form, act)
        if made is not None:
            done = _("%(name)s is partner vanaf %(day)s.")
            messages.success(
                request, words.kept(done % {"name": said["name"], "day": words.day(said["since"])})
            )
            return redirect(present.partner_href(made, place))
        known = present.found_lines(find_organisations(request.acting, name=said["name"], on=today()), place)
    context = {
        "crumbs": crumbs(place, Crumb(_("Nieuwe organisatie"))),
        "place": place,
        "form": form,
        "known": known,
        "back_href": reverse("coordination:list-partners") + place.query,
    }
    return answer(request, "coordination/add-organisation.html", context, form)


def together(form: Form, act: Callable[[], Any]) -> Any:
    """Do something; None and the words beside the field when it was refused. Nothing of it then stands."""
    try:
        with transaction.atomic():
            return act()
    except RuleBroken as error:
        form.refuse(error)
        return None


def answer(request: SignedRequest, template: str, context: dict[str, Any], form: Form) -> HttpResponse:
    """The page of a form, with 422 when something must be mended."""
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def _opened(request: SignedRequest, organisation_id: UUID) -> tuple[Place, OrganisationFull]:
    return place_of(request), organisation_full(request.acting, organisation_id, on=today())


def _standing(full: OrganisationFull, place: Place) -> PartnerStretch:
    """How it takes part today, or will. Raises NotFound when it does not."""
    day = today()
    here = full.here(place.id)
    found = next((one for one in here if one.holds_on(day)), None) or next(
        (one for one in reversed(here) if one.since is not None and one.since > day), None
    )
    if found is None:
        raise NotFound("partner")
    return found


def _from(standing: PartnerStretch) -> date:
    """The first day on which something can change: today, or the day on which it begins."""
    return max(today(), standing.since or today())


@require_safe
@roles(*WHO)
def read_partner(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """All of an organisation, and how it takes part here."""
    place, full = _opened(request, organisation_id)
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
        "keeps": keeps_organisation(request.acting, full.id, on=day),
        "sites": present.details(full.sites, "site", full, place, day),
        "zones": present.details(here_zones, "zone", full, place, day),
        "zones_elsewhere": sum(one.until is None or one.until > day for one in full.zones) - len(here_zones),
        "contacts": present.details(full.contacts, "contact", full, place, day),
    }
    return render(request, "coordination/read-partner.html", context)


@require_http_methods(FORM)
@roles(*WHO)
def join_partner(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A known organisation becomes a partner."""
    place, full = _opened(request, organisation_id)
    first = {"since": place.day, "subsidised": "no", "role": "partner"}
    form = forms.JoinForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = together(
            form,
            lambda: add_partner(
                request.acting,
                organisation_id=full.id,
                partnership_id=place.id,
                terms=form.terms,
                since=said["since"],
                source=said["source"],
            ),
        )
        if made is not None:
            done = _("%(name)s is partner vanaf %(day)s.") % {
                "name": full.name,
                "day": words.day(said["since"]),
            }
            return _done(request, done, full, place)
    return _ask(request, place, full, form, _("Partner maken"), _("Maak partner"))


def _done(request: SignedRequest, said: str, full: OrganisationFull, place: Place) -> HttpResponse:
    messages.success(request, words.kept(said))
    return redirect(present.partner_href(full.id, place))


def _ask(
    request: SignedRequest,
    place: Place,
    full: OrganisationFull,
    form: Form,
    title: str,
    save: str,
    **more: Any,
) -> HttpResponse:
    """The page of an act on a partner."""
    href = present.partner_href(full.id, place)
    context = {
        "crumbs": crumbs(place, Crumb(full.name, href), Crumb(title)),
        "place": place,
        "title": title,
        "name": full.name,
        "form": form,
        "save": save,
        "back_href": href,
        **more,
    }
    return answer(request, "coordination/change-partner.html", context, form)


@require_http_methods(FORM)
@roles(*WHO)
def change_terms(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A partner takes part in another way from a day on."""
    place, full = _opened(request, organisation_id)
    standing = _standing(full, place)
    first = {**forms.terms_shown(standing.terms), "since": _from(standing)}
    form = forms.ChangePartnerForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        since = form.cleaned_data["since"]
        made = together(
            form,
            lambda: change_partner(
                request.acting,
                organisation_id=full.id,
                partnership_id=place.id,
                terms=form.terms,
                since=since,
            ),
        )
        if made is not None:
            said = _("%(name)s verandert vanaf %(day)s.") % {"name": full.name, "day": words.day(since)}
            return _done(request, said, full, place)
    return _ask(
        request,
        place,
        full,
        form,
        _("Veranderen"),
        _("Bewaar"),
        note=_("Wat tot dan gold, blijft in de geschiedenis staan. Wat je vandaag invulde, wordt verbeterd."),
    )


@require_http_methods(FORM)
@roles(*WHO)
def renew(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A new agreement with a partner."""
    place, full = _opened(request, organisation_id)
    standing = _standing(full, place)
    first = {"since": _from(standing), "reminder_days": standing.terms.reminder_days}
    form = forms.RenewForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = together(
            form,
            lambda: renew_agreement(
                request.acting,
                organisation_id=full.id,
                partnership_id=place.id,
                agreement_until=said["agreement_until"],
                reminder_days=said["reminder_days"],
                since=said["since"],
            ),
        )
        if made is not None:
            done = _("de overeenkomst met %(name)s is verlengd.") % {"name": full.name}
            return _done(request, done, full, place)
    agreement = present.agreement_words(standing.terms, today())
    note = _("Nu: %(text)s, %(detail)s.") % {"text": agreement.text.lower(), "detail": agreement.detail}
    return _ask(request, place, full, form, _("Overeenkomst verlengen"), _("Verleng"), note=note)


@require_http_methods(FORM)
@roles(*WHO)
def end(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A partner stops; who works here from it is shown first."""
    place, full = _opened(request, organisation_id)
    _standing(full, place)
    form = forms.EndPartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        last: date = form.cleaned_data["last_day"]

        def act() -> bool:
            end_partner(request.acting, organisation_id=full.id, partnership_id=place.id, last_day=last)
            return True

        if together(form, act):
            said = _("%(name)s is partner tot en met %(day)s.") % {"name": full.name, "day": words.day(last)}
            return _done(request, said, full, place)
    people = present.people(people_of(request.acting, full.id, partnership_id=place.id, on=today()))
    team = href_of("coordination:list-team")
    return _ask(
        request,
        place,
        full,
        form,
        _("Laten stoppen als partner"),
        _("Laat stoppen"),
        danger=True,
        people=people,
        team_href=team + place.query if team else "",
        note=_(
            "Ze blijft in de geschiedenis en in de cijfers van toen. Wat voor later gepland was, valt weg."
        ),
    )


@require_POST
@roles(*WHO)
def keep(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """An end that was planned does not happen."""
    place, full = _opened(request, organisation_id)
    try:
        keep_partner(request.acting, organisation_id=full.id, partnership_id=place.id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(present.partner_href(full.id, place))
    return _done(request, _("%(name)s blijft partner.") % {"name": full.name}, full, place)


@require_POST
@roles(*WHO)
def take_back(request: SignedRequest, organisation_id: UUID, stretch_id: UUID) -> HttpResponse:
    """Take back what was written down today, or has not begun."""
    place, full = _opened(request, organisation_id)
    try:
        take_back_partner(
            request.acting, organisation_id=full.id, partnership_id=place.id, stretch_id=stretch_id
        )
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(present.partner_href(full.id, place))
    return _done(request, _("dat is teruggenomen."), full, place)
