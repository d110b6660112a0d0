"""Ages are full years: on the birthday itself, and for those born on 29 February on 1 March of other years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eenplan.consent.rules import Terms, presumed_capable
from eenplan.families.rules import age_on, birthday

DAYS = some.dates(date(1950, 1, 1), date(2040, 12, 31))


@given(born=DAYS, age=some.integers(0, 60))
def test_an_age_is_reached_on_the_birthday_and_not_a_day_before(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1


@pytest.mark.parametrize(
    ("day", "capable"),
    [(date(2024, 2, 28), False), (date(2024, 2, 29), True), (date(2023, 12, 31), False)],
)
def test_a_child_of_a_leap_day_is_presumed_capable_from_twelve(day: date, capable: bool) -> None:
    assert presumed_capable(date(2012, 2, 29), day, Terms()) is capable


def test_born_on_a_leap_day_one_is_a_year_older_on_the_first_of_march() -> None:
    assert (age_on(date(2012, 2, 29), date(2023, 2, 28)), age_on(date(2012, 2, 29), date(2023, 3, 1))) == (
        10,
        11,
    )


def test_of_whom_no_birth_date_is_known_nothing_is_presumed() -> None:
    assert not presumed_capable(None, date(2026, 1, 1), Terms())
