"""Pure rules of the network room."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.network.rules import Share, fits_full_time, fold, most_at_once, share_on, sort_key

DAY = date(2024, 1, 1)

days = st.integers(0, 60).map(lambda number: DAY + timedelta(days=number))
parts = st.integers(0, 100).map(lambda hundredths: Decimal(hundredths) / 100)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    since = draw(days)
    length = draw(st.none() | st.integers(1, 60))
    return Share(draw(parts), since, since + timedelta(days=length) if length else None)


@pytest.mark.rule(14)
@given(st.lists(shares(), max_size=8))
def test_the_most_at_once_is_the_highest_total_of_any_day(held: list[Share]) -> None:
    every_day = [share_on(held, DAY + timedelta(days=number)) for number in range(125)]
    assert most_at_once(held) == max(every_day)


@pytest.mark.rule(14)
def test_shares_after_each_other_may_each_be_full_time() -> None:
    first = Share(Decimal(1), DAY, DAY + timedelta(days=31))
    second = Share(Decimal(1), DAY + timedelta(days=31))
    assert fits_full_time([first, second])


@pytest.mark.rule(14)
def test_shares_on_one_day_together_are_at_most_full_time() -> None:
    first = Share(Decimal("0.60"), DAY, DAY + timedelta(days=31))
    second = Share(Decimal("0.41"), DAY + timedelta(days=30))
    assert not fits_full_time([first, second])
    assert fits_full_time([first, Share(Decimal("0.40"), DAY)])


def test_no_share_at_all_fits() -> None:
    assert most_at_once([]) == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [("Sint-Gillis-Waas", "sintgilliswaas"), ("  Élise ", "elise"), ("Ç’est", "cest"), ("", "")],
)
def test_folding(text: str, key: str) -> None:
    assert fold(text) == key


def test_family_names_sort_with_their_particle() -> None:
    people = ["Zoë Peeters", "An Van den Broeck", "Émile Claes", "Bo Vandenberghe", "Yusuf"]
    assert sorted(people, key=sort_key) == [
        "Émile Claes",
        "Zoë Peeters",
        "Bo Vandenberghe",
        "An Van den Broeck",
        "Yusuf",
    ]
