"""The database of a test run: migrated and filled with reference data once, copied for each worker."""

import fcntl
import multiprocessing
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import setup_databases, teardown_databases
from psycopg._preparing import PrepareManager

from eenplan.capacity.actions import load_default_norms
from eenplan.core.acting import task
from eenplan.network.actions import load_reference_data


def keep_plans() -> None:
    """Let the driver keep its prepared statements when a test is rolled back, as PostgreSQL itself does.

    It forgets all of them for fear of a table that was made in what is rolled back. Nearly every test ends in one, and
    to plan every statement anew is half of what PostgreSQL does in a run.
    """
    made_anew = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match
    forget = PrepareManager.clear

    def forget_what_was_made_anew(self: PrepareManager, prep: Any, results: Any) -> bool:
        return any(made_anew(result.command_status or b"") for result in results) and forget(self)

    PrepareManager._should_discard = forget_what_was_made_anew
    # The driver asks this after the rollback of an outermost transaction too: that of every test that holds nothing.
    PrepareManager.clear = lambda self: False


@contextmanager
def drawing_once() -> Iterator[None]:
    """Migrate without drawing all neighbours of a model anew for each table, constraint and index: most of its work.

    What is asked of PostgreSQL stays the same, statement for statement.
    """

    def add_model(state: ProjectState, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        state.models[key] = model
        if state._relations is not None:
            state.resolve_model_relations(key)
        if "apps" in state.__dict__:
            state.apps.render_multiple([model])

    def append_option(state: ProjectState, app: str, name: str, option: str, added: Any) -> None:
        options = state.models[app, name].options
        options[option] = [*options[option], added]
        if "apps" in state.__dict__:
            setattr(state.apps.get_model(app, name)._meta, option, options[option])

    before = ProjectState.add_model, ProjectState._append_option
    ProjectState.add_model, ProjectState._append_option = add_model, append_option
    yield
    ProjectState.add_model, ProjectState._append_option = before


def make_database(*, keep: bool) -> Any:
    """Migrate and load; what comes back is for `teardown_databases`."""
    with drawing_once():
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=[])
    load_reference_data(task())
    load_default_norms(task())
    learn_nothing()
    return made


def learn_nothing() -> None:
    """Keep PostgreSQL from looking at the tables from time to time, as it does by itself.

    Of tables whose rows were all rolled back it learns that they are empty. What it then plans for the rows of the next
    test takes three times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND reloptions IS NULL"
            " AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")


@contextmanager
def kept(blocker: Any) -> Iterator[None]:
    """What is written here stays for all tests of a fixture's scope, and is gone after them.

    For fixtures of a module or a package. Each test has its own transaction within this one.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def end_other_sessions() -> None:
    """A thread of the site that answered a journey may still hold a session: the database goes all the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@contextmanager
def unguarded(cursor: Any) -> Iterator[None]:
    """Without the triggers of the tables that only grow, as an owner who tampers could be; partitions included."""
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text, tgname FROM pg_trigger"
        " WHERE tgname IN ('append_only', 'only_grows') AND tgparentid = 0"
    )
    guards = cursor.fetchall()
    for table, name in guards:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    for table, name in guards:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")


class Template:
    """What the workers of one run share. It is begun while they look for tests; the last one that leaves removes it."""

    def __init__(self, run: str) -> None:
        self.place = Path(tempfile.gettempdir()) / f"eenplan-{run}"
        self.test = connection.settings_dict["TEST"]
        self.mine = self.test["NAME"]
        self.name = f"{re.sub(r'_gw[0-9]+$', '', self.mine)}_template"

    @contextmanager
    def _alone(self) -> Iterator[int]:
        """Hold it, knowing how many use it."""
        with self.place.open("a+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            held.seek(0)
            yield len(held.read())

    def _make(self) -> None:
        self.test["NAME"] = self.name
        teardown_databases(make_database(keep=False), verbosity=0, keepdb=True)
        self._enter()

    def _enter(self) -> None:
        with self.place.open("a") as held:
            held.write("+")

    def begin(self, blocker: Any) -> multiprocessing.process.BaseProcess:
        """Make it in a process of its own, which uses it till it is told to leave; workers wait for it."""

        def make() -> None:
            with blocker.unblock():
                self._make()

        with self._alone():
            making = multiprocessing.get_context("fork").Process(target=make)
            making.start()
        return making

    def copy(self) -> Any:
        """This worker's own database; what comes back is for `teardown_databases`."""
        with self._alone() as users:
            if not users:
                self._make()
            else:
                self._enter()
            self.test.update(NAME=self.mine, TEMPLATE=self.name)
            return setup_databases(verbosity=0, interactive=False, serialized_aliases=[])

    def leave(self) -> None:
        """It is needed no more here."""
        with self._alone() as users:
            self.place.write_text("+" * (users - 1))
            if users <= 1:
                connection.creation._destroy_test_db(self.name, verbosity=0)
                self.place.unlink()
