"""Sending something once: what became of it, in four words, the same for all that send."""

import logging
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from eenplan.core.texts import NEVER_LEFT, Refused

logger = logging.getLogger(__name__)

# What a server says of us before it is told of whom a message is for: nothing left, and no address was judged.
_OF_US = (SMTPConnectError, SMTPHeloError, SMTPAuthenticationError)
# Of what was claimed so long ago nobody knows any more whether it left.
BEING_SENT = timedelta(minutes=10)


class NotYet(Exception):
    """Something certainly did not leave, and waits to be tried again. Says nothing of what or to whom."""


class Left(Enum):
    """What became of a message: it left; certainly not yet; never will; or nobody knows, and it is never sent again."""

    LEFT = auto()
    NOT_YET = auto()
    REFUSED = auto()
    UNSURE = auto()


def leaves(send: Callable[[], object], what: str) -> Left:
    """Send, and say what became of it. `what` stands in the log, with the kind of problem and nothing of the message."""
    try:
        send()
    except OSError as problem:  # SMTP's own errors are OSErrors too
        logger.error("%s was not sent: %s", what, type(problem).__name__)
        if never_left(problem):
            return Left.NOT_YET
        return Left.REFUSED if _is_refusal(problem) else Left.UNSURE
    except ValueError as problem:  # it cannot be written at all: to that address, or as it stands
        logger.error("%s could not be written: %s", what, type(problem).__name__)
        return Left.REFUSED
    return Left.LEFT


def never_left(problem: OSError) -> bool:
    """Whether a message certainly went nowhere: nobody answered, the server refused us, or it said 'not now' (a 4xx)."""
    if isinstance(problem, (*NEVER_LEFT, *_OF_US)):
        return True
    if isinstance(problem, SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _words in problem.recipients.values())
    return isinstance(problem, SMTPResponseException) and 400 <= problem.smtp_code < 500


def _is_refusal(problem: OSError) -> bool:
    """Whether the server said no, for good: nothing left, and it never will."""
    if isinstance(problem, (Refused, SMTPRecipientsRefused)):
        return True
    return isinstance(problem, SMTPResponseException) and problem.smtp_code >= 500
