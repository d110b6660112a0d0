"""Who becomes a partner: looked up first, so that no organisation is made twice; then written down or joined."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.clock import today
from eenplan.network.actions import add_organisation, add_partner
from eenplan.network.queries import find_organisations
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import FORM, WHO, answer, ask, crumbs, finish, opened, together
from eenplan.web.coordination.views.place import place_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


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


@require_http_methods(FORM)
@roles(*WHO)
def join_partner(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A known organisation becomes a partner."""
    place, full = opened(request, organisation_id)
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
            return finish(request, done, full, place)
    return ask(request, place, full, form, _("Partner maken"), _("Partner maken"))
