"""What a page with `passkey.js` sends, the same for workers and for people of a family."""

import json
from typing import Any

from django.http import HttpRequest


def host_of(request: HttpRequest) -> str:
    """The site's own name without a port: a key made here works here alone."""
    return request.get_host().partition(":")[0]


def taken(request: HttpRequest, asked: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The challenge under this name in the session, which is used up now, and what the browser answered.

    Empty when either is not there.
    """
    state = request.session.pop(asked, None) or {}
    try:
        answer = json.loads(request.POST.get("credential", ""))
    except ValueError:
        answer = {}
    return state, answer if isinstance(answer, dict) else {}
