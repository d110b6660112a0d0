"""Devices: how a browser is called in plain words, and by what signed cookie one is known on which somebody was before.

The cookie names no account: it holds a number of its own and keyed hashes of addresses that signed in here all the way.
It opens nothing. It gives its owner tries of their own, so that strangers' tries never lock them out (see `throttle`).
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from eenplan.core.sealing import keyed_hash, keyed_hashes

COOKIE = settings.COOKIE_PREFIX + "device"
KNOWN_FOR = timedelta(days=180)
_SALT, _PURPOSE = "eenplan.device", "known-device"
_MOST = 5
_CAME_IN = "eenplan_came_in"
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrom|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser on which somebody signed in before: its number, and who (hashed)."""

    number: str
    of: tuple[str, ...]


def device_words(request: HttpRequest) -> str:
    """The browser and system by their own names, 'Firefox · Windows'; empty when it says neither."""
    said = request.headers.get("User-Agent", "")
    found = (
        next((name for pattern, name in names if re.search(pattern, said)), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in found if name)


def known_device(request: HttpRequest, email: str) -> str | None:
    """The number of this device when somebody with this address signed in on it before, all the way."""
    device = _device(request)
    hashed = keyed_hashes(_PURPOSE, email.strip().lower())
    return device.number if device and set(hashed) & set(device.of) else None


def note_came_in(request: HttpRequest, email: str) -> None:
    """Somebody came in all the way: the answer to this request says so to their browser."""
    setattr(request, _CAME_IN, email)


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser its cookie when somebody came in."""
    email = getattr(request, _CAME_IN, None)
    if email is None:
        return
    device = _device(request) or Device(secrets.token_urlsafe(16), ())
    hashed = _hashed(email)
    of = [hashed, *(one for one in device.of if one != hashed)][:_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([device.number, of], salt=_SALT),
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _hashed(email: str) -> str:
    return keyed_hash(_PURPOSE, email.strip().lower())


def _device(request: HttpRequest) -> Device | None:
    try:
        number, of = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Device(number, tuple(of))
