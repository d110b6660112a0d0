"""A real browser on a real server on a real database, on the real areas. What it writes is removed after each journey."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Condition
from typing import Any, ClassVar

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.http import FileResponse, HttpRequest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from eenplan.core.actions import writing
from eenplan.core.enums import ActorKind, Keeps, Role
from eenplan.core.models import Account, Actor
from eenplan.network.models import Organisation, Partnership, PostalCode
from tests.cast import Team
from tests.conftest import CarefulClient
from tests.database import unguarded
from tests.factories.network import AssignmentFactory, StaffMemberFactory

# The browser driver runs an event loop in this thread; Django only has to trust us that nothing runs in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PASSWORD = "een-lang-wachtwoord"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
AXE = Path(settings.HOME) / "npm" / "node_modules" / "axe-core" / "axe.min.js"
AXE_ADDRESS = f"{settings.STATIC_URL}axe.min.js"
# What the driver itself leaves out, as far as it matters here; then what takes a fifth of each page and of each browser.
UNUSED = [
    *["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
    *["MediaRouter", "OptimizationHints", "PaintHolding", "ThirdPartyStoragePartitioning"],
    *["RenderDocument", "SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# In one go: each question that a browser is asked costs it more than the answer.
JUDGE = """async ({address, tags}) => {
  const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
  await import(address);
  const bars = [...document.querySelectorAll(".safe, .idle")].map((bar) => [bar, bar.style.position]);
  for (const [bar] of bars) bar.style.position = "static";
  const {violations} = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false,
  });
  for (const [bar, position] of bars) bar.style.position = position;
  const of = ({target, failureSummary}) => `${target.join(" ")} ${failureSummary}`;
  return [violations.map(({id, nodes}) => `${id}: ${nodes.map(of).join(" | ")}`), wide];
}"""


OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("eenplan.") and model._meta.managed and not model._meta.proxy
]
WRITTEN_BY_PEOPLE = (Keeps.FAMILY_DATA, Keeps.AUDIT, Keeps.FIGURES, Keeps.ACCESS, Keeps.SEALED)
OF_LIBRARIES = [
    model
    for label in ("account", "mfa", "sessions", "socialaccount")
    for model in apps.get_app_config(label).get_models()
]
EMPTIED = [
    model._meta.db_table
    for model in [*OF_LIBRARIES, *(model for model in OURS if model.keeps in WRITTEN_BY_PEOPLE)]
]
LOADED = [model for model in OURS if model.keeps not in WRITTEN_BY_PEOPLE]


@dataclass(frozen=True)
class Installed:
    """What every installation has: the keys of what was loaded, and those who are nobody in particular."""

    loaded: dict[str, list[Any]]
    actors: list[Actor]


@lru_cache(maxsize=1)
def _installed() -> Installed:
    """As it was before the first journey, and is again after each."""
    loaded = {model._meta.db_table: list(model.objects.values_list("pk", flat=True)) for model in LOADED}
    return Installed(loaded, list(Actor.objects.all()))


def _forget_everything(installed: Installed) -> None:
    """Take away what a journey wrote."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in EMPTIED)
        )
        written = [table for (table,) in cursor.fetchall()]
        with unguarded(cursor):
            for table in written:
                cursor.execute(f"DELETE FROM {table}")
            for model in LOADED:
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f"DELETE FROM {table} WHERE NOT ({key} = ANY(%s))", [installed.loaded[table]])
    with writing():
        Actor.objects.bulk_create(installed.actors)


class Door:
    """Of the site. A page may ask one thing more as it goes: what is being answered still writes."""

    def __init__(self) -> None:
        self.moved, self.inside, self.shut = Condition(), 0, False

    def enters(self) -> bool:
        """One question more to answer; not when the door is shut."""
        with self.moved:
            self.inside += not self.shut
            return not self.shut

    def leaves(self) -> None:
        """One question is answered."""
        with self.moved:
            self.inside -= 1
            self.moved.notify_all()

    @contextmanager
    def is_shut(self) -> Iterator[None]:
        """Nobody is inside, and nobody comes in."""
        with self.moved:
            self.shut = True
            assert self.moved.wait_for(lambda: not self.inside, 30), "The site still answers"
        yield
        self.shut = False


