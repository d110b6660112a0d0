"""What holds for families and persons, computed from loaded facts. No database."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken

PRESUMED_CAPABLE_FROM = 12
OF_AGE_FROM = 18
# A child is born at most some months before or weeks after the day on which it was expected.
FROM_DUE_DATE = timedelta(days=150)


def birthday(birth_date: date, age: int) -> date:
    """The day on which somebody reaches an age in years. Born on 29 February: 1 March in other years.

    Source: a year of age is complete when the whole birthday year has passed (Belgian Civil Code, art. 388
    counts full years); for review by a jurist.
    """
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def age_on(birth_date: date, on: date) -> int:
    """Full years of age on a day; negative for somebody not yet born."""
    age = on.year - birth_date.year
    return age if on >= birthday(birth_date, age) else age - 1


def is_presumed_capable(birth_date: date | None, on: date) -> bool:
    """Whether somebody is presumed able to judge their own interests: from the twelfth birthday.

    An unknown birth date gives False: the question must then be put.
    """
    return birth_date is not None and on >= birthday(birth_date, PRESUMED_CAPABLE_FROM)


def check_birth(birth_date: date, *, due_date: date, on: date) -> None:
    """Refuse a day of birth that has not come, or that lies months from when the child was expected."""
    if birth_date > on:
        raise RuleBroken(
            "birth-date-in-future",
            _("Deze dag moet nog komen. Vul in op welke dag het kindje geboren is."),
            field="birth_date",
        )
    if abs(birth_date - due_date) > FROM_DUE_DATE:
        raise RuleBroken(
            "families:birth-far-from-due",
            _("Deze dag ligt ver van de uitgerekende datum. Kijk de datum na."),
            field="birth_date",
        )
