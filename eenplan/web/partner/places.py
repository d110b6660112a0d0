"""Questions for a place in a short offer: no name of a family until it shares that; yes, no, and what it brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.capacity.rules.offers import OFFERS_AS
from eenplan.core.clock import day_of
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.places import answer_place, tell_brought
from eenplan.plans.enums import PlaceVerdict
from eenplan.plans.queries.places import PlaceAsked, places_asked
from eenplan.plans.queries.shared import shared_families
from eenplan.web.partner.forms import BroughtForm, PlaceForm
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.said import day


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A question for a place. `family` is '' until it shares something; `state` '' while it waits for an answer."""

    id: UUID
    offer: str
    family: str
    when: str
    note: str
    state: str
    may_tell: bool


def place_lines(found: Sequence[PlaceAsked], names: Mapping[UUID, str]) -> list[PlaceLine]:
    """Questions for a place, those without an answer first."""
    lines = [_line(one, names) for one in found]
    return sorted(lines, key=lambda one: bool(one.state))


def _line(one: PlaceAsked, names: Mapping[UUID, str]) -> PlaceLine:
    return PlaceLine(
        one.id,
        one.offer.name,
        names.get(one.family_id, "") if one.family_id else "",
        _("gevraagd op %(day)s") % {"day": day(day_of(one.asked_at))},
        one.note,
        _("plaats vanaf %(day)s") % {"day": day(one.first_day)} if one.first_day else "",
        one.may_tell,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*OFFERS_AS)
def answer(request: SignedRequest, place_id: UUID) -> HttpResponse:
    """Say whether there is a place; or, once it began, what it brought."""
    acting = request.acting
    asked = next((one for one in places_asked(acting) if one.id == place_id), None)
    if asked is None:
        raise NotFound("place")
    if asked.verdict and (acting.role == Role.PSYCHOLOGIST or "answer" in request.POST):
        return redirect("partner:list-families")  # pressed twice; and of talks nothing more is told (rule 39)
    names = {one.family_id: one.name for one in shared_families(acting)}
    sent = request.POST if request.method == "POST" else None
    form: PlaceForm | BroughtForm = BroughtForm(sent) if asked.verdict else PlaceForm(sent, offer=asked.offer)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                if isinstance(form, BroughtForm):
                    tell_brought(acting, request_id=place_id, brought=said["brought"])
                else:
                    first = said["first_day"] if form.verdict == PlaceVerdict.YES else None
                    answer_place(
                        acting, request_id=place_id, verdict=form.verdict, first_day=first, line=said["line"]
                    )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. De coach leest je antwoord."))
            return redirect("partner:list-families")
    context = {
        "crumbs": [Crumb(_("Vandaag"), reverse("partner:list-families")), Crumb(asked.offer.name)],
        "form": form,
        "line": _line(asked, names),
        "early": bool(asked.verdict) and not asked.may_tell,
    }
    return render(request, "partner/answer-place.html", context, status=422 if form.is_bound else 200)
