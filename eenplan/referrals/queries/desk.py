"""The desk of an intake team: its referrals by deadline, counted and searched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value

from eenplan.audit.actions import record_read
from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.ids import read_reference
from eenplan.families.queries import SEARCH_BLOCK, named
from eenplan.referrals.enums import OPEN_STATES, State
from eenplan.referrals.models import Outcome, Referral, Searchable, Waiting
from eenplan.referrals.queries.desk_rows import DeskRow, Found, found_among, rows_of
from eenplan.referrals.queries.narrowing import EVERYTHING, Due, Narrowing, is_due

FOUND_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the desk ended: the deadline and id of its last row. Safe in an address."""

    deadline: date
    id: UUID

    def __str__(self) -> str:
        return f"{self.deadline:%Y%m%d}.{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor from its text form; None when it is none."""
        day, _, key = text.partition(".")
        try:
            return cls(date.fromisoformat(day), UUID(key))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some rows by deadline, and where the next and the previous page begin; None when there is none."""

    rows: list[DeskRow]
    next_cursor: Cursor | None
    previous_cursor: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some referrals: how many, and of those the late, those due this week, those in acute danger (rule 12).

    The last three are of clocks that run; late and soon do not overlap.
    """

    number: int
    late: int
    soon: int
    danger: int


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """How many referrals wait for the desk: all, per state, what presses, and what a filter shows of them.

    Whoever had a conversation before there was a coach still waits for one, and counts as 'taken up'.
    `by_state` counts within the other filters, so that each number is what choosing that state would show.
    Unit: referrals.
    """

    everything: Tally
    shown: Tally
    by_state: dict[State, int]
    in_any_state: int

    @property
    def open(self) -> int:
        """All that waits, whatever is filtered."""
        return self.everything.number

    @property
    def late_outside(self) -> int:
        """The late ones that the filter does not show."""
        return self.everything.late - self.shown.late

    @property
    def danger_outside(self) -> int:
        """Those in acute danger that the filter does not show."""
        return self.everything.danger - self.shown.danger


_BY_REFERENCE = "SELECT id FROM referrals_referral WHERE reference = %s"


def _ids(rows: QuerySet[Waiting]) -> tuple[str, Sequence[Any]]:
    """A statement that gives the ids of some rows, with what it asks."""
    return rows.values("id").query.sql_with_params()


def _waiting() -> QuerySet[Waiting]:
    """What lies on the desk of whoever acts: the view itself asks whose desk, once."""
    return Waiting.objects.all()


def desk_page(
    acting: Acting,
    *,
    narrowing: Narrowing = EVERYTHING,
    after: Cursor | None = None,
    before: Cursor | None = None,
    last: bool = False,
    size: int = 50,
) -> DeskPage:
    """Referrals that wait for the partnership, by deadline: `size` after a cursor, before one, or the last ones.

    Each page costs the same: it is found in the index from its own end. Three queries, the audit's own included.
    """
    day = today()
    backwards = last or before is not None
    wanted = _waiting().filter(narrowing.on(day))
    if before is not None:
        wanted = wanted.filter(deadline__lte=before.deadline).filter(
            Q(deadline__lt=before.deadline) | Q(id__lt=before.id)
        )
    elif after is not None and not last:
        wanted = wanted.filter(deadline__gte=after.deadline).filter(
            Q(deadline__gt=after.deadline) | Q(id__gt=after.id)
        )
    order = ("-deadline", "-id") if backwards else ("deadline", "id")
    block = _ids(wanted.order_by(*order)[: size + 1])
    found = sorted(found_among(acting, *block), key=_by_deadline)
    more = len(found) > size
    found = found[-size:] if backwards else found[:size]
    shown = rows_of(acting, found, day)
    record_read(acting, "referrals:desk:list", families=[row.family_id for row in shown])
    follows = before is not None and not last if backwards else more
    precedes = more if backwards else after is not None
    return DeskPage(
        shown,
        _cursor(found[-1]) if found and follows else None,
        _cursor(found[0]) if found and precedes else None,
    )


