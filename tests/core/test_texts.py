"""Text messages leave by one documented request; a provider that is down or refuses is told without names."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from eenplan.core.texts import NotReached, NotSent, Refused, send_text


class Provider(HTTPServer):
    """A provider on this machine that remembers what it was asked."""

    answers_with = 200
    asked: list[tuple[str, dict[str, list[str]]]]


class _Door(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.headers["Authorization"], parse_qs(body)))
        self.send_response(self.server.answers_with)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), _Door)
    server.asked = []
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TEXTS_BY, settings.TEXTS_URL = "46elks", f"http://127.0.0.1:{server.server_port}/sms"
    settings.TEXTS_USER, settings.TEXTS_PASSWORD, settings.TEXTS_FROM = "u1", "geheim", "Bericht"
    yield server
    server.shutdown()
    server.server_close()


def test_one_request_with_a_number_and_the_words(provider: Provider) -> None:
    send_text("+32470000001", "Je code is 123 456.")
    assert provider.asked == [
        (
            "Basic dTE6Z2VoZWlt",
            {
                "from": ["Bericht"],
                "to": ["+32470000001"],
                "message": ["Je code is 123 456."],
                "dontlog": ["message"],
            },
        )
    ]


def test_a_refusal_says_how_and_never_to_whom(provider: Provider) -> None:
    provider.answers_with = 422
    with pytest.raises(Refused) as refused:
        send_text("+32470000001", "Je code is 123 456.")
    assert "422" in str(refused.value)
    assert "470" not in str(refused.value)


@pytest.mark.parametrize("answer", [401, 402, 403, 429])
def test_what_is_wrong_with_our_own_account_says_nothing_of_the_number(
    provider: Provider, answer: int
) -> None:
    provider.answers_with = answer
    with pytest.raises(NotReached):
        send_text("+32470000001", "Je code is 123 456.")


def test_a_provider_that_is_not_there(settings: Any, provider: Provider) -> None:
    settings.TEXTS_URL = "http://127.0.0.1:9/sms"
    with pytest.raises(NotSent):
        send_text("+32470000001", "Je code is 123 456.")


def test_without_a_provider_nothing_leaves(settings: Any) -> None:
    settings.TEXTS_BY = ""
    with pytest.raises(NotReached):
        send_text("+32470000001", "Je code is 123 456.")
