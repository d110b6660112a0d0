"""Appending to the audit: the one write that a reading makes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection

from eenplan.audit.enums import EntryKind
from eenplan.audit.models import Entry, Event
from eenplan.core.acting import Acting
from eenplan.core.actions import Rows, keep_till_end, writing
from eenplan.core.clock import now

_readings: ContextVar[Rows | None] = ContextVar("readings", default=None)


def record(acting: Acting, event: str, *, families: Iterable[UUID] = (), subject: UUID | None = None) -> None:
    """Append a change and put its event in the outbox, both in the transaction of the change.

    `event` is 'source:subject:act', for example 'referrals:referral:taken-up'.
    """
    about = list(families)
    keep_till_end(_write_entries, _entry(acting, EntryKind.WRITE, event, about, subject))
    family_id = about[0] if len(about) == 1 else None
    keep_till_end(_write_events, Event(name=event, subject_id=subject, family_id=family_id))


def record_read(acting: Acting, what: str, *, families: Iterable[UUID], subject: UUID | None = None) -> None:
    """Append a reading: one entry for a page, however many families it shows."""
    entry = _entry(acting, EntryKind.READ, what, list(families), subject)
    readings = _readings.get()
    if readings is None:
        keep_till_end(_write_entries, entry)
    else:
        readings.append(entry)


@contextmanager
def readings_at_once() -> Iterator[None]:
    """Append in one statement what several queries of a page read, each its own entry, before anything is shown.

    When one of them fails, the page does, and nothing of it was read.
    """
    readings: Rows = []
    token = _readings.set(readings)
    try:
        yield
    finally:
        _readings.reset(token)
    if readings:
        _write_entries(readings)


def _entry(acting: Acting, kind: EntryKind, what: str, families: list[UUID], subject: UUID | None) -> Entry:
    return Entry(
        kind=kind,
        what=what,
        actor_id=acting.actor_id,
        role=acting.role,
        partnership_id=acting.partnership_id,
        organisation_id=acting.organisation_id,
        purpose=acting.purpose,
        families=families,
        subject_id=subject,
    )


def _write_entries(entries: Rows) -> None:
    with writing():
        Entry.objects.bulk_create(entries)


def _write_events(events: Rows) -> None:
    with writing():
        Event.objects.bulk_create(events)


def forget_families(acting: Acting, families: Iterable[UUID], pieces: Iterable[UUID] = ()) -> int:
    """Take from the audit what names these families and whoever of them looked; gives how many entries it was.

    For destruction (rule 42), as the owner of the database. The chain of seals stays whole (migration 0003). Events
    about more than one family name none of them: they are known by what they are about, a family or a piece of it.
    """
    gone = list(families)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE subject_id = ANY(%s)", [[*gone, *pieces]])
    return _forget(families=gone, ids=[])


def forget_ids(acting: Acting, ids: Iterable[UUID]) -> int:
    """The same for persons (their actors) and pieces that are destroyed while their family stays."""
    return _forget(families=[], ids=list(ids))


def _forget(*, families: list[UUID], ids: list[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_forget(%s::uuid[], %s::uuid[], %s)", [families, ids, now()])
        (number,) = cursor.fetchone()
    return int(number)
