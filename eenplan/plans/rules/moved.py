"""Which conversations that were planned on a day were moved or called off since. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Meeting:
    """A contact that was planned: for when, since when, and when it was called off (None: it was not)."""

    id: UUID
    kind: str
    planned_for: datetime
    made_at: datetime
    called_off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation that was to be at another moment; `after` None: it was called off, with none in its place."""

    kind: str
    before: datetime
    after: datetime | None


def moved_between(meetings: Sequence[Meeting], since: datetime, until: datetime) -> list[Moved]:
    """What stood at `since` and was called off before `until`, each with the one that came in its place.

    That is the first of the same kind that was planned afterwards, and the one after it if that was moved too.
    """
    in_order = sorted(meetings, key=lambda one: (one.made_at, one.id))
    taken: set[UUID] = set()
    found = []
    for one in sorted(in_order, key=lambda one: (one.planned_for, one.id)):
        if one.made_at > since or one.called_off_at is None or not since < one.called_off_at <= until:
            continue
        last: Meeting | None = one
        while last is not None and last.called_off_at is not None and last.called_off_at <= until:
            last = _next(in_order, last, until, taken)
        if last is None or last.planned_for != one.planned_for:
            found.append(Moved(one.kind, one.planned_for, last.planned_for if last else None))
    return found


def _next(in_order: Sequence[Meeting], gone: Meeting, until: datetime, taken: set[UUID]) -> Meeting | None:
    """What was planned in the place of a meeting; each takes the place of one other at most."""
    called_off = gone.called_off_at
    for one in in_order:
        if (
            called_off
            and one.kind == gone.kind
            and called_off <= one.made_at <= until
            and one.id not in taken
        ):
            taken.add(one.id)
            return one
    return None