def _by_deadline(row: Found) -> tuple[date, UUID]:
    return row.deadline, row.id


def _cursor(row: Found) -> Cursor:
    return Cursor(*_by_deadline(row))


# Each condition is judged once for a row, and counted by: what lies on the desk is told apart by what filters show.
_COUNTED = """
    SELECT state, shown IS TRUE, apart IS TRUE, count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE soon),
        count(*) FILTER (WHERE danger)
    FROM ({judged}) judged GROUP BY 1, 2, 3
"""


def desk_counts(acting: Acting, narrowing: Narrowing = EVERYTHING) -> DeskCounts:
    """How much lies open on the desk, and how much of it a filter shows. One query; no family is shown."""
    day = today()
    conditions = {
        "shown": narrowing.on(day),
        "apart": replace(narrowing, states=()).on(day),
        **{due.value: is_due(due, day) for due in Due},
    }
    judged = {
        name: ExpressionWrapper(one or Value(value=True), BooleanField()) for name, one in conditions.items()
    }
    inner, asked = _waiting().values("state", **judged).query.sql_with_params()
    found = statements.rows(_COUNTED.format(judged=inner), asked)

    def tally(rows: Sequence[Sequence[int]]) -> Tally:
        return Tally(*(sum(numbers) for numbers in zip(*rows, strict=True))) if rows else Tally(0, 0, 0, 0)

    by_state = dict.fromkeys(OPEN_STATES, 0)
    for state, _shown, is_apart, number, *_pressing in found:
        if is_apart:
            # Whoever was spoken to before there was a coach still waits for one.
            by_state[State.TAKEN_UP if state == State.CONVERSATION_HELD else State(state)] += number
    everything, shown = [row[3:] for row in found], [row[3:] for row in found if row[1]]
    return DeskCounts(tally(everything), tally(shown), by_state, sum(by_state.values()))


def team_list(acting: Acting) -> list[DeskRow]:
    """Everything that waits, by deadline, for the weekly meeting; without quotes. Three queries with the audit's."""
    found = sorted(found_among(acting, *_ids(_waiting()), quoted=False), key=_by_deadline)
    shown = rows_of(acting, found, today())
    record_read(acting, "referrals:desk:team-list", families=[row.family_id for row in shown])
    return shown


def desk_without(acting: Acting, narrowings: Sequence[Narrowing]) -> list[int]:
    """How many each of some filters would show. One query; for saying which filter to take off."""
    day = today()
    if not narrowings:
        return []
    asked = {
        f"at_{place}": Count("id", filter=narrowing.on(day) or ~Q(id=None))
        for place, narrowing in enumerate(narrowings)
    }
    found = _waiting().aggregate(**asked)
    return [found[name] for name in asked]


def find(acting: Acting, text: str) -> list[DeskRow]:
    """Referrals of the partnership by reference or by words of the family's names; at most 25.

    In every state, newest first. Nothing found for an empty text.
    """
    reference = read_reference(text)
    found = found_among(acting, _BY_REFERENCE, [reference]) if reference else []
    if not found:
        newest = _newest(named(text, Searchable.objects.all()))
        found = found_among(acting, "SELECT unnest(%s::uuid[])", [newest]) if newest else []
        found.sort(key=lambda row: (-row.received_at.timestamp(), row.id))
    shown = rows_of(acting, found, today())
    if shown:
        record_read(acting, "referrals:desk:find", families=[row.family_id for row in shown])
    return shown


def _newest(words: QuerySet[Searchable]) -> list[UUID]:
    """The referrals that came in last, of a block of words that were found. One query."""
    rows = words.order_by("key").values_list("received_at", "referral")[:SEARCH_BLOCK]
    return [referral_id for _at, referral_id in sorted(set(rows), reverse=True)[:FOUND_AT_MOST]]


def joined_outcome(row: Referral) -> Outcome | None:
    """The outcome that was joined to a referral, without asking the database again."""
    found: Outcome | None = getattr(row, "outcome", None)
    return found
