"""Passkeys: made on the page 'Inloggen en veiligheid', used instead of a code, or instead of password and code.

The page's script (`passkey.js`) asks here what to ask of the browser, and sends the answer with a plain form.
"""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from eenplan.core.acting import become, signing_in
from eenplan.core.clock import today
from eenplan.core.errors import RuleBroken
from eenplan.network import passkeys
from eenplan.network.actions.factors import add_passkey, note_key_used, remove_passkey
from eenplan.network.queries.factors import factors_of
from eenplan.network.queries.signed_in import account_to_sign_in
from eenplan.web.account.factor import first_prove, next_page, own, set_up_done
from eenplan.web.account.stage import waiting
from eenplan.web.account.throttle import OF_ADDRESS
from eenplan.web.shared import words
from eenplan.web.shared.access import ActingRequest, accounts, public
from eenplan.web.shared.devices import device_words
from eenplan.web.shared.limits import limit
from eenplan.web.shared.passkeys import host_of, taken
from eenplan.web.shared.second_factor import note_shown

_ASKED = "passkey-asked"


@never_cache
@require_POST
@public
def begin_key(request: ActingRequest) -> HttpResponse:
    """What to ask of the browser: to make a key, or to use one. The challenge stays in the session, for one time."""
    most, per = OF_ADDRESS
    limit(request, "passkey-asked", most=most, per=per)
    host = host_of(request)
    if request.user.is_authenticated and request.POST.get("make"):
        factors = factors_of(own(request))
        options, state = passkeys.begin_adding(
            host,
            account_id=request.user.pk,
            name=request.user.get_username(),
            credentials=factors.credentials,
        )
    else:
        stage = waiting(request)
        known = _factors_of_waiting(stage).credentials if stage else []
        options, state = passkeys.begin_using(host, credentials=known)
    request.session[_ASKED] = state
    return JsonResponse(options)


@never_cache
@require_POST
@accounts
def add_key(request: ActingRequest) -> HttpResponse:
    """Keep the key that was just made, under the name of the device until somebody calls it otherwise."""
    acting = own(request)
    had = factors_of(acting)
    if turned := first_prove(request, any_factor=had.any):
        return turned
    state, answer = taken(request, _ASKED)
    host = host_of(request)
    if not state or not answer or not passkeys.is_new_key(host, state, answer):
        messages.error(request, _("Dat lukte niet. Probeer het nog een keer."))
        return redirect("account:read-safety" if had.any else "account:set-up")
    name = device_words(request) or _("Toegangssleutel")
    try:
        add_passkey(
            acting,
            name=_("%(device)s, %(day)s") % {"device": name, "day": words.day(today())},
            credential=answer,
        )
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect("account:read-safety")
    messages.success(request, _("Je toegangssleutel is bewaard."))
    return set_up_done(request, had_one=had.any)


@never_cache
@require_POST
@accounts
def remove_key(request: ActingRequest, passkey_id: int) -> HttpResponse:
    """Let go of a key."""
    acting = own(request)
    if turned := first_prove(request, any_factor=True):
        return turned
    try:
        remove_passkey(acting, passkey_id=passkey_id)
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Deze toegangssleutel opent niets meer."))
    return redirect("account:read-safety")


@never_cache
@require_POST
@public
def use_key(request: ActingRequest) -> HttpResponse:
    """Come in with a key: after the password, or instead of it."""
    most, per = OF_ADDRESS
    limit(request, "passkey", most=most, per=per)
    stage = waiting(request)
    state, answer = taken(request, _ASKED)
    owner = stage.login.user if stage else _owner(answer)
    if owner is not None and state and answer:
        acting = signing_in(owner.pk, owner.actor_id)
        become(acting)
        keys = factors_of(acting).passkeys
        host = host_of(request)
        place = passkeys.used_key(host, state, [one.credential for one in keys], answer)
        if place is not None:
            note_key_used(acting, passkey_id=keys[place].id)
            note_shown(request, owner.pk)
            done: HttpResponse = (
                stage.exit()
                if stage
                else perform_login(request, Login(user=owner, redirect_url=next_page(request) or None))
            )
            return done
    messages.error(
        request,
        _("Deze sleutel kennen we niet, of het duurde te lang. Probeer opnieuw, of gebruik een code."),
    )
    return redirect("account:enter-code" if stage else "account_login")


def _factors_of_waiting(stage: Any) -> Any:
    account = stage.login.user
    acting = signing_in(account.pk, account.actor_id)
    become(acting)
    return factors_of(acting)


def _owner(answer: dict[str, Any]) -> Any:
    account_id = passkeys.owner_in(answer)
    return account_to_sign_in(account_id) if account_id else None
