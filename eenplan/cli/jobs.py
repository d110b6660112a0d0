"""What `send-messages` works off: jobs in PostgreSQL, put there by triggers (`eenplan_queue`) with opaque ids alone.

A job may be run more than once: what it is about is claimed in its own row first, so nothing leaves twice.
"""

from collections import Counter
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from eenplan.core.acting import task
from eenplan.core.outgoing import Left
from eenplan.families.tasks import send_codes
from eenplan.plans.tasks import go_round as go_round_plans
from eenplan.plans.tasks import send_notice, tell_event
from eenplan.referrals.tasks import send_message, send_messages
from eenplan.rights.tasks import send_ending, send_notices, tell_answer

QUEUE = "messages"
# So many at once: a slow mail server holds up no code.
AT_ONCE = 4
# How many left, were refused, wait or are unsure, by this process.
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
    tell_answer(task(), UUID(event_id))


# Three seconds, nine, … up to some hours: as often as `plans.rules.notices` tries. Whatever went wrong: what may have left
# was claimed and is found so.
_AGAIN = RetryStrategy(max_attempts=20, exponential_wait=3)


@app.task(name="notice", queue=QUEUE, retry=_AGAIN)
def notice(notice_id: str, family_id: str = "") -> None:
    """Tell somebody that something is ready; while nobody answers, again and again, ever later."""
    if send_notice(task(), UUID(notice_id)):
        DONE.update(sent=1)


@app.task(name="telling", queue=QUEUE, retry=_AGAIN)
def telling(telling_id: str, family_id: str = "") -> None:
    """The e-mail after a referral."""
    _count(send_message(task(), UUID(telling_id)))


@app.task(name="ending", queue=QUEUE, retry=_AGAIN)
def ending(ending_id: str, family_id: str = "") -> None:
    """The e-mail that what is kept of a family ends."""
    _count(send_ending(task(), UUID(ending_id)))


def _count(how: Left | None) -> None:
    DONE.update(sent=how is Left.LEFT, refused=how is Left.REFUSED, unsure=how is Left.UNSURE)


@app.periodic(cron="* * * * *")
@app.task(name="round", queue=QUEUE, queueing_lock="round")
def go_round(timestamp: int = 0) -> None:
    """Each minute: what time brings."""
    go_round_plans(task())


def send_what_waits() -> None:
    """What waits in the rooms, now, for a run by turns: claimed like what the queue sends, so nothing goes twice."""
    codes_sent, told = send_codes(task()), send_messages(task())
    DONE.update(
        sent=codes_sent.sent + told.sent + send_notices(task()),
        refused=codes_sent.failed + told.refused,
        waiting=told.waiting,
        unsure=told.unsure,
    )


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
