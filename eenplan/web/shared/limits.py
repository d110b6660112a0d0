"""`limit(request, "what", most=…, per=…)`: refuse what one address tries too often, and keep what was typed."""

import math
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from eenplan.core import limits
from eenplan.core.errors import TooMany

# Never sent back to the browser in a page.
_SECRET = ("pin", "password", "csrfmiddlewaretoken")
_TRIES = "eenplan_tries"


def limit(request: HttpRequest, what: str, *, most: int, per: timedelta) -> None:
    """Count this try of `what` from the visitor's address; more than `most` in `per` raises TooMany.

    The middleware answers TooMany with the page 429, on which what was typed still stands. A try counts
    also when the page is refused or fails afterwards.
    """
    limit_for(request, what, address_of(request), most=most, per=per)


def limit_for(request: HttpRequest, what: str, whom: str, *, most: int, per: timedelta) -> None:
    """The same, counted for somebody or something of which `whom` is a hash, whoever tries it from wherever."""
    one = limits.try_of(what, whom, per)
    request.__dict__.setdefault(_TRIES, []).append(one)
    limits.check(one, most * settings.LIMITS_TIMES)


def recount(request: HttpRequest) -> None:
    """Count once more what was undone together with a failing page. Call in a transaction of its own."""
    for one in cast(list[limits.Try], request.__dict__.get(_TRIES, [])):
        limits.count(one)


def was_limited(request: HttpRequest) -> bool:
    """Whether any try was counted in this request."""
    return _TRIES in request.__dict__


def address_of(request: HttpRequest) -> str:
    """The visitor's address: as the outermost of our own proxies saw it (EENPLAN_PROXIES), else the caller's."""
    proxies = settings.PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def typed_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, for a page from which it can be sent again; without secrets and without files."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if not any(secret in name.lower() for secret in _SECRET)
        for value in values
    ]


def answer_too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """The page 429: how long to wait, and a button that sends the same again."""
    minutes = math.ceil(error.again_in_s / 60)
    context = {
        "message": error.message,
        "minutes": minutes,
        "typed": typed_again(request),
        "posted": request.method == "POST",
        "again_href": request.get_full_path() if request.method == "GET" else request.path,
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(error.again_in_s)
    return response
