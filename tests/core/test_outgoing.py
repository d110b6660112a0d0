"""What became of a message: what cannot be written is refused, and of us a mail server may say no without judging an address."""

import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage

from eenplan.core.outgoing import Left, leaves


def raising(problem: Exception) -> Callable[[], Any]:
    """Sending that goes wrong so."""

    def send() -> None:
        raise problem

    return send


@pytest.mark.parametrize(
    ("problem", "how"),
    [
        (smtplib.SMTPAuthenticationError(535, b"bad password"), Left.NOT_YET),
        (smtplib.SMTPHeloError(550, b"go away"), Left.NOT_YET),
        (smtplib.SMTPDataError(554, b"spam"), Left.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Left.UNSURE),
        (UnicodeError("label too long"), Left.REFUSED),
    ],
)
def test_what_went_wrong_says_what_became_of_it(problem: Exception, how: Left) -> None:
    assert leaves(raising(problem), "A test") is how


@pytest.mark.parametrize("to", ["kaat@" + "ö" * 70 + ".be", "kaat@example.org\nBcc: x@example.org"])
def test_a_mail_that_cannot_be_written_never_leaves_and_is_not_quoted(
    to: str, caplog: pytest.LogCaptureFixture
) -> None:
    mail = EmailMessage("Een bericht", "woorden", "bericht@example.org", [to])
    assert leaves(mail.send, "A test") is Left.REFUSED
    assert "kaat" not in caplog.text
