"""Every page in each of its languages: no violation of WCAG 2.2 A or AA, nothing wider than the narrowest screen or cut off.

The keyboard reaches all that can be used, and it is seen where; nothing moves for who asks for less motion.
The site answers as to any client, and its page is laid in a window that is open already: to go to each takes ten times as
long. Of pages that look the same to our scripts, one is opened as people do, with these scripts and under the policy.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from eenplan.web.shared.languages import languages_at
from tests.database import kept
from tests.house.matrix import RELATIONS, Address, addresses, read_matrix
from tests.house.visits import send
from tests.house.world import World, make_world
from tests.journeys.conftest import AXE_ADDRESS, DESKTOP, PHONE, WCAG, Somebody

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

LAY = Path(__file__).with_name("lay.js").read_text(encoding="utf-8")
EMPTY, NOTHING = "/niets/", "<!doctype html><title>Niets</title>"
NOT_FILES = re.compile(rf"^(?!.*{settings.STATIC_URL})")
SCRIPT, HOOK = re.compile(r'<script src="([^"]+)"'), re.compile(r"\s((?:data|hx)-[a-z-]+)[=\s>]")
# The narrowest phone, which is a large screen at 400 %; and that screen at 200 %.
NARROW, TWICE = 320, 640
# Judged wholly, on both screens, one in each direction; the second in the dark. The others where words spoil most, on the
# narrowest, and by axe where they differ from the first in more than words.
WHOLLY = ("nl", "ar")
PARTS = 6
# Nobody, for what everybody may see; then whoever has most pages.
READERS = ("nobody", "card_mother", "coach_own", "intake", "coordinator", *RELATIONS)


class Windows:
    """Two in which one page is laid after the other; and each time that a page is opened, a new one."""

    def __init__(self, chromium: Browser, site: str) -> None:
        self.chromium = chromium
        self.site = site
        self.narrow, self.twice = self._begin(NARROW), self._begin(TWICE)

    def _begin(self, width: int) -> Page:
        size = {"width": width, "height": 240}
        page = self.chromium.new_context(viewport=size, reduced_motion="reduce").new_page()
        page.route(NOT_FILES, lambda route: route.abort())
        page.route(self.site + EMPTY, lambda route: route.fulfill(body=NOTHING, content_type="text/html"))
        page.goto(self.site + EMPTY)
        page.evaluate("address => import(address)", AXE_ADDRESS)
        return page

    def close(self) -> None:
        """All of them."""
        self.narrow.context.close()
        self.twice.context.close()

    def lay(self, html: str, address: Address, language: str) -> list[str]:
        """What is wrong with a page in a language."""
        rtl, whole = get_language_info(language)["bidi"], language in WHOLLY
        page = {"html": html, "address": address.name, "language": language, "rtl": rtl, "whole": whole}
        if rtl:
            self.narrow.emulate_media(color_scheme="dark")
        wrong: list[str] = self.narrow.evaluate(LAY, page | {"tags": WCAG})
        if rtl:
            self.narrow.emulate_media(color_scheme="light")
        if whole:
            wrong += [each for each in self.twice.evaluate(LAY, page) if each not in wrong]
        return wrong

    def open(self, path: str, answer: Any, html: str) -> None:
        """Go to a page that the site answered, as a browser does: nothing is wrong with what our scripts make of it."""
        phone = "work.css" not in html
        page = self.chromium.new_context(viewport=PHONE if phone else DESKTOP).new_page()
        page.route(NOT_FILES, lambda route: route.abort())
        headers = dict(answer.headers)
        page.route(self.site + path, lambda route: route.fulfill(body=html, headers=headers))
        somebody, errors = Somebody(page, self.site), []
        page.on("pageerror", lambda error: errors.append(error.message))
        somebody.open(path)
        somebody.checks_accessibility()
        assert errors + somebody.violations == [], path
        page.context.close()


def _kind(html: str) -> tuple[frozenset[str], ...]:
    """All that our scripts look for: pages of one kind are the same to them."""
    return frozenset(SCRIPT.findall(html)), frozenset(HOOK.findall(html))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A family with everything in its file."""
    with kept(django_db_blocker):
        yield make_world()


@pytest.fixture(scope="module")
def windows(chromium: Browser, server: LiveServer) -> Iterator[Windows]:
    """On the files of the site: its pages come from a client."""
    made = Windows(chromium, server.url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def kinds() -> set[Any]:
    """The kinds of pages that were opened."""
    return set()


def _readers() -> dict[str, str]:
    """Who opens each address: the first to whom it is open."""
    matrix = read_matrix()
    found: dict[str, str] = {}
    for reader in READERS:
        for (name, relation), word in matrix.items():
            if relation == reader and word in ("open", "part"):
                found.setdefault(name, reader)
    return found


@pytest.mark.rule(48)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_in_every_language(
    world: World, windows: Windows, kinds: set[Any], part: int
) -> None:
    readers, clients = _readers(), dict[str, Any]()
    wrong: list[str] = []
    seen = 0
    for address in addresses()[part::PARTS]:
        reader = readers.get(address.name)
        if reader is None:
            continue
        client = clients.get(reader) or clients.setdefault(reader, world.enter(reader))
        path = reverse(address.name, kwargs=world.fill_in(address))
        for language, _name in languages_at(path):
            client.cookies = SimpleCookie(client.cookies)
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
            answer, body = send(client, "get", path)
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                break
            html = body.decode()
            found = windows.lay(html, address, language)
            wrong += [f"{address.name} in {language}, as {reader}: {each}" for each in found]
            seen += 1
            if _kind(html) not in kinds:
                kinds.add(_kind(html))
                windows.open(path, answer, html)
    assert not wrong, "\n".join(wrong)
    assert seen > 100
