"""Waiting for help: still waiting in one press, what bridges it, and what goes over into the plan."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.capacity.queries.offers import offers_named, offers_of
from eenplan.core.clock import today
from eenplan.plans.actions import waits as acts
from eenplan.plans.actions.waits import Asked
from eenplan.plans.enums import HelpState
from eenplan.plans.queries import HelpPiece, PlanNow
from eenplan.plans.queries.places import places_of_help
from eenplan.plans.queries.sessions import series_of
from eenplan.plans.queries.waits import WaitNow, waits_of
from eenplan.web.coach.forms import waits as forms
from eenplan.web.coach.presenters import waits as present
from eenplan.web.coach.views.around import (
    FORM,
    WRITES,
    edit,
    piece_of,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.waiting import bridge_title


@require_http_methods(FORM)
@roles(*WRITES)
def check_wait(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """How a wait stands. 'Still waiting' in one press, with or without what was heard."""
    page, piece = _waited(request, family_id, item_id)
    pressed = request.POST.get("quick", "")
    if piece.state != HelpState.WAITING and (pressed or request.method != "POST"):
        if pressed:
            messages.warning(
                request, _("Op deze hulp wordt niet meer gewacht. Kijk in het plan hoe het nu staat.")
            )
        return redirect(plan_href(page, "hulp"))
    wait = waits_of(request.acting, family_id).get(item_id)
    partner = _partner(request, wait, piece)
    if pressed:
        acts.check_wait(request.acting, help_id=item_id, asked=_as_partner(wait, partner, pressed))
        say_saved(request, _("nog altijd wachten, vandaag nagevraagd."))
        return redirect(plan_href(page, "hulp"))
    offers = offers_of(request.acting, request.acting.partnership_id) if request.acting.partnership_id else []
    initial: dict[str, object] = {
        "list_name": wait.list_name if wait else "",
        "offer": str(wait.offer_id or "") if wait else "",
        "expected": piece.expected if piece.expected and piece.expected >= today() else None,
    }
    choices = present.offer_choices(offers, piece)
    if wait and wait.offer_id and str(wait.offer_id) not in dict(choices):
        choices += [
            (str(key), f"{one.name} ({one.organisation})")
            for key, one in offers_named(request.acting, [wait.offer_id]).items()
        ]
    form = forms.CheckForm(posted(request), offers=choices, initial=initial)
    return edit(
        request,
        page,
        form,
        template="coach/check-wait.html",
        title=_("Nog altijd wachten?"),
        keep=lambda: acts.check_wait(request.acting, help_id=item_id, asked=form.asked()),
        anchor="hulp",
        saved=_("nog altijd wachten, vandaag nagevraagd."),
        more={
            "wait": present.wait_view(page, piece, wait),
            "partner": partner,
            "place_href": reverse("coach:ask-place", args=[family_id, item_id]),
        },
    )


@require_http_methods(FORM)
@roles(*WRITES)
def add_bridge(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Something helps until the help comes."""
    page, piece = _waited(request, family_id, item_id)
    acting = request.acting
    pieces = present.pieces_to_choose(
        page,
        piece,
        series_of(acting, family_id),
        places_of_help(acting, item_id),
        offers_of(acting, acting.partnership_id) if acting.partnership_id else [],
    )
    form = forms.BridgeForm(posted(request), pieces=pieces)
    return edit(
        request,
        page,
        form,
        template="coach/add-bridge.html",
        title=_("Wat helpt intussen?"),
        keep=lambda: acts.add_bridge(acting, help_id=item_id, bridge=form.bridge()),
        done_href=reverse("coach:check-wait", args=[family_id, item_id]),
        anchor="hulp",
        more={"what": piece.text.text if piece.text else piece.organisation},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def end_bridge(request: SignedRequest, family_id: UUID, item_id: UUID, bridge_id: UUID) -> HttpResponse:
    """What helped meanwhile is over; the wait goes on."""
    page, _piece = _waited(request, family_id, item_id)
    wait = waits_of(request.acting, family_id).get(item_id)
    held = next((one for one in wait.bridges if one.id == bridge_id), None) if wait else None
    if held is None:
        raise Http404
    if held.until is not None and request.method != "POST":
        return redirect("coach:check-wait", family_id, item_id)
    last = min(held.own_last, today()) if held.own_last else today()
    form = forms.EndBridgeForm(posted(request), initial={"until": last})
    return edit(
        request,
        page,
        form,
        template="coach/end-bridge.html",
        title=_("Dit helpt niet langer mee"),
        keep=lambda: acts.end_bridge(
            request.acting,
            bridge_id=bridge_id,
            until=form.cleaned_data["until"],
            carried=form.cleaned_data["carried"],
        ),
        done_href=reverse("coach:check-wait", args=[family_id, item_id]),
        anchor="hulp",
        more={"what": bridge_title(held)},
    )


def _waited(request: SignedRequest, family_id: UUID, item_id: UUID) -> tuple[PlanNow, HelpPiece]:
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if not isinstance(piece, HelpPiece):
        raise Http404
    return page, piece


def _partner(request: SignedRequest, wait: WaitNow | None, piece: HelpPiece) -> present.Partner | None:
    """What the partner says of the wait for the offer that it is."""
    if wait is None or wait.offer_id is None:
        return None
    offered = offers_named(request.acting, [wait.offer_id]).get(wait.offer_id)
    return present.partner_says(offered, piece.since, wait.checks)


def _as_partner(wait: WaitNow | None, partner: present.Partner | None, pressed: str) -> Asked | None:
    """What is noted when somebody confirms what the partner says; None for no more than 'still waiting'."""
    if pressed != "partner" or wait is None or partner is None:
        return None
    return replace(Asked(wait.list_name, partner.expected, offer_id=wait.offer_id), said=partner.words)
