"""What stops: an organisation, or one of its sites, zones and contacts. Asked first, and taken back where that may be."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.errors import RuleBroken
from eenplan.network.actions import end_detail, end_organisation, keep_organisation
from eenplan.network.queries import OrganisationDetail, OrganisationFull
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import FORM, WHO, ask, finish, opened, together
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.forms import Form


@require_http_methods(FORM)
@roles(*WHO)
def stop_detail(request: SignedRequest, organisation_id: UUID, detail_id: UUID, what: str) -> HttpResponse:
    """A site, a zone or a contact holds up to and including today; what was written down today, or is to come, goes."""
    place, full = opened(request, organisation_id)
    one = _detail(full, what, detail_id)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def act() -> bool:
            end_detail(request.acting, kind=what, organisation_id=full.id, detail_id=detail_id)
            return True

        if together(form, act):
            said = _("%(name)s is weg.") if one.may_go else _("%(name)s geldt tot en met vandaag.")
            return finish(request, said % {"name": one.name}, full, place)
    if one.may_go:
        return ask(
            request,
            place,
            full,
            form,
            _("%(name)s terugnemen") % {"name": one.name},
            _("Terugnemen"),
            danger=True,
            note=_("Dit werd vandaag ingevuld of is nog niet begonnen. Het verdwijnt dus helemaal."),
        )
    return ask(
        request,
        place,
        full,
        form,
        _("%(name)s laten stoppen") % {"name": one.name},
        _("Laten stoppen"),
        danger=True,
        note=_(
            "Dit geldt nog tot en met vandaag. Daarna staat het niet meer op deze bladzijde; wie naar vroeger kijkt, vindt het terug."
        ),
    )


def _detail(full: OrganisationFull, what: str, detail_id: UUID) -> OrganisationDetail:
    """One that holds today or later. Raises Http404."""
    found = {"site": full.sites, "zone": full.zones, "contact": full.contacts}[what]
    for one in found:
        if one.id == detail_id and present.is_to_come(one.until):
            return one
    raise Http404


@require_http_methods(FORM)
@roles(*WHO)
def stop_organisation(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """An organisation stops existing: it is nobody's partner and lends nobody after its last day."""
    place, full = opened(request, organisation_id)
    form = forms.EndOrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        last: date = form.cleaned_data["last_day"]

        def act() -> bool:
            end_organisation(request.acting, organisation_id=full.id, last_day=last)
            return True

        if together(form, act):
            said = _("%(name)s bestaat tot en met %(day)s.") % {"name": full.name, "day": words.day(last)}
            return finish(request, said, full, place)
    return ask(
        request,
        place,
        full,
        form,
        _("De organisatie laten stoppen"),
        _("Laten stoppen"),
        danger=True,
        note=_(
            "Voor een organisatie die ophoudt of opgaat in een andere. Na de laatste dag kan niemand haar nog partner maken. Alles wat ze was en deed, blijft in de geschiedenis en in de cijfers van toen. Zolang die dag er niet is, kan je dit terugnemen."
        ),
    )


@require_POST
@roles(*WHO)
def keep_on(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """An organisation that would stop goes on after all."""
    place, full = opened(request, organisation_id)
    try:
        keep_organisation(request.acting, organisation_id=full.id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(present.partner_href(full.id, place))
    return finish(request, _("%(name)s gaat door.") % {"name": full.name}, full, place)
