"""How a partner takes part: changed from a day on, its agreement renewed, ended, kept, taken back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import (
    change_partner,
    end_partner,
    keep_partner,
    renew_agreement,
    take_back_partner,
)
from eenplan.network.queries import OrganisationFull, PartnerStretch, people_of
from eenplan.web.coordination.forms import partners as forms
from eenplan.web.coordination.presenters import partners as present
from eenplan.web.coordination.views.asking import FORM, WHO, ask, finish, opened, together
from eenplan.web.coordination.views.place import Place
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.context import href_of


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


@require_http_methods(FORM)
@roles(*WHO)
def change_terms(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A partner takes part in another way from a day on."""
    place, full = opened(request, organisation_id)
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
            return finish(request, said, full, place)
    return ask(
        request,
        place,
        full,
        form,
        _("Veranderen"),
        _("Bewaren"),
        note=_("Wat tot dan gold, blijft in de geschiedenis staan. Wat je vandaag invulde, wordt verbeterd."),
    )


@require_http_methods(FORM)
@roles(*WHO)
def renew(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A new agreement with a partner."""
    place, full = opened(request, organisation_id)
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
            return finish(request, done, full, place)
    agreement = present.agreement_words(standing.terms, today())
    note = _("Nu: %(text)s, %(detail)s.") % {"text": agreement.text.lower(), "detail": agreement.detail}
    return ask(request, place, full, form, _("Overeenkomst verlengen"), _("Verlengen"), note=note)


@require_http_methods(FORM)
@roles(*WHO)
def end(request: SignedRequest, organisation_id: UUID) -> HttpResponse:
    """A partner stops; who works here from it is shown first."""
    place, full = opened(request, organisation_id)
    _standing(full, place)
    form = forms.EndPartnerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        last: date = form.cleaned_data["last_day"]

        def act() -> bool:
            end_partner(request.acting, organisation_id=full.id, partnership_id=place.id, last_day=last)
            return True

        if together(form, act):
            said = _("%(name)s is partner tot en met %(day)s.") % {"name": full.name, "day": words.day(last)}
            return finish(request, said, full, place)
    people = present.people(people_of(request.acting, full.id, partnership_id=place.id, on=today()))
    team = href_of("coordination:list-team")
    return ask(
        request,
        place,
        full,
        form,
        _("Laten stoppen als partner"),
        _("Laten stoppen"),
        danger=True,
        asks_people=True,
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
    place, full = opened(request, organisation_id)
    try:
        keep_partner(request.acting, organisation_id=full.id, partnership_id=place.id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(present.partner_href(full.id, place))
    return finish(request, _("%(name)s blijft partner.") % {"name": full.name}, full, place)


@require_POST
@roles(*WHO)
def take_back(request: SignedRequest, organisation_id: UUID, stretch_id: UUID) -> HttpResponse:
    """Take back what was written down today, or has not begun."""
    place, full = opened(request, organisation_id)
    try:
        take_back_partner(
            request.acting, organisation_id=full.id, partnership_id=place.id, stretch_id=stretch_id
        )
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect(present.partner_href(full.id, place))
    return finish(request, _("dat is teruggenomen."), full, place)
