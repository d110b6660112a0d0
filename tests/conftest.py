"""What every test stands on: the reference data once, and ways to act as somebody.

Data are built as the owner of the database. A request, and everything inside `as_web(acting)`, runs
under the web role, behind row-level security.
"""

import gc
import os
from collections.abc import Callable, Iterator
from compileall import compile_dir
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import setting_changed
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import teardown_databases
from django.utils.crypto import get_random_string
from django.utils.translation import activate
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from eenplan.core import acting as core_acting
from eenplan.core.acting import Acting
from tests.database import Template, end_other_sessions, keep_plans, make_database
from tests.once import HELD, chain_of, in_order

# How fast examples are made says how busy the machine is, and nothing of what is tested.
hypothesis_settings.register_profile(
    "eenplan",
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,  # what is new is found at a desk, not where a change has to land
)
hypothesis_settings.load_profile("eenplan")
keep_plans()


def load_middleware_once() -> None:
    """For all clients, as a process of the site does, and anew when a setting changes: statics are looked through each time."""
    loaded: dict[str, Any] = {}
    load = ClientHandler.load_middleware

    def load_once(handler: ClientHandler) -> None:
        if not loaded:
            load(handler)
            loaded.update({name: part for name, part in vars(handler).items() if "_middleware" in name})
        vars(handler).update(loaded)

    ClientHandler.load_middleware = load_once
    setting_changed.connect(lambda **_changed: loaded.clear(), weak=False)


load_middleware_once()


TEMPLATE = pytest.StashKey[tuple[Template, Any]]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before there are workers, begin what all of them copy."""
    asked = session.config.option
    if getattr(asked, "tx", None) and not asked.collectonly and (asked.create_db or not asked.reuse_db):
        compile_dir(Path(__file__).parent.parent / "eenplan", quiet=2, workers=0)  # in a fresh clone: once
        asked.testrunuid = asked.testrunuid or uuid4().hex
        template = Template(asked.testrunuid)
        making = template.begin(session.config.stash[blocking_manager_key])
        session.config.stash[TEMPLATE] = template, making


def pytest_sessionfinish(session: pytest.Session) -> None:
    """When all workers are gone, it goes too."""
    template, making = session.config.stash.get(TEMPLATE, (None, None))
    if template:
        making.join()
        if making.exitcode == 0:
            with session.config.stash[blocking_manager_key].unblock():
                template.leave()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys first, then the walks: whatever takes long must not begin when the others are done. Then what begins with the same, together.

    Of journeys, that which takes longest to read takes longest to make.
    """

    def long_first(item: pytest.Item) -> tuple[int, int]:
        if item.get_closest_marker("journey"):
            return 0, -item.path.stat().st_size
        return 1 + (item.path.parent.name != "house"), 0

    items[:] = sorted(in_order(items), key=long_first)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test finds in the database only what it asked for, and speaks Dutch whatever page was opened before it."""
    activate(settings.LANGUAGE_CODE)
    with item.config.stash[blocking_manager_key].unblock():
        HELD.let_go(chain_of(item))


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Before a test's own transaction begins, that in which what it begins with stays for the next tests."""
    if fixturedef.argname == "_django_db_helper":
        with request.config.stash[blocking_manager_key].unblock():
            HELD.hold(chain_of(request.node))


def pytest_collection_finish() -> None:
    """What is loaded by now stays till the end: never look through it again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """One database, for tests and journeys alike, that holds the reference data as every installation does."""
    keep = django_db_keepdb and not django_db_createdb
    worker = getattr(request.config, "workerinput", None)
    with django_db_blocker.unblock():
        template = None if keep or worker is None else Template(worker["testrunuid"])
        made = template.copy() if template else make_database(keep=keep)
    yield
    with django_db_blocker.unblock():
        HELD.let_go()
        if not django_db_keepdb:
            end_other_sessions()
            teardown_databases(made, verbosity=0)
        if template:
            template.leave()


@pytest.fixture
def as_web() -> Callable[[Acting | None], AbstractContextManager[None]]:
    """Run a block as somebody, under the web role: `with as_web(acting): ...`."""
    return core_acting.request_transaction


WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "ALTER", "CREATE", "DROP")
MAY_BE_WRITTEN = ('INSERT INTO "audit_entry"', 'INSERT INTO "django_session"')


class NewSession(SessionStore):
    """One that is kept when all of it is known, instead of empty first."""

    key_salt = SessionStore().key_salt

    def cycle_key(self) -> None:
        """The key alone."""
        self._session_key = get_random_string(32)


class CarefulClient(Client):
    """A browser that finds a page out that writes while it is only being read (the audit apart)."""

    def _login(self, user: Any, backend: str | None = None) -> None:
        """Sign in without the empty session that is made, kept, read again and thrown away before."""
        request = HttpRequest()
        request.META.update(self.defaults)
        request.session = NewSession()
        login(request, user, backend)
        request.session.save(must_create=True)
        self._set_login_cookies(request)

    def logout(self) -> None:
        """Sign out; who is nobody yet has nothing to end."""
        if settings.SESSION_COOKIE_NAME in self.cookies:
            super().logout()
        self.cookies.clear()

    def get(self, path: str, *args: object, **kwargs: object) -> object:
        written: list[str] = []

        def watch(execute: Callable[..., object], sql: object, *more: object) -> object:
            text = str(sql).lstrip()
            if text.upper().startswith(WRITES) and not text.startswith(MAY_BE_WRITTEN):
                written.append(text[:200])
            return execute(sql, *more)

        with connection.execute_wrapper(watch):
            response = super().get(path, *args, **kwargs)
        assert not written, f"GET {path} wrote: {written}"
        return response


@pytest.fixture
def client() -> Client:
    """A visitor whose GETs may only read."""
    return CarefulClient()
