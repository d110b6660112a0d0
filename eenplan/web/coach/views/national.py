"""The national number of somebody of the family: kept with a reason, shown once, let go."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eenplan.audit.actions import record_read
from eenplan.core.clock import day_of
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions
from eenplan.families.queries import family, number_of, persons
from eenplan.web.coach.forms.national import NationalNumberForm
from eenplan.web.coach.views.around import crumbs_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb

# What the buttons send, beside the form itself.
SHOW, REMOVE = "show", "remove"
_ASKED = {SHOW, REMOVE}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COACH, Role.INTAKE)
def keep_national_number(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Note a number, look at it, or let it go. It never stands in an address, and on the page only when asked for."""
    found = family(request.acting, family_id)
    person = next(
        (one for one in persons(request.acting, [family_id])[family_id] if one.id == person_id), None
    )
    if person is None:
        raise NotFound("person")
    title = _("Rijksregisternummer van %(name)s") % {"name": person.given_name or _("iemand van het gezin")}
    form = NationalNumberForm(
        request.POST if request.method == "POST" and not _ASKED & set(request.POST) else None
    )
    shown = ""
    if REMOVE in request.POST:
        actions.remove_national_number(request.acting, person_id=person_id)
        messages.success(request, _("We bewaren dit nummer niet meer."))
        return redirect("coach:keep-national-number", family_id, person_id)
    if SHOW in request.POST:
        shown = actions.show_national_number(request.acting, person_id=person_id)
    elif form.is_valid() and _note(request, person_id, form):
        messages.success(request, _("Het nummer is bewaard, versleuteld."))
        return redirect("coach:keep-national-number", family_id, person_id)
    record_read(request.acting, "families:national-number", families=[family_id], subject=person_id)
    kept = number_of(request.acting, person_id)
    is_coach = request.acting.role == Role.COACH
    context = {
        "title": title,
        "family": found,
        "form": form,
        "kept": kept,
        "kept_since": words.day(day_of(kept.noted_at)) if kept else "",
        "shown": shown,
        "crumbs": crumbs_of(request.acting, family_id, found.name, Crumb(title))
        if is_coach
        else [Crumb(_("Aanmeldingen"), reverse("desk:list-referrals")), Crumb(title)],
    }
    return render(request, "coach/national-number.html", context, status=422 if form.errors else 200)


def _note(request: SignedRequest, person_id: UUID, form: NationalNumberForm) -> bool:
    """Keep what was typed; what is refused stands beside it."""
    typed = form.cleaned_data
    try:
        actions.note_national_number(
            request.acting, person_id=person_id, typed=typed["number"], reason=typed["reason"]
        )
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True
