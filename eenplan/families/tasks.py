"""Sending the codes that people of families asked for: a code and nothing else, in their own language."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from eenplan.core.acting import Acting
from eenplan.core.languages import spoken
from eenplan.core.outgoing import never_left
from eenplan.core.texts import send_text
from eenplan.families.actions.entrances import CodeToSend, put_back_code, take_code
from eenplan.families.enums import EntranceKind
from eenplan.families.rules.addresses import Address

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CodesSent:
    """How many codes left, how many could not, and how many wait because nobody took them: they are tried again."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


def send_codes(acting: Acting) -> CodesSent:
    """Send each code that waits, at most once.

    One that certainly did not leave (no connection, or refused for now) waits and is tried again until it is too old; of
    one of which that is not certain nothing is sent again: who waits asks for another.
    """
    sent = failed = 0
    wait: list[CodeToSend] = []
    while one := take_code(acting):
        left = 0
        for address, language in one.to:
            try:
                _send(address, one.code, language)
            except (OSError, ValueError) as problem:  # SMTP's own errors are OSErrors too
                if not left and isinstance(problem, OSError) and never_left(problem):
                    wait.append(one)
                    break
                logger.error("A code to come in was not sent: %s", type(problem).__name__)
                failed += 1
            else:
                left += 1
        sent += left
    for one in wait:  # after the others, so that each is tried once in a run
        put_back_code(acting, code=one)
    return CodesSent(sent, failed, len(wait))


def _send(address: Address, code: str, language: str) -> None:
    with override(spoken(language)):
        words = _("Je code is %(code)s. Ze werkt een kwartier. Vroeg je geen code? Doe dan niets.") % {
            "code": f"{code[:3]} {code[3:]}"
        }
        if address.kind is EntranceKind.TEXT:
            send_text(address.value, words)
        else:
            EmailMessage(_("Je code"), words + "\n", settings.DEFAULT_FROM_EMAIL, [address.value]).send()
