"""Two ways to open a page: over HTTP for the time it takes, and in this process for the queries it asks."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

HOST = "127.0.0.1"
# What only opens and closes a transaction asks nothing.
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `cost` is milliseconds over HTTP, statements in this process."""

    status: int
    size: int
    cost: float


class Browser(Protocol):
    """Opens pages, and remembers its cookies."""

    def get(self, path: str) -> Answer:
        """Ask for a page."""

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        """Send a form."""


@dataclass(slots=True)
class Visitor:
    """One visitor of the server, with a connection for each request, as the plain workers want it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page and read it to its end."""
        return self._ask("GET", path)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        """Send a form, with the token that a browser would send."""
        if "csrftoken" not in self.cookies:
            self.get(path)
        return self._ask("POST", path, {**data, "csrfmiddlewaretoken": self.cookies["csrftoken"]})

    def _ask(self, method: str, path: str, data: Mapping[str, str] | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode(data)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        line = http.client.HTTPConnection(HOST, self.port, timeout=30)
        line.request(method, path, body, headers)
        response = line.getresponse()
        size = len(response.read())
        cost = (time.perf_counter() - began) * 1000
        line.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, size, cost)


@dataclass(slots=True)
class Counter:
    """The same pages in this process, through the same middleware and the same role of the database."""

    client: Client = field(default_factory=lambda: Client(SERVER_NAME="127.0.0.1"))

    def get(self, path: str) -> Answer:
        """Ask for a page and count."""
        with CaptureQueriesContext(connection) as asked:
            response = self.client.get(path)
        return Answer(response.status_code, len(response.content), statements(asked))

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        """Send a form and count."""
        with CaptureQueriesContext(connection) as asked:
            response = self.client.post(path, data)
        return Answer(response.status_code, len(response.content), statements(asked))


def statements(asked: CaptureQueriesContext) -> int:
    """How many statements were sent, the brackets of transactions apart."""
    return sum(not query["sql"].startswith(BRACKETS) for query in asked.captured_queries)
