"""Jobs in PostgreSQL: who stays to send is called at once, nothing is lost when it dies, and the web reaches none."""

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eenplan.cli.jobs import QUEUE
from eenplan.core.acting import public_form, request_transaction
from eenplan.core.actions import writing
from eenplan.core.ids import new_id
from eenplan.families.actions import ask_code
from eenplan.families.models import Family, SignInCode
from tests.cast import make_family, make_team
from tests.families.test_entrances import MAIL

# In seconds: no test waits that long unless something is wrong.
DEADLINE = 20


def queue(name: str, **ids: str) -> None:
    """As a trigger does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT eenplan_queue(%s, %s::jsonb)", [name, json.dumps(ids)])


class Staying(threading.Thread):
    """What `send-messages --stay` does; says which jobs it did."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.did, self.changed, self.ready = [], threading.Condition(), threading.Event()

    def run(self) -> None:
        """Until `leave`."""
        asyncio.run(self._stay())

    def _note(self, call_next: Any, context: Any, _worker: Any) -> Any:
        try:
            return call_next()
        finally:
            with self.changed:
                self.did.append(context.job.task_name)
                self.changed.notify_all()

    async def _stay(self) -> None:
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async with worker.open_async():
                staying = asyncio.create_task(
                    worker.run_worker_async(
                        queues=[QUEUE],
                        install_signal_handlers=False,
                        delete_jobs="always",
                        task_middleware=[self._note],
                        fetch_job_polling_interval=10 * DEADLINE,
                    )
                )
                self.ready.set()
                await self.over.wait()
                staying.cancel()
                await asyncio.gather(staying, return_exceptions=True)

    def has_done(self, name: str, times: int) -> bool:
        """Wait until it did this so often; False when it takes too long."""
        with self.changed:
            return self.changed.wait_for(lambda: self.did.count(name) >= times, timeout=DEADLINE)

    def leave(self) -> None:
        """End it, and wait until it did."""
        self.loop.call_soon_threadsafe(self.over.set)
        self.join(DEADLINE)
        assert not self.is_alive()


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What is written is there for other sessions too, and gone after the test."""
    with django_db_blocker.unblock():
        yield
        with writing(), connection.cursor() as cursor:
            SignInCode.objects.all().delete()
            cursor.execute(
                "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers"
            )
        connection.close()


def test_who_stays_is_called_when_a_code_is_asked(committing: None) -> None:
    queue("codes")
    staying = Staying()
    staying.start()
    try:
        assert staying.has_done("codes", 1), "what waited was not done"
        with request_transaction(public_form()):
            code_id = ask_code(public_form(), address=MAIL)
        assert staying.has_done("codes", 2), "nobody called"
        assert SignInCode.objects.get(id=code_id).taken_at
    finally:
        staying.leave()


@pytest.mark.django_db
def test_the_web_reaches_no_job() -> None:
    for statement in (
        "SELECT * FROM procrastinate_jobs",
        "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('messages', 'codes')",
        "SELECT eenplan_queue('codes', '{}')",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            request_transaction(public_form()),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_what_was_asked_and_taken_back_queues_nothing() -> None:
    with request_transaction(public_form()):
        ask_code(public_form(), address=MAIL)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    with request_transaction(public_form()):
        ask_code(public_form(), address=MAIL)
    (job,) = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("codes", {})


@pytest.mark.django_db
def test_a_family_that_goes_takes_its_jobs_along() -> None:
    mine, other = make_family(make_team()), str(new_id())
    for family_id in (str(mine.id), other):
        queue("notice", notice_id=str(new_id()), family_id=family_id)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM families_responsibility WHERE family_id = %s", [mine.id])
    with writing():
        Family.objects.filter(id=mine.id).delete()
    assert [job.args["family_id"] for job in ProcrastinateJob.objects.all()] == [other]
