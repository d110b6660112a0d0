"""Opening the plan with one's own device: its finger, face or PIN takes the place of card and PIN.

The script (`passkey.js`, that of workers) asks here what to ask of the browser. Without it nothing of this is shown.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families import actions as families
from eenplan.families.queries import keys_behind, keys_of_mine
from eenplan.network import passkeys
from eenplan.web.family.door import come_in
from eenplan.web.family.entrances import PER, TRIES
from eenplan.web.shared.access import ActingRequest, SignedRequest, card_holder, public
from eenplan.web.shared.devices import device_words
from eenplan.web.shared.limits import limit
from eenplan.web.shared.passkeys import host_of, taken

_ASKED = "own-key-asked"


@never_cache
@require_POST
@card_holder
def begin_adding(request: SignedRequest) -> HttpResponse:
    """What to ask of the browser for a new key. The challenge stays in the session, for one time."""
    mine = [one.credential for one in keys_of_mine(request.acting)]
    name = _("Mijn plan")  # of a lost device nobody reads whose it was
    options, request.session[_ASKED] = passkeys.begin_adding(
        host_of(request), account_id=request.acting.actor_id, name=name, credentials=mine
    )
    return JsonResponse(options)


@never_cache
@require_POST
@card_holder
def add_key(request: SignedRequest) -> HttpResponse:
    """Keep the key that this device just made."""
    state, answer = taken(request, _ASKED)
    if not state or not answer or not passkeys.is_new_key(host_of(request), state, answer):
        messages.error(request, _("Dat lukte niet. Probeer het nog een keer."))
        return redirect("family:list-entrances")
    try:
        families.add_own_key(request.acting, device=device_words(request), credential=answer)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Dit toestel opent nu je plan, zonder kaart en zonder pincode."))
    return redirect("family:list-entrances")


@never_cache
@require_POST
@card_holder
def end_key(request: SignedRequest, own_key_id: UUID) -> HttpResponse:
    """This device no longer."""
    if own_key_id not in {one.id for one in keys_of_mine(request.acting)}:
        raise NotFound("passkey")
    families.end_own_key(request.acting, passkey_id=own_key_id)
    messages.success(request, _("Dat toestel opent je plan niet meer."))
    return redirect("family:list-entrances")


@never_cache
@require_POST
@public
def begin_using(request: ActingRequest) -> HttpResponse:
    """What to ask of the browser: a key that says itself whose it is."""
    options, request.session[_ASKED] = passkeys.begin_using(host_of(request))
    return JsonResponse(options)


@never_cache
@require_POST
@public
def use_key(request: ActingRequest) -> HttpResponse:
    """Come in with the key of one's device."""
    limit(request, "own-key", most=TRIES, per=PER)
    state, answer = taken(request, _ASKED)
    owner = passkeys.owner_in(answer)
    known, code_hash = keys_behind(owner) if owner else ([], "")
    if state and known and passkeys.used_key(host_of(request), state, known, answer) is not None:
        opened = families.open_with_key(code_hash)
        if opened:
            return come_in(request, opened)
    messages.error(
        request, _("Dit toestel kennen we niet, of het duurde te lang. Gebruik je kaart of een code.")
    )
    return redirect("family:open-card")
