"""Text messages: to a file in the demo, or by a provider over HTTP. What is sent is a code, or that something is ready.

The provider is 46elks (https://46elks.com/docs/send-sms): one POST with `from`, `to` and `message`, signed with a
user name and a password; `dontlog` asks it to keep no copy of the words.
"""

import base64
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from eenplan.core.ids import new_id

# Too much at once, or our own account: who signs in, the credit, what it may do. Nothing left, and we can mend it.
NOT_NOW = (401, 402, 403, 429)


class NotSent(OSError):
    """The provider could not be reached or refused. Says how it answered, never to whom or what."""


class NotReached(NotSent):
    """The provider was never reached: nothing left, and it may be tried again."""


class Refused(NotSent):
    """The provider said no, for good: nothing left, and trying again changes nothing."""


# What went wrong while nothing can have left.
NEVER_LEFT = (NotReached, ConnectionRefusedError, gaierror)


def send_text(number: str, text: str) -> None:
    """Send `text` to a number with its country in front ('+32470000000'). Raises NotSent, NotReached."""
    if settings.TEXTS_BY == "46elks":
        _send_by_http(number, text)
    elif settings.TEXTS_BY == "file":
        settings.TEXTS_FILE_PATH.mkdir(parents=True, exist_ok=True)
        (settings.TEXTS_FILE_PATH / f"{new_id()}.txt").write_text(f"{number}\n\n{text}\n")
    else:
        raise NotReached("no provider for text messages is set")


def _send_by_http(number: str, text: str) -> None:
    fields = {"from": settings.TEXTS_FROM, "to": number, "message": text, "dontlog": "message"}
    who = base64.b64encode(f"{settings.TEXTS_USER}:{settings.TEXTS_PASSWORD}".encode()).decode()
    request = Request(  # noqa: S310 (the address is a setting, never what somebody typed)
        settings.TEXTS_URL, data=urlencode(fields).encode(), headers={"Authorization": f"Basic {who}"}
    )
    try:
        with urlopen(request, timeout=settings.TEXTS_TIMEOUT):  # noqa: S310 (the same)
            return
    except URLError as problem:
        if isinstance(problem.reason, ConnectionRefusedError | gaierror):
            raise NotReached("the provider is not there") from None
        code = getattr(problem, "code", 0)
        kind = NotReached if code in NOT_NOW else Refused if 400 <= code < 500 else NotSent
        raise kind(f"the provider answered: {code or 'nothing'}") from None
    except OSError:
        raise NotSent("the provider did not answer in time") from None
    except HTTPException:
        raise NotSent("the provider answered something else") from None
