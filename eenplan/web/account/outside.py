"""Signing in through a provider of one's organisation (OpenID Connect), named in the environment; without one, not there.

Only who has an account comes in: by the number that was tied to it, or the first time by an address of e-mail that the
provider verified. Nothing else that the provider tells is kept. The library does the talking (state, PKCE, tokens); here
are the nonce, the signature of the token, whose account it is, and words for what goes wrong.
"""

import secrets
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from eenplan.core.acting import become, signing_in
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.identities import tie_identity
from eenplan.network.queries.signed_in import account_of_identity, account_with_address
from eenplan.web.account.factor import next_page
from eenplan.web.account.throttle import OF_ADDRESS
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit
from eenplan.web.shared.second_factor import note_shown

# What the library, and what it reads, raises when a provider answers something else than it should.
_BROKEN = (RequestException, OAuth2Error, ValueError, KeyError, TypeError)


class OutsideOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """Believes a token only with the provider's signature, and what is told besides only of the same person."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends somebody back to."""
        return request.build_absolute_uri(reverse("account:come-back"))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Read the token; of the rest what belongs to the same number."""
        if self.openid_config["issuer"].rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("another issuer than was asked")
        claims = self._decode_id_token(app, kwargs["response"]["id_token"])
        more = self._fetch_user_info(token.token)
        if more.get("sub") != claims["sub"]:
            raise OAuth2Error("told of somebody else")
        told = {"userinfo": {**claims, **more}, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, told)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims


class OutsideProvider(OpenIDConnectProvider):  # type: ignore[misc]  # the library has no types
    """Asks what the settings say, whatever the address of the page adds; each time with a nonce of its own."""

    oauth2_adapter_class = OutsideOAuth2Adapter

    def get_default_scope(self) -> list[str]:
        """Whose address it is, and nothing more."""
        return ["openid", "email"]

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """The nonce goes to the provider, and waits in the session with the state."""
        nonce = secrets.token_urlsafe(24)
        return {
            "process": "login",
            "next_url": next_page(request) or None,
            "nonce": nonce,
            "auth_params": {"nonce": nonce},
        }

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is looked at once, and kept nowhere."""
        claims = data["id_token"]
        return {name: claims.get(name) for name in ("nonce", "acr", "amr")}


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """The one provider of the settings, and whose account somebody is there."""

    def list_apps(self, request: HttpRequest, provider: str = "", client_id: str = "") -> list[SocialApp]:
        """No provider stands in the database."""
        if not settings.OIDC_ISSUER:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id="outside",
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={"server_url": settings.OIDC_ISSUER},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str = "") -> OutsideProvider:
        """Ours, and no other."""
        return OutsideProvider(request, app=self.list_apps(request)[0])

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody registers."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """That is judged below, before anything is written."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account, and forget what the provider told."""
        told = sociallogin.account.extra_data
        nonce = sociallogin.state.get("nonce")
        if not nonce or told.get("nonce") != nonce:
            _turn_away(request, _WORDS["used"]())
        account = _account(request, sociallogin)
        sociallogin.user = account
        sociallogin.token, sociallogin.email_addresses, sociallogin.account.extra_data = None, [], {}
        if _asked_second_factor(told):
            note_shown(request, account.pk)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **_more: Any
    ) -> None:
        """Back to the page to sign in, with words for what went wrong."""
        if error == AuthError.CANCELLED:
            _turn_away(request, _WORDS["denied"]())
        if isinstance(exception, RequestException):
            _turn_away(request, _WORDS["down"]())
        _turn_away(request, _WORDS["broken" if exception else "used"]())


_WORDS = {
    "denied": lambda: _(
        "Je brak het inloggen bij %(name)s af. Probeer opnieuw, of log hier in met je wachtwoord."
    ),
    "down": lambda: _(
        "%(name)s antwoordt nu niet. Probeer het straks opnieuw, of log hier in met je wachtwoord."
    ),
    "used": lambda: _("Dit inloggen bij %(name)s is al gebruikt, of het duurde te lang. Begin opnieuw."),
    "broken": lambda: _(
        "Het inloggen bij %(name)s lukte niet. Probeer opnieuw, of log hier in met je wachtwoord."
    ),
    "nobody": lambda: _(
        "Met je adres van %(name)s is hier geen account. Vraag je netwerkcoördinator of ze jou met dat adres toevoegen."
    ),
    "unverified": lambda: _(
        "%(name)s bevestigt niet dat je e-mailadres van jou is. Log hier in met je wachtwoord."
    ),
    "other": lambda: _(
        "Dit account hoort al bij iemand anders van %(name)s. Vraag je netwerkcoördinator om een nieuwe code."
    ),
}


def _turn_away(request: HttpRequest, words: str) -> NoReturn:
    messages.warning(request, words % {"name": settings.OIDC_NAME})
    raise ImmediateHttpResponse(redirect("account_login"))


def _account(request: HttpRequest, sociallogin: Any) -> Any:
    """Whose account it is; tied to it from the first time on."""
    subject = sociallogin.account.uid
    if account := account_of_identity(settings.OIDC_ISSUER, subject):
        return account
    address = next(iter(sociallogin.email_addresses), None)
    if address is None or address.verified is not True:
        _turn_away(request, _WORDS["unverified"]())
    account = account_with_address(address.email)
    if account is None:
        _turn_away(request, _WORDS["nobody"]())
    acting = signing_in(account.pk, account.actor_id)
    become(acting)
    try:
        tie_identity(acting, issuer=settings.OIDC_ISSUER, subject=subject)
    except RuleBroken:
        _turn_away(request, _WORDS["other"]())
    return account


def _asked_second_factor(told: dict[str, Any]) -> bool:
    said = [told.get("acr"), *(told.get("amr") or [])]
    return any(word in settings.OIDC_SECOND_FACTOR for word in said if word)


@never_cache
@require_POST
@public
def go_outside(request: ActingRequest) -> HttpResponse:
    """To the provider: by a page of ours, since a form of ours may go nowhere else."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated:
        return redirect("/")
    most, per = OF_ADDRESS
    limit(request, "outside", most=most, per=per)
    try:
        answer = OutsideAdapter(request).get_provider(request, "outside").redirect_from_request(request)
    except _BROKEN:
        messages.warning(request, _WORDS["down"]() % {"name": settings.OIDC_NAME})
        return redirect("account_login")
    context = {"name": settings.OIDC_NAME, "href": answer["Location"]}
    return render(request, "account/go-outside.html", context)


@never_cache
@require_safe
@public
def come_back(request: ActingRequest) -> HttpResponse:
    """The provider sent somebody back, with a code or with a no."""
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated:
        return redirect("/")
    view = OAuth2CallbackView.adapter_view(OutsideOAuth2Adapter(request, "outside"))
    try:
        answer: HttpResponse = view(request)
    except _BROKEN as error:
        words = _WORDS["down" if isinstance(error, RequestException) else "broken"]()
        messages.warning(request, words % {"name": settings.OIDC_NAME})
        return redirect("account_login")
    return answer
