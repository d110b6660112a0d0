"""Whatever is sent to whichever page: an answer in words, never a broken page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from zlib import crc32

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.house.matrix import Address, addresses, read_matrix
from tests.house.visits import path_of, read_forms, send
from tests.house.world import World

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
SQL = "set_config('eenplan.role'"
ATTACK = f"x'\"><script>alert(1)</script>{{{{ 7 }}}}'; SELECT {SQL}, 'task', true); --\r\nX-Injected: 1"
ODD = {
    "nothing": "",
    "a NUL": "a%00b",
    "odd letters": "%ff%ED%A0%80" + quote("\u200fمرحبا\u202e 👩\u200d👩\u200d👧 e\u0301"),
    "very long": "x" * 10_000,
    "a huge number": "9" * 30,
    "less than nothing": "-1",
    "an attack": quote(ATTACK),
    "a stranger's id": "0193a000-0000-7000-8000-000000000000",
}
# One of each is enough: what is tried is the page, not who opens it.
WHO = ("coach_own", "intake", "coordinator", "admin", "card_mother", "nobody")
# What the matrix says, and test_access tries, of who cannot send anything.
CLOSED_TO = ("refused", "hidden", "sign-in", "card")
PARTS, SOME_FIELDS = 4, 2
ONLY_SENT = {"person": "", "revision": "", "query": "", "text": ""}


def _sent(fields: dict[str, str], odd: dict[str, str]) -> str:
    right = urlencode([pair for pair in fields.items() if pair[0] not in odd])
    return "&".join([right, *[f"{quote(name)}={ODD[what]}" for name, what in odd.items()]])


def _tries(fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Some fields odd alone, twice all of them at once, and an attack in all: each value often."""
    names, odd, turn = sorted(fields), list(ODD), crc32("".join(fields).encode())
    some = names[:: max(1, len(names) // SOME_FIELDS)]
    yield "as it stands", urlencode(fields)
    yield f"without {some[0]}", urlencode({name: text for name, text in fields.items() if name != some[0]})
    tried = [{name: odd[(turn + number) % len(odd)]} for number, name in enumerate(some)]
    for more in (3, 6):
        tried.append({name: odd[(turn + number + more) % len(odd)] for number, name in enumerate(names)})
    for each in [*tried, dict.fromkeys(names, "an attack")]:
        yield f"with {each}", _sent(fields, each)


def _what_is_wrong(answer: Any, body: bytes) -> str:
    """How an answer shows that it broke, or did as it was told by who attacks; '' when it does not."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    obeys = b"<script>alert(1)" in body or "X-Injected" in answer.headers
    return "does as it is told" if obeys else ""


class Knocking:
    """Somebody at every door with the oddest things; what went wrong, and where they came in."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.done: set[str] = set()

    def knock(self, client: Client, address: Address, path: str, who: str) -> None:
        """At one page, as one person: it is done when it is open to them."""

        def tell(words: str, answered: tuple[Any, bytes]) -> Any:
            wrong = _what_is_wrong(*answered)
            if wrong:
                self.wrong.append(f"{address.name} as {who}: {words}: {wrong}")
            return answered[0]

        nothing = tell("nothing at all", send(client, "post", path))
        page, body = send(client, "get", path, data=dict.fromkeys(("naam", "na", "toon"), ATTACK))
        tell("in its address", (page, body))
        if page.status_code == 405:
            closed = nothing.status_code in (403, 404) or "login" in nothing.headers.get("Location", "")
            asked = {} if closed else ONLY_SENT
        else:
            if page.status_code == 200 and nothing.status_code == 405:
                self.done.add(address.name)
            forms = [form for form in read_forms(body).forms if form.fields and form.action in ("", path)]
            for form in forms:
                if form.method == "get":
                    tell(
                        "what is looked for",
                        send(client, "get", path, data=dict.fromkeys(form.fields, ATTACK)),
                    )
            asked = {
                name: text for form in forms if form.method == "post" for name, text in form.fields.items()
            }
        if asked and nothing.status_code != 405:
            self.done.add(address.name)
            for words, data in _tries(asked):
                tell(words, send(client, "post", path, data=data, content_type=FORM))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_sent_breaks_no_page_and_becomes_no_sql_markup_or_header(world: World, part: int) -> None:
    """Each page gets an attack in its address, and in its forms the oddest things; no statement may hold it as SQL."""
    obeyed: list[str] = []

    def note(execute: Any, sql: Any, *more: Any) -> Any:
        if SQL in str(sql):
            obeyed.append(str(sql))
        return execute(sql, *more)

    knocking, matrix = Knocking(), read_matrix()
    with connection.execute_wrapper(note):
        for who in WHO:
            client = world.enter(who)
            for address in addresses()[part::PARTS]:
                if address.name not in knocking.done and matrix.get((address.name, who)) not in CLOSED_TO:
                    knocking.knock(client, address, path_of(world, address.name, address.needs), who)
    assert knocking.wrong == []
    assert obeyed == []
    assert len(knocking.done) > 40, f"only {knocking.done} were tried"


# After the question mark people send on whatever they were sent.
ASKED = {
    "desk:list-referrals": ("coordinator", ("na", "zone", "toon", "klok")),
    "figures:read-figures": ("official", ("jaar", "gebieden_op")),
    "figures:download-figures": ("official", ("jaar", "gebieden_op")),
    "frontdoor:find-partnership": ("nobody", ("place", "chosen")),
    "coach:list-families": ("coach_own", ("na", "vanaf")),
    "coach:add-step": ("coach_own", ("doel",)),
    "account_login": ("nobody", ("next",)),
}


def test_no_page_breaks_on_what_is_asked(world: World) -> None:
    by_name = {address.name: address for address in addresses()}
    broken = []
    for name, (relation, keys) in ASKED.items():
        client, path = world.enter(relation), path_of(world, name, by_name[name].needs)
        for key in keys:
            for what, odd in ODD.items():
                answer = send(client, "get", f"{path}?{key}={odd}")[0]
                if answer.status_code >= 500:
                    broken.append(f"{name}: {key} is {what}: {answer.status_code}")
    assert broken == []


def test_no_page_breaks_on_a_number_in_its_address(world: World) -> None:
    broken = []
    for relation in ("coach_own", "card_mother", "nobody"):
        client = world.enter(relation)
        for address in addresses():
            for need in {"number", "place"} & set(address.needs):
                for number in (0, 2**31, 2**63, 10**30):
                    filled = {n: world.samples[n] for n in address.needs} | {need: number}
                    path = reverse(address.name, kwargs=filled)
                    for how in ("get", "post"):
                        if send(client, how, path)[0].status_code >= 500:
                            broken.append(f"{how} {address.name} as {relation}: {number}")
    assert broken == []
