"""A place in a partner's short offer: asked for help that is waited for, put in the plan, given back, and what it brought."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.plans.actions.places import ask_place, expect_place, take_brought, withdraw_place
from eenplan.plans.actions.waits import NewBridge, add_bridge
from eenplan.plans.enums import BridgeKind, HelpState
from eenplan.plans.queries import HelpPiece, PlanNow
from eenplan.plans.queries.places import PlaceNow, places_of_help, short_offers
from eenplan.web.coach.forms.places import AskPlaceForm, TakeForm
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import places as present
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    crumbs_of,
    piece_of,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb


@require_http_methods(FORM)
@roles(*WRITES)
def ask(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Which short offers there are, with the places left; how what was asked stands, and what it can become in the plan."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if not isinstance(piece, HelpPiece):
        raise NotFound("help")
    waits = piece.state == HelpState.WAITING
    offers, asked = short_offers(request.acting), places_of_help(request.acting, item_id)
    standing = {one.offer_id for one in asked if one.stands}
    free = [one for one in offers if one.offer.id not in standing]
    form = AskPlaceForm(
        posted(request), offers=offers if posted(request) else free, names=choices.names_of(page)
    )
    if form.is_valid():
        try:
            with transaction.atomic():
                ask_place(
                    request.acting,
                    help_id=item_id,
                    offer_id=UUID(form.cleaned_data["offer"]),
                    note=form.cleaned_data["note"],
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("de partner leest je vraag, zonder naam."))
            return redirect("coach:ask-place", family_id, item_id)
    context = {
        "crumbs": _crumbs(request, page, item_id),
        "title": piece.text.text if piece.text else _("Hulp"),
        "form": form if waits and (free or form.errors) else None,
        "all_asked": bool(offers),
        "places": present.place_lines_of(asked, waits=waits),
        "back": reverse("coach:check-wait", args=[family_id, item_id]) if waits else "",
        "waits": waits,
    }
    return render(request, "coach/ask-place.html", context, status=422 if form.errors else 200)


@require_POST
@roles(*WRITES)
def bridge(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """The place that was given helps until the help comes: in one press."""
    _page, place = _given(request, family_id, item_id, place_id)
    new = NewBridge(BridgeKind.PARTNER, place.first_day or today(), place_id=place_id)
    add_bridge(request.acting, help_id=item_id, bridge=new)
    say_saved(request, _("dit helpt intussen, tot de hulp er is."))
    return redirect(reverse("coach:check-wait", args=[family_id, item_id]) + "#intussen")


@require_POST
@roles(*WRITES)
def expect(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """The place that was given is the help itself: in one press it is expected on that day."""
    _page, place = _given(request, family_id, item_id, place_id)
    expect_place(request.acting, family_id=family_id, request_id=place_id, said=present.as_heard(place))
    say_saved(request, _("nu staat er wanneer jullie de hulp verwachten."))
    return redirect("coach:check-wait", family_id, item_id)


@require_http_methods(FORM)
@roles(*WRITES)
def withdraw(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """The place is not needed after all: asked once more, for somebody else may have it then."""
    page = plan_to_write(request, family_id)
    place = _place(request, item_id, place_id)
    back = reverse("coach:ask-place", args=[family_id, item_id])
    if not place.is_withdrawn and not present.may_go_back(place):
        messages.info(request, _("Deze vraag kan niet meer terug. Hier lees je hoe het nu staat."))
        return redirect(back)
    if request.method == "POST":
        if withdraw_place(request.acting, family_id=family_id, request_id=place_id):
            say_saved(request, _("de vraag is teruggenomen."))
        else:
            messages.info(request, _("Deze vraag was al teruggenomen. Er verandert niets."))
        return redirect(back)
    if place.is_withdrawn:
        return redirect(back)
    context = {
        "crumbs": _crumbs(request, page, item_id, _("Terugnemen")),
        "place": place,
        "state": present.state_words(place),
        "back": back,
    }
    return render(request, "coach/withdraw-place.html", context)


@require_http_methods(FORM)
@roles(*WRITES)
def take(request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID) -> HttpResponse:
    """What the partner told goes into the plan, as the family and the coach say it."""
    page, place = _given(request, family_id, item_id, place_id)
    if place.is_taken and request.method == "POST":
        return redirect(plan_href(page, "hulp"))  # pressed twice
    if place.is_taken:
        raise NotFound("place")
    form = TakeForm(
        posted(request),
        people=[(key, str(name)) for key, name in choices.people(page)],
        partner=place.organisation,
        goes_on=place.is_bridge and (place.last_day is None or place.last_day > today()),
        initial={"text": place.brought, "speaker": "partner"},
    )
    if form.is_valid():
        who = form.cleaned_data["speaker"]
        try:
            with transaction.atomic():
                take_brought(
                    request.acting,
                    family_id=family_id,
                    request_id=place_id,
                    text=form.cleaned_data["text"],
                    speaker_id=UUID(who) if who != "partner" else None,
                    is_over=form.cleaned_data.get("is_over", False),
                )
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request, _("het staat bij de hulp in het plan."))
            return redirect(plan_href(page, "hulp"))
    context = {
        "crumbs": _crumbs(request, page, item_id, _("Wat bracht het op?")),
        "form": form,
        "place": place,
        "back": reverse("coach:ask-place", args=[family_id, item_id]),
    }
    return render(request, "coach/take-place.html", context, status=422 if form.is_bound else 200)


def _place(request: SignedRequest, item_id: UUID, place_id: UUID) -> PlaceNow:
    """A question for a place for this help. Raises NotFound."""
    found = next((one for one in places_of_help(request.acting, item_id) if one.id == place_id), None)
    if found is None:
        raise NotFound("place")
    return found


def _given(
    request: SignedRequest, family_id: UUID, item_id: UUID, place_id: UUID
) -> tuple[PlanNow, PlaceNow]:
    """The plan, and a place that the partner gave. Raises NotFound."""
    page = plan_to_write(request, family_id)
    place = _place(request, item_id, place_id)
    if place.family_id != family_id or not place.is_given:
        raise NotFound("place")
    return page, place


def _crumbs(request: SignedRequest, page: PlanNow, item_id: UUID, more: str = "") -> list[Crumb]:
    ask_href = reverse("coach:ask-place", args=[page.family_id, item_id]) if more else ""
    below = [Crumb(_("Ons plan"), plan_href(page, "hulp")), Crumb(_("Plaats vragen"), ask_href)]
    below += [Crumb(more)] if more else []
    return crumbs_of(request.acting, page.family_id, page.family_name, *below)
