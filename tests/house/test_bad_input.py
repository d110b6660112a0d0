"""Whatever is sent to whichever page: an answer in words, never a broken page."""

from typing import Any
from urllib.parse import quote, urlencode
from zlib import crc32

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.matrix import addresses, read_matrix
from tests.house.visits import path_of, read_forms, send
from tests.house.world import World

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
ODD = {
    "nothing": "",
    "a NUL": "a%00b",
    "odd letters": "%ff%ED%A0%80" + quote("\u200fمرحبا\u202e 👩\u200d👩\u200d👧 e\u0301"),
    "very long": "x" * 10_000,
    "a huge number": "9" * 30,
    "less than nothing": "-1",
    "markup": quote("<script>alert(1)</script>'\";--{{ 7 }}"),
    "a stranger's id": "0193a000-0000-7000-8000-000000000000",
}
# One of each is enough: what is tried is the page, not who opens it.
WHO = ("coach_own", "intake", "coordinator", "admin", "card_mother", "nobody")
# What the matrix says, and test_access tries, of who cannot send anything.
CLOSED_TO = ("refused", "hidden", "sign-in", "card")
PARTS, MOST_FIELDS = 4, 4


def _sent(fields: dict[str, str], odd: dict[str, str]) -> str:
    right = urlencode([pair for pair in fields.items() if pair[0] not in odd])
    return "&".join([right, *[f"{quote(name)}={ODD[what]}" for name, what in odd.items()]])


def _tries(fields: dict[str, str]) -> list[tuple[str, str]]:
    """Some fields odd alone, and twice all of them at once: each field some values, each value often."""
    names, odd, turn = sorted(fields), list(ODD), crc32("".join(fields).encode())
    some = names[:: max(1, len(names) // MOST_FIELDS)]
    tried = [{name: odd[(turn + number) % len(odd)]} for number, name in enumerate(some)]
    for more in (3, 6):
        tried.append({name: odd[(turn + number + more) % len(odd)] for number, name in enumerate(names)})
    return [
        ("as it stands", urlencode(fields)),
        *[(f"with {each}", _sent(fields, each)) for each in tried],
        *[(f"no {name}", urlencode({n: v for n, v in fields.items() if n != name})) for name in some[::3]],
    ]


def _fields(client: Client, path: str, tried: Any) -> dict[str, str] | None:
    """What a page asks, filled in; None when this visitor, who `tried` with nothing, cannot send it anything."""
    response, body = send(client, "get", path)
    if response.status_code == 405:
        closed = tried.status_code in (403, 404) or "login" in tried.headers.get("Location", "")
        return None if closed else {"person": "", "revision": "", "query": "", "text": ""}
    forms = [form for form in read_forms(body).forms if form.method == "post" and form.action in ("", path)]
    asked: dict[str, str] = {}
    for form in forms:
        asked |= form.fields
    return asked or None


def _knock_oddly(world: World, part: int) -> tuple[list[str], set[str]]:
    """What broke, and which addresses were tried."""
    broken: list[str] = []
    done: set[str] = set()
    only_read: set[str] = set()
    matrix = read_matrix()
    for relation in WHO:
        client = world.enter(relation)
        for address in addresses()[part::PARTS]:
            if address.name in done | only_read or matrix.get((address.name, relation)) in CLOSED_TO:
                continue
            path = path_of(world, address.name, address.needs)
            tried = send(client, "post", path)[0]
            if tried.status_code >= 500:
                broken.append(f"{address.name} as {relation}: nothing at all: {tried.status_code}")
            if tried.status_code == 405:
                only_read.add(address.name)
                continue
            fields = _fields(client, path, tried)
            if fields is None:
                continue
            done.add(address.name)
            for words, data in _tries(fields):
                answer = send(client, "post", path, data=data, content_type=FORM)[0]
                if answer.status_code >= 500:
                    broken.append(f"{address.name} as {relation}: {words}: {answer.status_code}")
    return broken, done


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_breaks_on_what_is_sent(world: World, part: int) -> None:
    broken, done = _knock_oddly(world, part)
    assert broken == []
    assert len(done) >= 5, f"only {done} were tried"


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
