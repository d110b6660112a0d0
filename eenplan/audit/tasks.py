"""Sealing the audit: one task chains what requests append, behind whatever is still being written. Runs as the owner."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from eenplan.audit import rules
from eenplan.audit.models import Seal
from eenplan.core.actions import writing
from eenplan.core.clock import today

# Entries in one seal: how far one reads to find what is broken, and how much a seal weighs (40 bytes each).
MOST = 5_000
# Months for which there is a table beforehand.
AHEAD = 3
_PAUSE_S = 0.02
_LOCK = 4_017_040


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a run did. `waits`: a transaction that began before the run is still writing, so nothing was sealed."""

    entries: int
    waits: bool


def seal_audit(*, wait_s: float = 5) -> Sealing:
    """Chain all entries that are there. Waits at most `wait_s` seconds for transactions that are still writing.

    Whoever appends holds a lock on the table till the end of its transaction, from before its entry has a sequence.
    So once everybody is done who held it after we saw the highest sequence, no entry up to there can still appear,
    and what is missing below it never was. Nobody who appends waits for this.
    """
    reach, writers = _reach()
    until = time.monotonic() + wait_s
    while writers & _writers():
        if time.monotonic() > until:
            return Sealing(0, waits=True)
        time.sleep(_PAUSE_S)
    number = 0
    while made := _seal_some(reach):
        number += made
    return Sealing(number, waits=False)


def _reach() -> tuple[int, set[str]]:
    """The highest sequence that was given, and then who may still be appending below it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM audit_entry_number")
        (reach,) = cursor.fetchone()
    return reach, _writers()


def _writers() -> set[str]:
    """The transactions, other than our own, that have appended or are about to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted"
            " AND relation = 'audit_entry'::regclass AND mode = 'RowExclusiveLock'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND pid IS DISTINCT FROM pg_backend_pid()"
        )
        return {name for (name,) in cursor.fetchall()}


def _seal_some(reach: int) -> int:
    """One seal more, after the last; gives how many entries it took."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = Seal.objects.order_by("to_sequence").last()
        before = bytes(last.links)[-rules.LINK :] if last else rules.BEGINNING
        cursor.execute(
            "SELECT sequence, commitment FROM audit_entry WHERE sequence > %s AND sequence <= %s"
            " ORDER BY sequence LIMIT %s",
            [last.to_sequence if last else 0, reach, MOST],
        )
        rows = cursor.fetchall()
        if not rows:
            return 0
        sealed = rules.seal(before, ((sequence, bytes(commitment)) for sequence, commitment in rows))
        with writing():
            Seal.objects.create(
                from_sequence=sealed.sequences[0],
                to_sequence=sealed.sequences[-1],
                sequences=sealed.sequences,
                previous=sealed.previous,
                links=sealed.links,
            )
        return len(rows)


def make_months(*, until: date | None = None) -> int:
    """Make the tables of the months to come, so that entries need not go into the one for whatever has no month."""
    first = today()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_make_partitions(%s, %s)", [first, until or first + timedelta(days=31 * AHEAD)]
        )
        (made,) = cursor.fetchone()
    return int(made)


def end_months(last: date) -> int:
    """Remove the months that end with or before a day, for good; gives how many entries went. As the owner.

    Whoever calls this made sure that the chain is whole: what goes cannot be looked at afterwards. Nothing else may be
    done with the audit meanwhile, so it waits no longer than a few seconds for that: then nothing went.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("SELECT audit_end_months(%s, now())", [last])
        (gone,) = cursor.fetchone()
    return int(gone)
