"""Coming in with a card, going on with the PIN after a while, and leaving; also everywhere else at once."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families import actions as families
from eenplan.families.actions.cards import Opened
from eenplan.families.queries import reader_of_card
from eenplan.network.actions.signed_in import (
    note_signed_in,
    note_signed_out,
    sign_out_elsewhere,
    sign_out_there,
)
from eenplan.web.family.forms import CardForm, PinForm
from eenplan.web.family.language import begin_in_own
from eenplan.web.shared.access import ActingRequest, SignedRequest, card_holder, public
from eenplan.web.shared.devices import device_words
from eenplan.web.shared.reading import CARD, back_to, door_to, is_away, note_opened
from eenplan.web.shared.reading import step_away as ask_pin_again
from eenplan.web.shared.typed import set_aside

# How long a browser remembers whose card it was. The PIN is asked again much sooner: see `reading`.
OPEN_FOR = timedelta(hours=12)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def open_card(request: ActingRequest) -> HttpResponse:
    """Ask for the code on the card and the PIN; of who was away for a while the PIN alone."""
    if request.acting and request.method != "POST":
        return redirect(first_page_of(request.acting))
    code_hash = request.session.get(CARD)
    if code_hash and request.acting is None and is_away(request) and reader_of_card(code_hash):
        return _go_on(request, code_hash)
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = families.open_card(form.cleaned_data["code"], form.cleaned_data["pin"])
        if not isinstance(found, RuleBroken):
            return come_in(request, found)
        form.refuse(found)
    ended = request.acting is None and bool(code_hash) and request.method != "POST"
    return render(request, "family/open-card.html", _with_home({"form": form, "ended": ended}))


def _go_on(request: ActingRequest, code_hash: str) -> HttpResponse:
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = families.open_with_pin(code_hash, form.cleaned_data["pin"])
        if isinstance(found, Opened):
            return come_in(request, found)
        form.refuse(found)
    return render(request, "family/enter-pin.html", _with_home({"form": form, "page": back_to(request)}))


def come_in(request: ActingRequest, opened: Opened) -> HttpResponse:
    """Go on with this card, under a new session key, where one was or at the first page."""
    page = back_to(request) if request.session.get(CARD) == opened.code_hash else ""
    _note_gone(request)
    request.session.cycle_key()
    note_opened(request, opened.code_hash, opened.before)
    if not request.user.is_authenticated:
        request.session.set_expiry(OPEN_FOR)
    note_signed_in(opened.acting, session_key=request.session.session_key or "", device=device_words(request))
    return begin_in_own(request, opened.acting, redirect(page or first_page_of(opened.acting)))


def _note_gone(request: ActingRequest) -> None:
    """The session that there was, ends here: it gets another key, or is thrown away."""
    code_hash, key = request.session.get(CARD), request.session.session_key
    reader = request.acting or (reader_of_card(code_hash) if code_hash else None)
    if reader and key:
        note_signed_out(reader, session_key=key)


def first_page_of(acting: Acting) -> str:
    """Where whoever came in with a card begins."""
    return "family:read-home" if acting.role == Role.FAMILY_MEMBER else "family:read-shared"


@never_cache
@require_POST
@public
def close_card(request: ActingRequest) -> HttpResponse:
    """Leave: the browser forgets the card."""
    _note_gone(request)
    if request.user.is_authenticated:
        request.session.pop(CARD, None)
        request.session.cycle_key()
    else:
        request.session.flush()
    messages.success(request, _("Je plan is gesloten. Tot de volgende keer."))
    return redirect("family:open-card")


@require_POST
@public
def stay(request: ActingRequest) -> HttpResponse:
    """'Ik ben er nog': the answer notes that the reader was here."""
    return HttpResponse(status=204 if request.acting else 409)


@never_cache
@require_POST
@public
def step_away(request: ActingRequest) -> HttpResponse:
    """Nobody was at the screen for long: the PIN is asked, and what was typed is kept for the same page."""
    if request.acting is None:
        return redirect("family:open-card")
    page = set_aside(request)
    ask_pin_again(request)
    return redirect(door_to(page))


@require_POST
@card_holder
def sign_out_of(request: SignedRequest, signed_in_id: UUID) -> HttpResponse:
    """Close the plan in one other place."""
    sign_out_there(request.acting, signed_in_id=signed_in_id)
    messages.success(request, _("Daar is je plan nu dicht."))
    return redirect("family:list-entrances")


@require_POST
@card_holder
def sign_out_others(request: SignedRequest) -> HttpResponse:
    """Close the plan everywhere but here."""
    sign_out_elsewhere(request.acting, session_key=request.session.session_key or "")
    messages.success(request, _("Je plan is overal dicht, behalve hier."))
    return redirect("family:list-entrances")


def _with_home(context: dict[str, object]) -> dict[str, object]:
    return {**context, "home_href": reverse("family:open-card")}
