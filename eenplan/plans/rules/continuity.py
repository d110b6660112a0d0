"""How long the same coach is there, and who comes next (rule 13). No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from eenplan.plans.rules.standing_in import Turn, days_without_own

# So long before somebody else comes the coach is asked to tell the family.
AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Continuity:
    """Since when the own coach is the same one, and on how many days until today somebody stood in for any own coach.

    `coaches`: how many own coaches there have been, the present one included.
    """

    worker: UUID
    since: date
    days_without: int
    coaches: int


def continuity(turns: Sequence[Turn], day: date) -> Continuity | None:
    """What the turns of one family until a day (included) say of its own coach; None when none had begun.

    `turns` stand in order and do not overlap. Who stands in leaves the own coach the same.
    """
    begun = [one for one in turns if one.since <= day]
    if not begun:
        return None
    owns = [(one.instead_of or one.worker, one.since) for one in begun]
    changed = [place for place, (own, _) in enumerate(owns) if place == 0 or own != owns[place - 1][0]]
    own, since = owns[changed[-1]]
    stood_in = [(one.since, one.until) for one in begun if one.instead_of]
    return Continuity(own, since, days_without_own(stood_in, day + timedelta(days=1)), len(changed))


def coming(turns: Sequence[Turn], day: date) -> list[Turn]:
    """The turns after a day by which somebody else than the own coach of before comes. Who comes back is no news."""
    found, own = [], None
    for one in turns:
        if one.since > day and (one.instead_of or one.worker != own):
            found.append(one)
        own = one.instead_of or one.worker
    return found
