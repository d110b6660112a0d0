"""What must be sent is not lost with its job: whatever went wrong, whoever held the row, and when its file goes elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eenplan.cli import jobs
from eenplan.core.acting import request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import take_in
from eenplan.plans.actions import notices
from eenplan.referrals.actions import claim_message
from eenplan.referrals.enums import TellingState
from eenplan.rights.actions import endings
from tests.cast import make_team
from tests.factories.referrals import make_referral, send_form
from tests.jobs import work_off
from tests.referrals.test_telling import SAFE, answering, telling_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["notice", "telling", "ending", "event", "codes"])
def test_a_job_that_met_trouble_with_the_database_is_tried_again(name: str) -> None:
    make_referral(make_team())
    with connection.cursor() as cursor:
        cursor.execute("SELECT eenplan_queue(%s, '{}')", [name])
    (row,) = ProcrastinateJob.objects.filter(task_name=name)
    task_ = app.tasks[name]
    assert task_.get_retry_exception(OperationalError("gone"), row.procrastinate_job) is not None
    assert task_.queue == jobs.QUEUE


@pytest.mark.parametrize(
    "claim",
    [
        lambda: claim_message(task(), telling_id=new_id()),
        lambda: notices.claim_notice(task(), notice_id=new_id()),
        lambda: endings.claim_notice(task(), ending_id=new_id()),
    ],
)
def test_whoever_claims_waits_for_who_holds_the_row(claim: Callable[[], Any]) -> None:
    """Passing over what a worker holds for a moment would end its one job with nothing sent."""
    with CaptureQueriesContext(connection) as asked:
        assert not claim()
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert locks
    assert not any("SKIP LOCKED" in sql for sql in locks)


@pytest.mark.rule(11)
def test_what_is_to_be_sent_goes_along_with_a_file_that_is_taken_in() -> None:
    team = answering(make_team())
    intake = team.acting(Role.INTAKE)
    known, newcomer = make_referral(team), send_form(team, **SAFE)
    with request_transaction(intake):
        take_in(intake, newcomer_id=newcomer.family_id, known_id=known.family_id, reason="zelfde namen")
    (job,) = ProcrastinateJob.objects.filter(task_name="telling")
    assert job.args["family_id"] == str(known.family_id)
    work_off()
    assert (len(mail.outbox), telling_of(newcomer).state) == (1, TellingState.TOLD)
