"""Visiting every address as everybody who has reach, and what each visit left behind."""

import copy
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html.parser import HTMLParser
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit
from zipfile import ZipFile

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.audit.models import Entry
from eenplan.core.clock import now
from tests.house.matrix import CLOSED, Address, addresses, read_matrix, word_of
from tests.house.world import World

LOGGERS = ("", "django", "django.request", "django.security", "allauth")


@lru_cache(maxsize=60)
def sheets(pdf: bytes) -> tuple[str, ...]:
    """The text of each sheet of paper; several tests ask it of the same papers."""
    return tuple(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@dataclass(frozen=True)
class Visit:
    """An address that somebody opened: what answered, what the audit took, what was logged."""

    name: str
    relation: str
    path: str
    response: Any
    body: bytes
    entries: tuple[Entry, ...]
    lines: tuple[str, ...]

    @property
    def sent(self) -> bool:
        """Whether something was sent: what answers was done, and stands in the audit as an act."""
        return str(self.response.wsgi_request.method) == "POST"

    @cached_property
    def text(self) -> str:
        """All that it says: of a paper of ours its sheets, of a workbook its parts."""
        kind = self.response.headers.get("Content-Type", "")
        if kind == "application/pdf" and not self.name.endswith("open-attachment"):
            return " ".join(sheets(self.body))
        if self.body.startswith(b"PK"):
            with ZipFile(io.BytesIO(self.body)) as parts:
                return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
        return self.body.decode(errors="replace")

    @property
    def who(self) -> str:
        """For messages: 'desk:read-referral as intake'."""
        return f"{self.name} as {self.relation}"


def path_of(world: World, name: str, needs: tuple[str, ...]) -> str:
    """The address of a page of this world's family."""
    return reverse(name, kwargs={need: world.samples[need] for need in needs})


def send(client: Client, method: str, path: str, **more: Any) -> tuple[Any, bytes]:
    """One request of which nothing is kept: the answer, and all of it."""
    return _send(client, method, path, lambda: (), **more)[:2]


def _send(
    client: Client, method: str, path: str, look: Callable[[], tuple[Entry, ...]], **more: Any
) -> tuple[Any, bytes, tuple[Entry, ...]]:
    cookies = client.cookies.copy()
    with transaction.atomic():
        response: Any = getattr(client, method)(path, **more)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        seen = look()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, body, seen


class Listener(logging.Handler):
    """Keeps every line that is logged, as it would be written, its traceback included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Listener]:
    """Hear whatever is logged, however small."""
    listener = Listener()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.INFO)
        each.addHandler(listener)
    try:
        yield listener
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
            each.removeHandler(listener)


@dataclass(frozen=True)
class Walk:
    """All that one relation of a family met: whose family it was, every address that answered, and the word of every other.

    Those were closed before anything was read.
    """

    world: World
    visits: tuple[Visit, ...]
    closed: dict[str, str]


# Nobody, a worker and a reader of strangers: they go to every address all the way, whatever closes it.
ALL_THE_WAY = ("nobody", "coach_elsewhere", "card_elsewhere")


def walk(world: World, relation: str, *, all_the_way: bool = False) -> Walk:
    """Open every address as somebody with this relation to a family; what takes only what is sent, gets it.

    What the matrix calls closed has to close before it reads anything: the view itself is asked, as they come to it. They
    go all the way to one of each kind that is closed in the same way, and to all that is not.
    """
    all_the_way = all_the_way or relation in ALL_THE_WAY
    matrix = {} if all_the_way else read_matrix()
    visits, closed, ways = list[Visit](), dict[str, str](), set[tuple[str, str]]()
    with transaction.atomic():
        client = world.enter(relation)
        doors = () if all_the_way else _doors(client)
        with listening() as listener:
            for address in addresses():
                expected = matrix.get((address.name, relation), "")
                way = getattr(address.view, "access", ""), expected
                if way in ways and _closes(world, address, relation, doors) == expected:
                    closed[address.name] = expected
                    continue
                visits.append(_visit(world, address, relation, client, listener))
                ways |= {way} if way[0] and expected in CLOSED else set()
        transaction.set_rollback(True)
    return Walk(world, tuple(visits), closed)


Doors = tuple[tuple[str, Any], ...]


def _doors(client: Client) -> Doors:
    """What a view is given of this person by all that stands before it: below the family's door, and elsewhere."""
    return tuple((path, client.get(path).wsgi_request) for path in (reverse("family:open-card"), "/"))


def _closes(world: World, address: Address, relation: str, doors: Doors) -> str:
    """The word with which a view is closed to somebody by itself; '' when it is not, or reads anything before."""
    path = reverse(address.name, kwargs=world.fill_in(address))
    request = copy.copy(next(request for door, request in doors if path.startswith(door)))
    request.path = request.path_info = path
    request.method = "POST" if address.name in world.only_sent else "GET"

    def refuse(*_statement: Any) -> NoReturn:
        raise LookupError

    try:
        with connection.execute_wrapper(refuse):
            response = address.view(request, **world.fill_in(address))
    except PermissionDenied:
        return "refused"
    except Exception:  # it went on: then they go there all the way, and what answers is judged
        return ""
    if response.status_code == 405 and request.method == "GET":
        world.only_sent.add(address.name)
        return _closes(world, address, relation, doors)
    response.wsgi_request = request
    return word_of(response, (), relation)


def _visit(world: World, address: Address, relation: str, client: Client, listener: Listener) -> Visit:
    path = reverse(address.name, kwargs=world.fill_in(address))
    listener.lines.clear()
    began = now()

    def look() -> tuple[Entry, ...]:
        with (
            connection.cursor() as cursor
        ):  # most leave nothing, and to make objects of nothing takes longer than this
            cursor.execute("SELECT EXISTS (SELECT FROM audit_entry WHERE at >= %s)", [began])
            some = cursor.fetchone()[0]
        return tuple(Entry.objects.filter(at__gte=began).order_by("at")) if some else ()

    if address.name not in world.only_sent:
        answer = _send(client, "get", path, look)
        if answer[0].status_code == 405:
            world.only_sent.add(address.name)
    if address.name in world.only_sent:
        answer = _send(client, "post", path, look, data={"person": world.samples["person_id"]})
    return Visit(address.name, relation, path, *answer, lines=tuple(listener.lines))


@dataclass
class SentForm:
    """A form on a page: where it goes, and what it would send when filled in without thinking."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.links: list[str] = []
        self._form: SentForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, what stands in them, and links."""
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        if tag == "form":
            self._form = SentForm(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and has.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self._take(tag, has)
        elif self._form is not None and tag == "option" and self._select and has.get("value"):
            self._form.fields[self._select] = self._form.fields[self._select] or has["value"]

    def _take(self, tag: str, has: dict[str, str]) -> None:
        assert self._form is not None
        name, fields = has["name"], self._form.fields
        if tag == "select":
            self._select = name
            fields.setdefault(name, "")
        elif tag == "textarea":
            fields[name] = "Zo zeggen wij het."
        elif tag in ("input", "button"):
            kind = has.get("type", "text")
            if kind in ("radio", "checkbox"):
                fields.setdefault(name, has.get("value") or "on")
            elif has.get("value"):
                fields[name] = has["value"]
            else:
                fields[name] = {"_day": "3", "_month": "12", "_year": "2026"}.get(
                    "_" + name.rsplit("_", 1)[-1], "Zo"
                )

    def handle_endtag(self, tag: str) -> None:
        """A form or a choice ends."""
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def read_forms(body: bytes) -> Forms:
    """What can be sent from a page."""
    found = Forms()
    found.feed(body.decode(errors="replace"))
    return found


def asked_in(path: str) -> dict[str, str]:
    """What an address carries after its question mark."""
    return dict(parse_qsl(urlsplit(path).query))
