"""Somebody of a family who does nothing for a while types their PIN again; what they were typing is kept.

The session remembers whose card it was. When its reader was last here stands in a signed cookie (see `idle`).
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from eenplan.core.clock import now

FAMILY_DOOR = "/gezin/"
# In the session: the hash of the card's code, since when it is open, and when its holder came in the time before.
# In addresses: where to go on after the PIN.
CARD, SINCE, BEFORE, BACK_TO = "card", "card-open-since", "card-open-before", "naar"
COOKIE = settings.COOKIE_PREFIX + "here"
_SALT = "eenplan.here"


def card_of(request: HttpRequest) -> str | None:
    """The hash of the card with which somebody came in below the family's door; None elsewhere."""
    return request.session.get(CARD) if request.path.startswith(FAMILY_DOOR) else None


def door_to(page: str) -> str:
    """The address at which the PIN or a card is asked, to go on to a page of the family's own."""
    return f"{FAMILY_DOOR}?{urlencode({BACK_TO: page})}"


def back_to(request: HttpRequest) -> str:
    """Where to go on, when that is a page below the family's door; else ''."""
    page = request.POST.get(BACK_TO) or request.GET.get(BACK_TO) or ""
    return page if page.startswith(FAMILY_DOOR) and url_has_allowed_host_and_scheme(page, None) else ""


def note_opened(request: HttpRequest, code_hash: str, before: datetime) -> None:
    """Somebody showed this card, or its PIN again: that is still the same visit. `before`: when they last came in."""
    if request.session.get(CARD) != code_hash or BEFORE not in request.session:
        request.session[BEFORE] = before.isoformat()
    request.session[CARD], request.session[SINCE] = code_hash, now().isoformat()


def here_before(request: HttpRequest) -> datetime:
    """When who reads came in the time before this visit; now, when nobody knows."""
    before = request.session.get(BEFORE)
    return datetime.fromisoformat(before) if before else now()


def is_away(request: HttpRequest) -> bool:
    """Whether nobody read with the card of this session for so long that the PIN is asked again."""
    since = request.session.get(SINCE)
    if since is None:
        return True
    moments = [datetime.fromisoformat(since)]
    try:
        code_hash, seen = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        if code_hash == request.session.get(CARD):
            moments.append(datetime.fromisoformat(seen))
    except (signing.BadSignature, ValueError):
        pass
    return now() - max(moments) > timedelta(minutes=settings.FAMILY_IDLE_MINUTES)


def remember_here(request: HttpRequest, response: HttpResponse) -> None:
    """Note that somebody read with the card of this session now."""
    code_hash = card_of(request)
    if code_hash and getattr(request, "acting", None):
        response.set_cookie(
            COOKIE,
            signing.dumps([code_hash, now().isoformat()], salt=_SALT),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def step_away(request: HttpRequest) -> None:
    """From now on the PIN is asked: whoever opened the card may have gone."""
    request.session.pop(SINCE, None)
