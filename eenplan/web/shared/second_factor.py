"""Whether a worker showed a second thing besides the password. `lacks_factor` decides; who lacks it acts as nobody.

The middleware gives such a session no role, and the decorators of `access` lead it to the page to go on.
"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from eenplan.core.acting import Acting, signing_in
from eenplan.core.clock import today
from eenplan.network.actions.signed_in import note_seen, note_signed_in, note_signed_out
from eenplan.network.queries.factors import has_factor
from eenplan.web.shared.devices import device_words, note_came_in
from eenplan.web.shared.idle import is_first_today

_KEY, _DEMO = "second-factor", "demo"
_SHOWN = "eenplan_factor_shown"


def note_shown(request: HttpRequest, account_id: UUID) -> None:
    """In this very request somebody showed the second factor of this account, just before it is signed in."""
    setattr(request, _SHOWN, account_id)


def is_shown(request: HttpRequest, account_id: UUID) -> bool:
    """Whether that was so."""
    return bool(getattr(request, _SHOWN, None) == account_id)


def pass_on(request: HttpRequest) -> None:
    """Who is signed in set up a second factor just now, and showed it."""
    request.session[_KEY] = str(request.user.pk)
    note_came_in(request, request.user.get_username())


def lacks_factor(request: HttpRequest) -> bool:
    """Whether somebody is signed in with a password alone. In the demo an account without a factor may be."""
    shown = request.session.get(_KEY)
    return not (shown == str(request.user.pk) or (shown == _DEMO and settings.DEMO))


def begin_session(sender: object, request: HttpRequest, user: Any, **_more: Any) -> None:
    """Somebody signs in: note where, and whether the second factor was shown. Called by the sign-in itself."""
    request.session.pop(_KEY, None)
    if is_shown(request, user.pk):
        request.session[_KEY] = str(user.pk)
        note_came_in(request, user.email)
    elif settings.DEMO and not has_factor(user.pk):
        request.session[_KEY] = _DEMO
        note_came_in(request, user.email)
    if not request.session.session_key:  # somebody else was signed in here: the session began anew
        request.session.save()
    note_signed_in(
        signing_in(user.pk, user.actor_id),
        session_key=request.session.session_key or "",
        device=device_words(request),
    )


def note_day(request: HttpRequest, acting: Acting | None) -> None:
    """A worker does something for the first time on a new day: the list of places says so. Reading writes nothing."""
    if request.method == "POST" and acting and acting.account_id and is_first_today(request):
        note_seen(acting, session_key=request.session.session_key or "", on=today())


def end_session(sender: object, request: HttpRequest, user: Any, **_more: Any) -> None:
    """Somebody signs out: their session is no longer listed. Called by the sign-out itself."""
    if user is not None and user.pk:
        note_signed_out(signing_in(user.pk, user.actor_id), session_key=request.session.session_key or "")


def redirect_to_factor(page: str) -> HttpResponse:
    """To the page on which a second factor is set up, and from there to `page`."""
    return redirect(f"{reverse('account:set-up')}?{urlencode({'next': page})}")
