"""What every test stands on: the reference data once, and ways to act as somebody.

Data are built as the owner of the database. A request, and everything inside `as_web(acting)`, runs
under the web role, behind row-level security.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings

from eenplan.capacity.actions import load_default_norms
from eenplan.core import acting as core_acting
from eenplan.core.acting import Acting
from eenplan.network.actions import load_reference_data

hypothesis_settings.register_profile("eenplan", deadline=None, max_examples=60)
hypothesis_settings.load_profile("eenplan")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """One database, for tests and journeys alike, that holds the reference data as every installation does."""
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep)
        load_reference_data(core_acting.task())
        load_default_norms(core_acting.task())
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture
def as_web() -> Callable[[Acting | None], AbstractContextManager[None]]:
    """Run a block as somebody, under the web role: `with as_web(acting): ...`."""
    return core_acting.request_transaction


WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "ALTER", "CREATE", "DROP")


class CarefulClient(Client):
    """A browser that finds a page out that writes while it is only being read (the audit apart)."""

    def get(self, path: str, *args: object, **kwargs: object) -> object:
        with CaptureQueriesContext(connection) as queries:
            response = super().get(path, *args, **kwargs)
        written = [
            query["sql"][:200]
            for query in queries.captured_queries
            if query["sql"].lstrip().upper().startswith(WRITES)
            and not query["sql"].startswith(('INSERT INTO "audit_entry"', 'INSERT INTO "django_session"'))
        ]
        assert not written, f"GET {path} wrote: {written}"
        return response


@pytest.fixture
def client() -> Client:
    """A visitor whose GETs may only read."""
    return CarefulClient()
