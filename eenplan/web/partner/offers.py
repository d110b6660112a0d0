"""What partners offer, and how long one waits: kept by the partner itself, and by the coordinator for each partner."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.capacity.actions.offers import add_offer, change_offer, end_offer, say_wait
from eenplan.capacity.enums import OfferKind
from eenplan.capacity.queries.offers import OfferNow, offer, offers_of, waits_said
from eenplan.capacity.rules.offers import OFFERS_AS, may_keep
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.queries import partners_on
from eenplan.web.partner import offer_words as present
from eenplan.web.partner.forms import AddOfferForm, ChangeOfferForm, EndOfferForm, WaitForm
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.words import day

KEEPERS = (*OFFERS_AS, Role.COORDINATOR)
FORM = ["GET", "HEAD", "POST"]


def _here(acting: Acting) -> UUID:
    if acting.partnership_id is None:
        raise NotFound("partnership")
    return acting.partnership_id


def _above(acting: Acting) -> Crumb:
    if acting.role == Role.COORDINATOR:
        return Crumb(_("Netwerk"), reverse("coordination:read-start"))
    return Crumb(_("Vandaag"), reverse("partner:list-families"))


def _crumbs(acting: Acting, *more: Crumb) -> list[Crumb]:
    return [_above(acting), Crumb(_("Aanbod"), reverse("partner:list-offers")), *more]


def _mine(acting: Acting, offer_id: UUID) -> OfferNow:
    """An offer that whoever acts keeps, not yet ended. Raises NotFound for any other."""
    found = offer(acting, offer_id)
    if not may_keep(acting, found.organisation_id) or (found.until and found.until <= today()):
        raise NotFound("offer")
    return found


@require_safe
@roles(*KEEPERS)
def list_offers(request: SignedRequest) -> HttpResponse:
    """What is offered: for a partner its own, for the coordinator that of every partner."""
    acting = request.acting
    own = acting.organisation_id if acting.role in OFFERS_AS else None
    found = offers_of(acting, _here(acting), organisation_id=own)
    context = {
        "crumbs": [_above(acting), Crumb(_("Aanbod"))],
        "offerings": present.offerings(found),
        "number": len(found),
        "of_all": own is None,
    }
    return render(request, "partner/offers.html", context)


@require_http_methods(FORM)
@roles(*KEEPERS)
def add(request: SignedRequest) -> HttpResponse:
    """A new offer."""
    acting, here = request.acting, _here(request.acting)
    partners = None
    if acting.role == Role.COORDINATOR:
        found = partners_on(acting, partnership_id=here, on=today())
        partners = [(one.organisation_id, one.name) for one in found]
    form = AddOfferForm(request.POST if request.method == "POST" else None, partners=partners)
    if form.is_valid():
        said = form.cleaned_data
        organisation = UUID(said["organisation"]) if partners is not None else acting.organisation_id
        try:
            if organisation is None:
                raise NotFound("organisation")
            with transaction.atomic():
                add_offer(
                    acting,
                    organisation_id=organisation,
                    name=said["name"],
                    help_type=said["help_type"],
                    kind=OfferKind(said["kind"]),
                    track=form.track(),
                    weeks=said["weeks"],
                    says_wait=form.says_wait,
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Coaches zien dit aanbod nu."))
            return redirect("partner:list-offers")
    context = {"crumbs": _crumbs(acting, Crumb(_("Nieuw"))), "form": form}
    return render(request, "partner/add-offer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@roles(*KEEPERS)
def read(request: SignedRequest, offer_id: UUID) -> HttpResponse:
    """An offer: how long one waits now, and what was said of that before."""
    acting = request.acting
    found = _mine(acting, offer_id)
    form = WaitForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                say_wait(acting, offer_id=found.id, weeks=form.cleaned_data["weeks"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard. Alle coaches zien de nieuwe wachttijd."))
            return redirect("partner:list-offers")
    context = {
        "crumbs": _crumbs(acting, Crumb(found.name)),
        "offer": found,
        "line": present.line_of(found),
        "form": form,
        "history": present.history(waits_said(acting, found.id)),
    }
    return render(request, "partner/offer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@roles(*KEEPERS)
def change(request: SignedRequest, offer_id: UUID) -> HttpResponse:
    """An offer is called otherwise, or a short one has other places or days."""
    acting = request.acting
    found = _mine(acting, offer_id)
    first = {
        "name": found.name,
        "places": found.places,
        "first_day": found.first_day,
        "last_day": found.last_day,
    }
    sent = request.POST if request.method == "POST" else None
    form = ChangeOfferForm(sent, initial=first, short=found.kind == OfferKind.SHORT)
    if form.is_valid():
        try:
            with transaction.atomic():
                change_offer(acting, offer_id=found.id, name=form.cleaned_data["name"], track=form.track())
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("Bewaard."))
            return redirect("partner:read-offer", found.id)
    return _ask(request, found, form, _("Aanbod verbeteren"), _("Bewaren"))


@require_http_methods(FORM)
@roles(*KEEPERS)
def end(request: SignedRequest, offer_id: UUID) -> HttpResponse:
    """Something is no longer offered after a day."""
    acting = request.acting
    found = _mine(acting, offer_id)
    form = EndOfferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        last = form.cleaned_data["last_day"]
        try:
            with transaction.atomic():
                end_offer(acting, offer_id=found.id, last_day=last)
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("%(name)s wordt aangeboden tot en met %(day)s.") % {"name": found.name, "day": day(last)},
            )
            return redirect("partner:list-offers")
    note = _("Wie er al op wacht, blijft wachten: dit verandert niets aan een gezin.")
    return _ask(request, found, form, _("Niet meer aanbieden"), _("Laten stoppen"), note=note, danger=True)


def _ask(
    request: SignedRequest, found: OfferNow, form: Any, title: str, submit: str, **more: Any
) -> HttpResponse:
    back = reverse("partner:read-offer", args=[found.id])
    context = {
        "crumbs": _crumbs(request.acting, Crumb(found.name, back), Crumb(title)),
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "name": found.name,
        **more,
    }
    return render(request, "partner/ask-offer.html", context, status=422 if form.is_bound else 200)
