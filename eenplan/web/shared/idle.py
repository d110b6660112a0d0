"""A worker who does nothing for a while is signed out; what they were typing is kept (see `typed`).

When somebody was last seen stands in a signed cookie, so that reading a page writes nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from eenplan.core.clock import day_of, now, today

COOKIE, SINCE = settings.COOKIE_PREFIX + "seen", "signed-in-at"
_SALT = "eenplan.seen"
_BY_ITSELF = "asked_by_itself"


def limit() -> timedelta:
    """How long a worker may do nothing."""
    return timedelta(minutes=settings.IDLE_MINUTES)


def note_sign_in(sender: object, request: HttpRequest, **_more: Any) -> None:
    """Remember in the session when somebody signed in. Called by the sign-in itself."""
    request.session[SINCE] = now().isoformat()


def is_idle(request: HttpRequest) -> bool:
    """Whether the worker of this session was not seen for too long."""
    account_id, seen = _seen(request)
    since = request.session.get(SINCE)
    moments = [datetime.fromisoformat(since)] if since else []
    if seen and account_id == str(request.session.get("_auth_user_id")):
        moments.append(seen)
    return bool(moments) and now() - max(moments) > limit()


def signed_in_since(request: HttpRequest) -> timedelta | None:
    """How long ago somebody signed in here; None when that is not known."""
    since = request.session.get(SINCE)
    return now() - datetime.fromisoformat(since) if since else None


def is_first_today(request: HttpRequest) -> bool:
    """Whether the worker was last seen on another day than today."""
    account_id, seen = _seen(request)
    return bool(seen and account_id == str(request.user.pk) and day_of(seen) < today())


def asked_by_itself(request: HttpRequest) -> None:
    """This was asked by a page that refreshes itself: it does not mean that the worker is still there."""
    setattr(request, _BY_ITSELF, True)


def remember_seen(request: HttpRequest, response: HttpResponse) -> None:
    """Note that the worker was here now."""
    if not request.user.is_authenticated or getattr(request, _BY_ITSELF, False):
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([str(request.user.pk), now().isoformat()], salt=_SALT),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def account_of(request: HttpRequest) -> str | None:
    """The account that is signed in in this browser, or was last."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return _seen(request)[0] or request.session.get("_auth_user_id")


def _seen(request: HttpRequest) -> tuple[str | None, datetime | None]:
    try:
        account_id, moment = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        return account_id, datetime.fromisoformat(moment)
    except (signing.BadSignature, ValueError):
        return None, None
