"""Chance that falls the same way every time: the same seed gives the same demo on every machine."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from eenplan.core.clock import BRUSSELS

T = TypeVar("T")
SATURDAY = 5


class Chance(random.Random):
    """A source of chance with a name as its seed. Never for secrets."""

    def __init__(self, name: str) -> None:
        super().__init__(f"eenplan-demo:{name}")

    def one(self, *choices: tuple[T, float]) -> T:
        """One of the choices, each with its weight."""
        (chosen,) = self.choices(
            [value for value, _weight in choices], [weight for _value, weight in choices]
        )
        return chosen

    def maybe(self, part: float) -> bool:
        """True in `part` (0 to 1) of the cases."""
        return self.random() < part

    def new_id(self, moment: datetime) -> str:
        """A UUID version 7 of this moment, as text."""
        value = int(moment.timestamp() * 1000) << 80 | 7 << 76 | self.getrandbits(12) << 64
        sign = f"{value | 0b10 << 62 | self.getrandbits(62):032x}"
        return f"{sign[:8]}-{sign[8:12]}-{sign[12:16]}-{sign[16:20]}-{sign[20:]}"

    def at_work(self, day: date) -> datetime:
        """A moment in working hours on a day, in Brussels, whole minutes."""
        minutes = self.randrange(8 * 60 + 30, 17 * 60)
        return datetime.combine(day, time(minutes // 60, minutes % 60), BRUSSELS)

    def phone(self) -> str:
        """A number that is nobody's: all zeros after the area code."""
        return f"{self.choice(('089', '011', '03', '09', '02', '050', '016'))} 00 00 00"

    def date_between(self, since: date, until: date) -> date:
        """A day from `since` up to and including `until`."""
        return since + timedelta(days=self.randrange((until - since).days + 1))


def workday(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(7 - day.weekday(), 0)) if day.weekday() >= SATURDAY else day


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to the weights, adding up to exactly `total` (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
