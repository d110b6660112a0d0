"""Coming in without the card in hand: asking for a code, typing it, and managing the ways in of one's own."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.acting import become, public_form
from eenplan.core.clock import day_of, now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions as families
from eenplan.families.enums import EntranceKind
from eenplan.families.queries import (
    EntranceOn,
    OwnKey,
    card_under,
    entrances_of_mine,
    keys_of_mine,
    person_of,
)
from eenplan.network.queries.signed_in import where_signed_in
from eenplan.web.family.door import come_in
from eenplan.web.family.forms import AddressForm, CodeForm, SentCodeForm
from eenplan.web.shared.access import ActingRequest, SignedRequest, card_holder, public
from eenplan.web.shared.components import Tile
from eenplan.web.shared.limits import limit, limit_for
from eenplan.web.shared.plan_view import day
from eenplan.web.shared.reading import CARD
from eenplan.web.shared.signed_in import places_of

_ASKED = "asked-code"
PER = timedelta(minutes=15)
# Codes that one visitor may ask for, and that may go to one address, in that time; and codes that may be tried.
ASKS, ASKS_OF_ONE, TRIES = 10, 3, 20


@dataclass(frozen=True, slots=True)
class EntranceRow:
    """A way in as its owner reads it."""

    entrance_id: UUID
    kind: str
    address: str
    about: str
    confirmed: bool


def tile() -> Tile:
    """The door to how one comes in."""
    href = reverse("family:list-entrances")
    return Tile("key-round", _("Hoe ik binnenkom"), href, _("Met je kaart, een code of je eigen toestel."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def ask_code(request: ActingRequest) -> HttpResponse:
    """Type the address that one comes in with. The answer is the same for one that nobody uses."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limit(request, "ask-code", most=ASKS, per=PER)
        try:
            address = families.understood(form.cleaned_data["address"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            limit_for(request, "code-for", families.key_of(address), most=ASKS_OF_ONE, per=PER)
            asking = request.acting or public_form()
            become(asking)
            request.session[_ASKED] = str(families.ask_code(asking, address=address))
            return redirect("family:open-code")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "family/ask-code.html", _with_home({"form": form, **_ways()}), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def open_code(request: ActingRequest) -> HttpResponse:
    """Type the code that came, and one's PIN."""
    asked = request.session.get(_ASKED)
    if not asked:
        return redirect("family:ask-code")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limit(request, "try-code", most=TRIES, per=PER)
        found = families.open_with_code(UUID(asked), form.cleaned_data["code"], form.cleaned_data["pin"])
        if not isinstance(found, RuleBroken):
            del request.session[_ASKED]
            return come_in(request, found)
        form.refuse(found)
    return render(request, "family/open-code.html", _with_home({"form": form}))


@never_cache
@require_safe
@card_holder
def list_entrances(request: SignedRequest) -> HttpResponse:
    """How I come in: my card, and addresses that can take its place."""
    person = person_of(request.acting)
    card = card_under(request.acting, request.session.get(CARD, ""))
    rows = [_row(one) for one in entrances_of_mine(request.acting)]
    keys = [_key(one) for one in keys_of_mine(request.acting)]
    record_read(request.acting, "families:entrances", families=[person.family_id])
    places = where_signed_in(request.acting, session_key=request.session.session_key or "", at=now())
    context = {
        "places": places_of(places, "family:sign-out-there"),
        "card_made_on": day(day_of(card.made_at)) if card else "",
        "card_used_on": day(day_of(card.used_at)) if card and card.used_at else "",
        "rows": rows,
        "keys": keys,
        "home_href": reverse("family:open-card"),
    }
    return render(request, "family/entrances.html", context)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A device that opens the plan, as its owner reads it."""

    passkey_id: UUID
    device: str
    about: str


def _key(one: OwnKey) -> KeyRow:
    about = _("Opent je plan sinds %(day)s") % {"day": day(day_of(one.made_at))}
    return KeyRow(one.id, one.device or _("Een toestel"), about)


def _row(one: EntranceOn) -> EntranceRow:
    words = _("Sms naar %(address)s") if one.kind is EntranceKind.TEXT else _("E-mail naar %(address)s")
    about = (
        _("Werkt sinds %(day)s") % {"day": day(day_of(one.confirmed_at))}
        if one.confirmed_at
        else _("Werkt nog niet: we wachten op de code die we stuurden")
    )
    return EntranceRow(one.id, one.kind, words % {"address": one.masked}, about, bool(one.confirmed_at))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def add_entrance(request: SignedRequest) -> HttpResponse:
    """Give an address of one's own; a code goes there."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limit(request, "ask-code", most=ASKS, per=PER)
        try:
            address = families.understood(form.cleaned_data["address"])
            limit_for(request, "code-for", families.key_of(address), most=ASKS_OF_ONE, per=PER)
            made = families.add_entrance(request.acting, address=address)
        except RuleBroken as error:
            form.refuse(error)
        else:
            request.session[_ASKED] = str(families.send_confirmation(request.acting, entrance_id=made.id))
            return redirect("family:confirm-entrance", made.id)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "family/add-entrance.html", _with_home({"form": form, **_ways()}), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def confirm_entrance(request: SignedRequest, entrance_id: UUID) -> HttpResponse:
    """Type the code that came to the new address; or have another sent."""
    mine = next((one for one in entrances_of_mine(request.acting) if one.id == entrance_id), None)
    if mine is None:
        raise NotFound("entrance")
    if mine.confirmed_at:
        return redirect("family:list-entrances")
    if request.method == "POST" and "again" in request.POST:
        limit_for(request, "code-for", mine.key, most=ASKS_OF_ONE, per=PER)
        request.session[_ASKED] = str(families.send_confirmation(request.acting, entrance_id=entrance_id))
        messages.success(request, _("We stuurden een nieuwe code."))
        return redirect("family:confirm-entrance", entrance_id)
    form = SentCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limit(request, "try-code", most=TRIES, per=PER)
        asked = UUID(request.session.get(_ASKED, str(entrance_id)))
        refused = families.confirm_entrance(
            request.acting, entrance_id=entrance_id, code_id=asked, code=form.cleaned_data["code"]
        )
        if refused is None:
            request.session.pop(_ASKED, None)
            messages.success(
                request, _("Dat is gelukt. Je komt nu ook zonder kaart binnen, met een code en je pincode.")
            )
            return redirect("family:list-entrances")
        form.refuse(refused)
    context = {"form": form, "address": mine.masked, "is_text": mine.kind is EntranceKind.TEXT}
    return render(request, "family/confirm-entrance.html", _with_home(context))


@never_cache
@require_POST
@card_holder
def end_entrance(request: SignedRequest, entrance_id: UUID) -> HttpResponse:
    """'Niet meer gebruiken': works at once."""
    if entrance_id not in {one.id for one in entrances_of_mine(request.acting)}:
        raise NotFound("entrance")
    families.end_entrance(request.acting, entrance_id=entrance_id)
    messages.success(request, _("Daarmee kan niemand nog binnen. Je kaart werkt zoals altijd."))
    return redirect("family:list-entrances")


def _ways() -> dict[str, bool]:
    return {"has_texts": bool(settings.TEXTS_BY)}


def _with_home(context: dict[str, object]) -> dict[str, object]:
    return {**context, "home_href": reverse("family:open-card")}
