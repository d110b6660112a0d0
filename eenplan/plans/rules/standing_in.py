"""Who is there for a family on which days, when some are away for a while (rule 13). No database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Turn:
    """A worker is there for a family from a day until another (exclusive; None: no end known).

    `instead_of` is the own coach whose place they take; None for the own coach.
    """

    worker: UUID
    since: date
    until: date | None
    instead_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A worker is away from a day until another (exclusive; None: for good, or nobody knows), and who stands in."""

    worker: UUID
    since: date
    until: date | None
    stand_in: UUID | None


def turns(first: Turn, away: Sequence[Away]) -> list[Turn]:
    """The days of `first`, with a stand-in wherever the worker is away, and a stand-in's stand-in in turn.

    Covers exactly the same days, each once. Who would stand in for themselves does not: the worker then stays.
    """
    passed = frozenset({first.worker} | ({first.instead_of} if first.instead_of else set()))
    return list(_turns(first, away, passed))


def _turns(first: Turn, away: Sequence[Away], passed: frozenset[UUID]) -> Iterator[Turn]:
    day = first.since
    for one in sorted(away, key=lambda one: one.since):
        since, until = max(one.since, day), earlier(one.until, first.until)
        if one.worker != first.worker or not _some_days(since, until):
            continue
        if one.stand_in is None or one.stand_in in passed:
            continue
        if day < since:
            yield replace(first, since=day, until=since)
        inner = Turn(one.stand_in, since, until, first.instead_of or first.worker)
        yield from _turns(inner, away, passed | {one.stand_in})
        if until is None:
            return
        day = until
    if _some_days(day, first.until):
        yield replace(first, since=day)


def earlier(one: date | None, other: date | None) -> date | None:
    """The first of two ends; None stands for no end."""
    return min((day for day in (one, other) if day is not None), default=None)


def later(one: date | None, other: date | None) -> date | None:
    """The last of two ends; None stands for no end."""
    return None if one is None or other is None else max(one, other)


def _some_days(since: date, until: date | None) -> bool:
    return until is None or since < until


def days_without_own(stood_in: Sequence[tuple[date, date | None]], until: date) -> int:
    """How many days a family had a stand-in, before the day `until`. The periods do not overlap."""
    return sum(
        max(0, (min(end, until) if end else until).toordinal() - since.toordinal()) for since, end in stood_in
    )
