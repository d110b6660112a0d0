"""Whether the audit is as it was sealed. As the owner; no name is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from eenplan.audit.enums import Broken
from eenplan.audit.models import Seal
from eenplan.audit.rules import BEGINNING, Anchor, Fault, Gone, Sealed, Told, fault_by, fault_in
from eenplan.core.clock import today

ENTRIES = """
SELECT sequence, commitment, forgotten_on IS NOT NULL AND salt = ''::bytea, commitment = audit_commitment(
  salt, id, at, kind, what, actor_id, role, partnership_id, organisation_id, purpose, families, subject_id)
FROM audit_entry WHERE sequence > %s AND (%s::bigint IS NULL OR sequence <= %s) ORDER BY sequence
"""
# What was forgotten, as far as it was written down: under the hash of what it says, and named by an entry.
FORGOTTEN = """
SELECT coalesce(array_agg(DISTINCT s), '{}') FROM audit_forgetting f CROSS JOIN unnest(f.sequences) s
WHERE f.id = audit_forgetting_id(f.at, f.sequences) AND EXISTS (
  SELECT 1 FROM audit_entry e WHERE e.what = 'audit:entries:forgotten' AND e.subject_id = f.id)
"""

# What ended with its month: written down under the hash of what it says, named by an entry, and no sooner than the law's
# term allowed on that day.
ENDED = """
SELECT e.until, e.sequences FROM audit_ended e
WHERE e.id = audit_ended_id(e.at, e.until, e.sequences) AND EXISTS (
    SELECT 1 FROM audit_entry n WHERE n.what = 'audit:months:ended' AND n.subject_id = e.id)
  AND e.until < (e.at AT TIME ZONE 'Europe/Brussels')::date - make_interval(years =>
    consent_term('retention_audit_years', (e.at AT TIME ZONE 'Europe/Brussels')::date))
"""
RANGES = "SELECT lower(r), upper(r) FROM unnest(%s::int8multirange) r"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found. `what` and `at` are of the broken entry, when it still stands there."""

    fault: Fault | None
    entries: int
    seals: int
    forgotten: int
    # Not in a seal yet, and since when: what was taken away of these cannot be seen.
    loose: int
    loose_since: datetime | None
    what: str = ""
    at: datetime | None = None
    # How many entries ended with their months, and until and with which day.
    ended: int = 0
    ended_until: date | None = None


def anchor_of_today() -> Anchor | None:
    """The end of the chain now; None before the first seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(cardinality(sequences)), 0) FROM audit_seal")
        (entries,) = cursor.fetchone()
    last = Seal.objects.order_by("to_sequence").last()
    if last is None:
        return None
    return Anchor(today(), last.to_sequence, int(entries), _sealed(last).last)


def judge(anchors: Iterable[Anchor] = ()) -> Judged:
    """Walk the whole chain, and hold it to anchors that were kept elsewhere. Stops at the first fault."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:  # one moment for all that is read, whatever is appended meanwhile
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _Walk(list(anchors)).judge()


class _Walk:
    def __init__(self, anchors: list[Anchor]) -> None:
        self.anchors = anchors
        self.entries = self.seals = 0
        self.before, self.reached = BEGINNING, 0
        self.links: dict[int, bytes] = {}
        self.counted: dict[int, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(FORGOTTEN)
            self.forgotten = set(cursor.fetchone()[0])
            cursor.execute(ENDED)
            found = cursor.fetchall()
            self.ended_until = max((until for until, _gone in found), default=None)
            ranges: list[tuple[int, int]] = []
            for _until, gone in found:  # the newest holds all of those before it
                cursor.execute(RANGES, [gone])
                ranges = max(ranges, cursor.fetchall(), key=lambda those: sum(b - a for a, b in those))
            self.ended = Gone(ranges)

    def judge(self) -> Judged:
        wanted = {anchor.sequence for anchor in self.anchors}
        for row in Seal.objects.order_by("to_sequence").iterator(chunk_size=20):
            sealed = _sealed(row)
            fault = fault_in(sealed, self.before, self._entries(row.to_sequence), self.ended)
            if fault:
                return self._judged(fault)
            self.seals += 1
            for place, sequence in enumerate(sealed.sequences):
                if sequence in wanted:
                    self.links[sequence] = sealed.link_at(place)
                    self.counted[sequence] = self.entries + place + 1
            self.entries += len(sealed.sequences)
            self.before, self.reached = sealed.last, row.to_sequence
        loose = self._entries(None)
        untrue = next((entry for entry in loose if not entry.is_true), None)
        if untrue:
            return self._judged(Fault(Broken.CHANGED, untrue.sequence), loose)
        return self._judged(fault_by(self.anchors, self.links, self.counted), loose)

    def _entries(self, until: int | None) -> list[Told]:
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [self.reached, until, until])
            return [
                Told(sequence, bytes(commitment), sequence in self.forgotten if is_empty else is_true)
                for sequence, commitment, is_empty, is_true in cursor.fetchall()
            ]

    def _judged(self, fault: Fault | None, loose: list[Told] | None = None) -> Judged:
        what, at, since = "", None, None
        with connection.cursor() as cursor:
            if fault:
                cursor.execute("SELECT what, at FROM audit_entry WHERE sequence = %s", [fault.sequence])
                what, at = cursor.fetchone() or ("", None)
            if loose:
                cursor.execute("SELECT min(at) FROM audit_entry WHERE sequence > %s", [self.reached])
                (since,) = cursor.fetchone()
        return Judged(
            fault,
            self.entries,
            self.seals,
            len(self.forgotten),
            len(loose or []),
            since,
            what=what,
            at=at,
            ended=len(self.ended),
            ended_until=self.ended_until,
        )


def _sealed(row: Seal) -> Sealed:
    return Sealed(row.sequences, bytes(row.previous), bytes(row.links))


@dataclass(frozen=True, slots=True)
class MonthsOver:
    """Months of the audit whose term is over: how many, how many entries, and the last day of the last."""

    months: int
    entries: int
    until: date | None


def months_over(last: date) -> MonthsOver:
    """The months that end with or before a day and are sealed. As the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(entries), 0), max(month_end) FROM audit_months_over(%s)", [last]
        )
        months, entries, until = cursor.fetchone()
    return MonthsOver(int(months), int(entries), until)
