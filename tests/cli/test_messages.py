"""`eenplan send-messages` and `eenplan contact-point`."""

import socketserver
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.exceptions import ImproperlyConfigured

from eenplan.cli.contact_points import contact_point
from eenplan.cli.messages import send_messages
from eenplan.core.clock import today
from eenplan.network.models import ContactPoint
from tests.cast import make_team
from tests.factories.referrals import send_form
from tests.referrals.test_telling import SAFE, answering

pytestmark = pytest.mark.django_db


def test_the_demo_puts_each_email_in_a_file_and_sends_it_once(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send_form(answering(make_team()), **SAFE)
    first = CliRunner().invoke(send_messages, [], catch_exceptions=False)
    again = CliRunner().invoke(send_messages, [], catch_exceptions=False)
    assert first.stdout == "Sent: 1. Refused by the mail server: 0.\n"
    assert again.stdout == "Sent: 0. Refused by the mail server: 0.\n"
    kept = "".join(file.read_text() for file in (tmp_path / "mail").iterdir())
    assert kept.count("To: gezin@example.org") == 1


def test_without_a_mail_server_it_says_what_to_set(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_HOST = False, ""
    with pytest.raises(ImproperlyConfigured, match="EENPLAN_EMAIL_HOST"):
        CliRunner().invoke(send_messages, [], catch_exceptions=False)


def test_a_mail_server_that_does_not_answer_loses_nothing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    send_form(answering(make_team()), **SAFE)
    failed = CliRunner().invoke(send_messages, [])
    assert (failed.exit_code, "does not answer" in failed.output) == (1, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "Sent: 1." in CliRunner().invoke(send_messages, [], catch_exceptions=False).stdout


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that refuses, each time with the words that it was sent."""

    def handle(self) -> None:
        """Greet; take what comes up to `refuses`, and quote it back."""
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            refused = verb == self.server.refuses  # type: ignore[attr-defined]  # ours, below
            self.wfile.write(b"550 not " + line if refused else b"250 fine\r\n")


@pytest.mark.parametrize("refuses", [b"MAIL", b"RCPT", b"EHLO"])
def test_a_mail_server_that_quotes_an_address_is_not_quoted(
    settings: Any, caplog: pytest.LogCaptureFixture, refuses: bytes
) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Refusing) as server:
        server.refuses = refuses  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        send_form(answering(make_team()), **SAFE)
        done = CliRunner().invoke(send_messages, [])
        server.shutdown()
    assert "gezin@" not in done.output + caplog.text
    assert "Refused by the mail server: 1." in done.output or "Unsure: 1." in done.output


WHO = ["--name", "Aanmeldteam", "--phone", "089 00 00 42", "--hours", "op werkdagen"]


def test_a_region_gets_a_number() -> None:
    said = CliRunner().invoke(contact_point, ["--partnership", "P15", *WHO], catch_exceptions=False)
    assert "Aanmeldteam answers for De Plan-trekkers" in said.stdout
    row = ContactPoint.objects.get(partnership__code="P15")
    assert (row.phone, row.zone, row.period.lower) == ("089 00 00 42", None, today())


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--partnership", "ZZZ"], "No partnership"),
        (["--partnership", "P15", "--zone", "elz999"], "does not serve"),
        (["--partnership", "P15", "--from", "31/12/2026"], "does not match"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(asked: list[str], words: str) -> None:
    said = CliRunner().invoke(contact_point, [*asked, *WHO])
    assert (said.exit_code, words in said.output) == (2, True)