DOOR = Door()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a surrounding transaction: the server sees what the test wrote."""
    with django_db_blocker.unblock():
        installed = _installed()
        yield
        with DOOR.is_shut():
            _forget_everything(installed)
        connection.close()


class Site(StaticFilesHandler):
    """What the server answers with. It keeps styles and scripts as a browser does those of an installation, and what judges a page.

    Each question that a browser asks may come to a new thread. It is given a connection that answered another one before:
    PostgreSQL knows there how to find what is asked, as it does in an installation.
    """

    connections: ClassVar[list[Any]] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """The answer, while the door is open."""
        if not DOOR.enters():
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        kept = self.connections.pop() if self.connections else connections.create_connection(DEFAULT_DB_ALIAS)
        kept.inc_thread_sharing()
        connections[DEFAULT_DB_ALIAS] = kept
        try:
            return super().__call__(environ, start_response)
        finally:
            del connections[DEFAULT_DB_ALIAS]
            self.connections.append(kept)
            DOOR.leaves()

    def serve(self, request: HttpRequest) -> Any:
        """The file, for an hour."""
        if request.path == AXE_ADDRESS:
            found: Any = FileResponse(AXE.open("rb"), content_type="text/javascript")
        else:
            found = super().serve(request)
        found.headers["Cache-Control"] = "max-age=3600"
        return found


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    """The site, served on a free port of this machine."""
    with django_db_blocker.unblock():
        live = LiveServer("127.0.0.1", start=False)
        live.thread.static_handler = Site
        live.start()
        yield live
        live.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell",
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                f"--disable-features={','.join(UNUSED)}",
                # A page is gone before code that is compiled to the bone pays: it only runs a judge of 600 kB once.
                "--js-flags=--no-opt,--no-maglev",
            ],
        )
        yield browser
        browser.close()


@dataclass
class Workers:
    """The team of De Plan-trekkers in a journey."""

    partnership: Any
    accounts: dict[Role, Any]
    assignments: dict[Role, Any]

    @property
    def team(self) -> Team:
        """The same people, as the other tests know a team."""
        place = PostalCode.objects.select_related("municipality", "zone").get(code="3600", is_main=True)
        return Team(self.partnership, place.zone, place.municipality, "3600", self.assignments)


@pytest.fixture
def workers(committed: None) -> Workers:
    """One worker in each role, who can sign in with PASSWORD."""
    partnership = Partnership.objects.get(code="P15")
    with writing():
        organisation = Organisation.objects.create(name="CKG De Proef", sort_key="ckg de proef", sector="ckg")
    accounts, assignments = {}, {}
    for role in (Role.INTAKE, Role.COACH, Role.COORDINATOR, Role.PSYCHOLOGIST, Role.PARTNER):
        account = Account(email=f"{role}@example.org", actor=None)
        with writing():
            account.actor = Actor.objects.create(kind=ActorKind.STAFF)
        account.set_password(PASSWORD)
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        accounts[role] = account
        with writing(), transaction.atomic():
            worker = StaffMemberFactory(
                account=account, name=f"{role.capitalize()} Voorbeeld", organisation=organisation
            )
            assignments[role] = AssignmentFactory(
                staff_member=worker, role=role, partnership=partnership, share=Decimal("0.8")
            )
    return Workers(partnership, accounts, assignments)


@lru_cache(maxsize=1)
def _user_agent(page: Page) -> str:
    return str(page.evaluate("navigator.userAgent"))


class Somebody:
    """Somebody at a screen: `page`, with what they would say of it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.alone = False
        self.violations: list[str] = []
        page.on("console", self._listen)

    @property
    def context(self) -> BrowserContext:
        """Their browser; nobody after them is given what a journey changed in it."""
        self.alone = True
        return self.page.context

    def leaves(self) -> bool:
        """Take away all that the site and a journey left in the browser; whether it is as new."""
        page, browser = self.page, self.page.context
        if self.alone or len(browser.pages) > 1 or not page.url.startswith(self.address):
            return False
        page.unroute_all()
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("about:blank")
        page.remove_listener("console", self._listen)
        browser.clear_cookies()
        return True

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)

    def open(self, path: str) -> None:
        """Go to a page; it must exist and obey the content security policy."""
        response = self.page.goto(self.address + path)
        assert response is not None
        assert response.status < 400, f"{path} answered {response.status}"

    def sign_in(self, account: Any) -> None:
        """Sign in as a worker. `types_password` does so as they do: to open the page that asks it and to type cost the browser more."""
        site = CarefulClient(headers={"user-agent": _user_agent(self.page)})
        site.force_login(account)
        self.takes_over(site)
        self.open(settings.LOGIN_REDIRECT_URL)

    def takes_over(self, site: Client) -> None:
        """Go on in this browser with what was done through a client."""
        given = [(name, morsel.value) for name, morsel in site.cookies.items()]
        self.page.context.add_cookies(
            [{"name": name, "value": value, "url": self.address, "httpOnly": True} for name, value in given]
        )

    def types_password(self, account: Any) -> None:
        """Sign in as a worker does, on the page where they are."""
        self.page.fill("[name=login]", account.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")

    def press(self, text: str) -> None:
        """Press the button or link whose text begins so, in the page itself."""
        begins = re.compile(rf"^\s*{re.escape(text)}")
        with self.page.expect_navigation():
            self.page.locator("main").locator("button, a", has_text=begins).first.click()

    def unfold(self, text: str) -> None:
        """Open what is folded under this title."""
        self.page.locator("main summary", has_text=text).click()

    def fill(self, **answers: str) -> None:
        """Type in the fields with these names."""
        for name, text in answers.items():
            self.page.fill(f"main [name={name}]", text)

    def fill_date(self, name: str, day: date) -> None:
        """Type a day in three parts."""
        self.fill(
            **{f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
        )

    @property
    def path(self) -> str:
        """Where they are."""
        return str(self.page.url).removeprefix(self.address)

    def pick(self, name: str, label: str) -> None:
        """Choose the answer with this label, in a list, among radio buttons or among checkboxes."""
        field = self.page.locator(f"main [name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            texts = field.locator("option").all_inner_texts()
            field.select_option(label=next(text for text in texts if label in text))
        else:
            options = self.page.locator(f"main .choice:has([name={name}])")
            options.filter(has_text=label).first.locator("input").check()

    def choose(self, name: str, value: str) -> None:
        """Choose one answer, in a list or among radio buttons."""
        field = self.page.locator(f"[name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            self.page.check(f"[name={name}][value={value}]")

    def reads(self, text: str) -> bool:
        """Whether a text stands on the page."""
        return text in self.page.inner_text("body")

    def unfolds(self) -> None:
        """Open all that is folded in the page itself."""
        folded = self.page.locator("main details:not([open]) > summary")
        while folded.count():
            folded.first.click()

    def visits(self, path: str) -> bool:
        """Go to an address, whatever answers; whether that is a page. A file is not, nor is a refusal."""
        try:
            response = self.page.goto(self.address + path)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return False
        return response is not None and response.ok and "html" in response.headers["content-type"]

    def checks_accessibility(self) -> None:
        """No violation of WCAG 2.2 A or AA on this page (axe), and nothing wider than the screen.

        What lies below the bar at the bottom can be scrolled free: axe is shown the page without it lying over.
        """
        found, wide = self.page.evaluate(JUDGE, {"address": AXE_ADDRESS, "tags": WCAG})
        assert found == [], f"{self.page.url}: {found}"
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"


@pytest.fixture(scope="session")
def browsers() -> dict[tuple[bool, ...], list[Page]]:
    """The empty page of each browser that is free, by its kind: to begin one takes a second of the processor."""
    return defaultdict(list)


@pytest.fixture
def somebody(chromium: Browser, browsers: Any, server: LiveServer, committed: None) -> Iterator[Any]:
    """Make people at screens: `somebody(phone=True)`, `somebody(javascript=False)`."""
    made: list[tuple[Somebody, list[Page]]] = []

    def make(*, phone: bool = False, javascript: bool = True, dark: bool = False) -> Somebody:
        free = browsers[phone, javascript, dark]
        page = free.pop() if free else _begin(chromium, phone, javascript, dark)
        made.append((Somebody(page, server.url), free))
        return made[-1][0]

    yield make
    if os.environ.get("EENPLAN_PICTURES"):
        for number, (person, _free) in enumerate(made):
            person.page.screenshot(path=f"{os.environ['EENPLAN_PICTURES']}/{number}.png", full_page=True)
    for person, free in made:
        if person.leaves():
            free.append(person.page)
        else:
            person.page.context.close()
    assert [violation for person, _free in made for violation in person.violations] == []


def _begin(chromium: Browser, phone: bool, javascript: bool, dark: bool) -> Page:
    context = chromium.new_context(
        viewport=PHONE if phone else DESKTOP,
        java_script_enabled=javascript,
        color_scheme="dark" if dark else "light",
        locale="nl-BE",
    )
    context.set_default_timeout(30_000)
    return context.new_page()
