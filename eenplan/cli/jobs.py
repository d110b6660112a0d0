"""What `send-messages` works off: jobs in PostgreSQL, put there by triggers (`eenplan_queue`) with opaque ids alone.

A job may be run more than once: what it is about is claimed in its own row first, so nothing leaves twice.
"""

from collections import Counter
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eenplan.core.acting import task
from eenplan.families.tasks import send_codes
from eenplan.plans.tasks import NotYet, send_notice, tell_event
from eenplan.plans.tasks import go_round as go_round_plans
from eenplan.referrals.tasks import send_messages
from eenplan.rights.tasks import send_notices

QUEUE = "messages"
# So many at once: a slow mail server holds up no code.
AT_ONCE = 4
# How many left and how many were refused, by this process.
DONE: Counter[str] = Counter()


class Waits(Exception):
    """Something certainly did not leave and is tried again. Says nothing of what or to whom."""


@app.task(name="codes", queue=QUEUE, priority=10, retry=RetryStrategy(max_attempts=30, wait=30))
def codes() -> None:
    """Codes to come in, at once; while nobody answers, each half minute for as long as a code is good."""
    done = send_codes(task())
    DONE.update(sent=done.sent, refused=done.failed)
    if done.waiting:
        raise Waits


@app.task(name="event", queue=QUEUE, retry=RetryStrategy(max_attempts=5, wait=60))
def event(event_id: str, family_id: str = "") -> None:
    """Something happened: whoever chose to hear of it is told."""
    tell_event(task(), UUID(event_id))


# Three seconds, nine, … up to some hours: as often as `plans.rules.notices` tries.
_AGAIN = RetryStrategy(max_attempts=20, exponential_wait=3, retry_exceptions=[NotYet])


@app.task(name="notice", queue=QUEUE, retry=_AGAIN)
def notice(notice_id: str, family_id: str = "") -> None:
    """Tell somebody that something is ready; while nobody answers, again and again, ever later."""
    if send_notice(task(), UUID(notice_id)):
        DONE.update(sent=1)


@app.periodic(cron="* * * * *")
@app.task(name="round", queue=QUEUE, queueing_lock="round")
def go_round(timestamp: int = 0) -> None:
    """Each minute: what waits in the outbox of the rooms, and what time brings."""
    go_round_plans(task())
    send_what_waits()


def send_what_waits() -> None:
    """What waits in the outbox of the rooms, now. Raises OSError when the mail server cannot be reached."""
    told = send_messages(task())
    DONE.update(sent=told.sent + send_notices(task()), refused=told.refused)


@app.periodic(cron="*/2 * * * *")
@app.task(name="stalled", queue=QUEUE, queueing_lock="stalled")
async def take_up_again(timestamp: int = 0) -> None:
    """A job of a process that died is run again: whatever it had claimed it finds claimed, and leaves alone."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


def work(*, stay: bool) -> None:
    """Work off what is queued; with `stay` until somebody ends it, hearing from PostgreSQL that something waits."""
    if not stay and not ProcrastinateJob.objects.filter(status="todo").exists():
        return
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]  # Django's
        worker.run_worker(
            queues=[QUEUE], wait=stay, concurrency=AT_ONCE, delete_jobs="always", listen_notify=stay
        )
