"""Waiting for help: which words stand with it, and when somebody should ask again. No database."""

from collections.abc import Iterable
from datetime import date, timedelta

# Where no norm was set: after so many weeks somebody asks again.
WEEKS = 6
# Slots of the help's words. What is carried over stands in the plan; the others are kept with the wait alone.
CARRIED = "carried"
CHECKED, MEANWHILE, CARRIED_ONE = "wait_check", "wait_bridge", "wait_carried"
BESIDE_THE_PLAN = (CHECKED, MEANWHILE, CARRIED_ONE)


def ask_again_from(today: date, weeks: int) -> date:
    """Whoever was asked last on this day or before is to be asked again. `weeks`: how long it may stay quiet."""
    return today - timedelta(weeks=weeks)


def last_helped(from_on: date, over: date, own_last: date | None) -> date:
    """The last day on which something helped that is over on a day: never before it began, nor after its own last day."""
    return max(from_on, min(over, own_last) if own_last else over)


def still_helps(today: date, until: date | None, own_last: date | None) -> bool:
    """Whether what bridges a wait still helps, or is still to begin. `own_last`: on which day a short offer ends by itself."""
    return until is None and (own_last is None or own_last >= today)


def joined(before: str, taken: Iterable[str]) -> str:
    """What stood there, and what is carried over besides, each on a line of its own; the same once."""
    lines = [line for line in before.splitlines() if line.strip()]
    for one in taken:
        if one not in lines:
            lines.append(one)
    return "\n".join(lines)
