"""The second thing besides the password: shown when signing in, set up before the first page opens, with codes on paper."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.core.acting import Acting, become, signing_in
from eenplan.core.errors import RuleBroken, TooMany
from eenplan.core.sealing import seal, unseal
from eenplan.network.actions.factors import add_app, check_code
from eenplan.network.queries.factors import factors_of, recovery_codes
from eenplan.network.rules.one_time import digits_of, new_secret
from eenplan.web.account.forms import CodeForm, SetUpForm
from eenplan.web.account.stage import waiting
from eenplan.web.account.throttle import throttle
from eenplan.web.shared.access import ActingRequest, accounts, public
from eenplan.web.shared.forms import Form
from eenplan.web.shared.idle import signed_in_since
from eenplan.web.shared.second_factor import lacks_factor, note_shown, pass_on

FORM = ["GET", "HEAD", "POST"]
# So long after signing in somebody may change how they sign in; later we ask again who they are.
FRESH = timedelta(minutes=15)
_SEALED, _KEPT = "app-being-set-up", timedelta(hours=1)
_CODES = "recovery-codes-shown"


@never_cache
@require_http_methods(FORM)
@public
def enter_code(request: ActingRequest) -> HttpResponse:
    """After the password: a code of the app, a code from paper, or a passkey."""
    stage = waiting(request)
    if stage is None:
        return redirect("account_login")
    account = stage.login.user
    acting = signing_in(account.pk, account.actor_id)
    become(acting)
    factors = factors_of(acting)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        try:
            throttle(request, "recovery" if len(digits_of(typed)) > 6 else "code", account.email)
            check_code(acting, code=typed)
        except (RuleBroken, TooMany) as error:
            form.add_error("code", str(error.message))
        else:
            note_shown(request, account.pk)
            answer: HttpResponse = stage.exit()
            return answer
    context = {"form": form, "factors": factors}
    return render(request, "account/enter-code.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(FORM)
@accounts
def set_up(request: ActingRequest) -> HttpResponse:
    """An app on the phone: its square, or the letters to type, and a first code that proves it works."""
    acting = own(request)
    factors = factors_of(acting)
    if turned := first_prove(request, any_factor=factors.any):
        return turned
    secret = _secret_of(request) or new_secret()
    form = SetUpForm(
        request.POST if request.method == "POST" else None,
        initial={"sealed": seal(_SEALED, secret, code=str(request.user.pk)).decode()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_app(acting, secret=secret, code=form.cleaned_data["code"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, _("De app werkt."))
            return set_up_done(request, had_one=factors.any)
    context = {
        "form": form,
        "sealed": form["sealed"].initial,
        "uri": _uri(request, secret),
        "square": _square(_uri(request, secret)),
        "letters": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "is_first": not factors.any,
        "replaces": factors.has_app,
        "next": next_page(request),
    }
    return render(request, "account/set-up.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(FORM)
@accounts
def keep_codes(request: ActingRequest) -> HttpResponse:
    """The codes for on paper, until somebody says that they kept them. Then the first page opens."""
    if _CODES not in request.session:
        return redirect("account:set-up" if lacks_factor(request) else "account:read-safety")
    if request.method == "POST":
        goes_on = request.session.pop(_CODES)
        if lacks_factor(request):
            pass_on(request)
        return redirect(goes_on)
    return render(request, "account/keep-codes.html", {"codes": recovery_codes(own(request)), "form": Form()})


def own(request: HttpRequest) -> Acting:
    """Whoever is signed in, as the one whose account it is."""
    account = account_of(request)
    return signing_in(account.pk, account.actor_id)


def account_of(request: HttpRequest) -> Any:
    """The account of whoever is signed in."""
    return request.user


def show_codes(request: HttpRequest, then: str) -> HttpResponse:
    """To the page with the codes for on paper, and then on."""
    request.session[_CODES] = then
    return redirect("account:keep-codes")


def set_up_done(request: HttpRequest, *, had_one: bool) -> HttpResponse:
    """Somebody added a way to show who they are: a first one comes with codes for on paper."""
    return redirect("account:read-safety") if had_one else show_codes(request, next_page(request) or "/")


def first_prove(request: HttpRequest, *, any_factor: bool) -> HttpResponse | None:
    """Who may not change how the account signs in now, and where they go; None for who may.

    With a password alone nobody adds to an account that has a second factor; and who signed in a while ago says again
    who they are, so that a screen that was left open is no way in.
    """
    since = signed_in_since(request)
    if lacks_factor(request):
        if not any_factor:
            return None
        if _CODES in request.session:
            return redirect("account:keep-codes")
    elif since is not None and since <= FRESH:
        return None
    if request.method == "POST":
        return prove_again(request)
    return render(request, "account/prove-again.html", {"next": request.get_full_path()})


@never_cache
@require_POST
@public
def prove_again(request: HttpRequest) -> HttpResponse:
    """Sign out, and in again: then how one signs in may be changed."""
    page = next_page(request) or reverse("account:read-safety")
    logout(request)
    return redirect_to_login(page)


def next_page(request: HttpRequest) -> str:
    """The page of ours to go on to, when one was asked for."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else ""


def _secret_of(request: HttpRequest) -> str | None:
    """The secret that the page carried, sealed for this account: reading the page writes nothing."""
    sealed = request.POST.get("sealed", "")
    return unseal(_SEALED, sealed.encode(), code=str(request.user.pk), within=_KEPT) if sealed else None


def _uri(request: HttpRequest, secret: str) -> str:
    issuer = "Eén Plan"
    label = quote(f"{issuer}:{request.user.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def _square(uri: str) -> SafeString:
    drawing = segno.make(uri, error="m", micro=False).svg_inline(
        omitsize=True, border=4, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawing)  # noqa: S308 (made of squares; the words are only encoded in them)
