"""A code that certainly did not leave waits and is tried again, never sent twice."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from eenplan.core.acting import request_transaction, task
from eenplan.core.clock import now
from eenplan.families.actions import add_entrance, send_confirmation
from eenplan.families.enums import EntranceKind
from eenplan.families.rules.addresses import Address
from eenplan.families.tasks import CodesSent, send_codes
from tests.cast import make_family, make_team
from tests.families.test_entrances import _asked, _came_in, _code, _open, _ready

LOCAL = "django.core.mail.backends.locmem.EmailBackend"


class Answering(socketserver.StreamRequestHandler):
    """A mail server that answers one verb in its own way, and takes all else."""

    def handle(self) -> None:
        """Greet, and answer each line."""
        verb, answer = self.server.answers  # type: ignore[attr-defined]  # ours, below
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            self.wfile.write(answer if line[:4].upper() == verb else b"250 fine\r\n")


@contextmanager
def mail_server(settings: Any, verb: bytes, answer: bytes) -> Iterator[None]:
    """A mail server of our own that answers `verb` with `answer`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering) as server:
        server.answers = verb, answer  # type: ignore[attr-defined]  # of the handler above
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        over_smtp(settings, *server.server_address)
        yield
        server.shutdown()


def over_smtp(settings: Any, host: str = "127.0.0.1", port: int = 1) -> None:
    """Mail goes there; by default nobody listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = host, port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


@pytest.fixture
def pin(db: None) -> str:
    """Somebody with a card who has an address to come in with; the PIN."""
    here = make_team()
    acting, card = _came_in(make_family(here), here)
    _ready(acting)
    mail.outbox.clear()
    return card.pin


def test_a_code_waits_while_nobody_answers_and_is_sent_once(pin: str, settings: Any) -> None:
    over_smtp(settings)
    asked = _asked()
    for _try in range(2):
        assert send_codes(task()) == CodesSent(waiting=1)
    settings.EMAIL_BACKEND = LOCAL
    assert send_codes(task()) == CodesSent(sent=1)
    assert send_codes(task()) == CodesSent()
    assert len(mail.outbox) == 1
    assert not isinstance(_open(asked, _code(), pin), Exception)


def test_what_a_server_takes_not_now_waits_and_what_it_refuses_does_not(pin: str, settings: Any) -> None:
    with mail_server(settings, b"RCPT", b"451 later\r\n"):
        _asked()
        assert send_codes(task()) == CodesSent(waiting=1)
    with mail_server(settings, b"RCPT", b"550 never\r\n"):
        assert send_codes(task()) == CodesSent(failed=1)
        assert send_codes(task()) == CodesSent()


def test_a_code_that_may_have_left_is_not_sent_again(pin: str, settings: Any) -> None:
    with mail_server(settings, b"DATA", b""):  # no answer at all, and then nobody there
        settings.EMAIL_TIMEOUT = 0.5
        _asked()
        assert send_codes(task()) == CodesSent(failed=1)
    settings.EMAIL_BACKEND = LOCAL
    assert send_codes(task()) == CodesSent()


def test_a_code_that_is_too_old_is_tried_no_more(pin: str, settings: Any) -> None:
    over_smtp(settings)
    _asked()
    assert send_codes(task()).waiting == 1
    settings.EMAIL_BACKEND = LOCAL
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert send_codes(task()) == CodesSent()
    assert mail.outbox == []


def test_an_address_to_which_nothing_can_be_written_holds_up_no_other(pin: str) -> None:
    here = make_team("9902")
    acting, _card = _came_in(make_family(here), here)
    long = Address(EntranceKind.EMAIL, f"kaat@{'ö' * 70}.be")
    with request_transaction(acting):
        send_confirmation(acting, entrance_id=add_entrance(acting, address=long).id)
    _asked()
    assert send_codes(task()) == CodesSent(sent=1, failed=1)
    assert send_codes(task()) == CodesSent()
