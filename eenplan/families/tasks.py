"""Sending the codes that people of families asked for: a code and nothing else, in their own language."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.languages import spoken
from eenplan.core.texts import send_text
from eenplan.families.actions.entrances import take_code
from eenplan.families.enums import EntranceKind
from eenplan.families.rules.addresses import Address

CHANNEL = "eenplan_messages"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CodesSent:
    """How many codes left, and how many could not."""

    sent: int = 0
    failed: int = 0


def send_codes(acting: Acting) -> CodesSent:
    """Send each code that waits, at most once. One that cannot leave is dropped: who waits asks for another."""
    sent = failed = 0
    while one := take_code(acting):
        for address, language in one.to:
            try:
                _send(address, one.code, language)
            except OSError as problem:  # SMTP's own errors are OSErrors too
                logger.error("A code to come in was not sent: %s", type(problem).__name__)
                failed += 1
            else:
                sent += 1
    return CodesSent(sent, failed)


def _send(address: Address, code: str, language: str) -> None:
    with override(spoken(language)):
        words = _("Je code is %(code)s. Ze werkt een kwartier. Vroeg je geen code? Doe dan niets.") % {
            "code": f"{code[:3]} {code[3:]}"
        }
        if address.kind is EntranceKind.TEXT:
            send_text(address.value, words)
        else:
            EmailMessage(_("Je code"), words + "\n", settings.DEFAULT_FROM_EMAIL, [address.value]).send()


def until_something_waits(patience_s: float) -> Iterator[None]:
    """Yield each time something was put in the outbox, and every `patience_s` seconds in any case. Never ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    while True:
        yield
        connection.ensure_connection()
        for _one in connection.connection.notifies(timeout=patience_s, stop_after=1):
            pass
