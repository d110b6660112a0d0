"""No row of a research file is rare, whatever the rows were (rule 43)."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.reporting.anonymity import NOT_SHOWN, STEPS, Row, anonymous, shown_in

LEAST = 5
made = st.builds(
    Row,
    pseudonym=st.uuids().map(str),
    quarter=st.sampled_from(["Q1", "Q2", "Q3", "Q4"]),
    zone=st.sampled_from(["elz1", "elz2", "elz3"]),
    partnership=st.sampled_from(["P01", "none"]),
    referrer=st.sampled_from(["clb", "gp", "family", "mandated"]),
    children=st.sampled_from(["0", "1", "2", "3_more"]),
    standing=st.sampled_from(["in_time", "late"]),
    outcome=st.sampled_from(["taken_up", "withdrawn", "forwarded"]),
    wait=st.sampled_from(["d00_07", "d08_14", "d62_more", "none"]),
)
LIKE = Row("", "Q1", "elz1", "P01", "clb", "2", "in_time", "taken_up", "d00_07")


def alike(number: int, **other: str) -> list[Row]:
    """Rows that are the same in all that they tell."""
    return [LIKE._replace(pseudonym=f"{other}{one:04}", **other) for one in range(number)]


@pytest.mark.rule(43)
@given(st.lists(made, max_size=120), st.integers(2, 6))
def test_no_count_of_any_columns_together_is_small(rows: list[Row], least: int) -> None:
    found = anonymous(rows, least=least)
    for size in (1, 2, 3, len(Row._fields) - 1):
        for columns in combinations(Row._fields[1:], size):
            counts = Counter(tuple(getattr(row, column) for column in columns) for row in found.rows)
            assert min(counts.values(), default=least) >= least, columns
    assert found.left_out < least
    assert len(found.rows) + found.left_out == len(rows)


@pytest.mark.rule(43)
@given(st.lists(made, max_size=60))
def test_a_row_tells_nothing_that_was_not_so(rows: list[Row]) -> None:
    found = anonymous(rows, least=LEAST)
    before = {row.pseudonym: row for row in rows}
    for row in found.rows:
        assert any(step(before[row.pseudonym]).told == row.told for step in _each_after_each())


def _each_after_each() -> list[Callable[[Row], Row]]:
    def upto(number: int) -> Callable[[Row], Row]:
        def coarser(row: Row) -> Row:
            for step in STEPS[: number + 1]:
                row = step(row)
            return row

        return coarser

    return [upto(number) for number in range(len(STEPS))]


def test_enough_alike_stay_as_they_are_and_the_rest_gets_coarser() -> None:
    found = anonymous([*alike(5), *alike(3, quarter="Q2"), *alike(2, quarter="Q3")], least=LEAST)
    assert (len(found.rows), found.coarsened, found.left_out) == (10, 5, 0)
    assert Counter(row.quarter for row in found.rows) == {"Q1": 5, NOT_SHOWN: 5}
    assert shown_in(found.rows)["quarter"] == 5
    assert shown_in(found.rows)["zone"] == 10


def test_a_rare_value_goes_along_in_a_group_and_never_by_its_name() -> None:
    found = anonymous([*alike(4, referrer="clb"), *alike(1, referrer="gp")], least=LEAST)
    assert {row.referrer for row in found.rows} == {"group_broad_access"}
    assert anonymous(alike(4), least=LEAST).left_out == 4


def test_the_order_tells_nothing() -> None:
    rows = [*alike(6, zone="elz2"), *alike(6)]
    found = anonymous(rows, least=LEAST)
    assert [row.pseudonym for row in found.rows] == sorted(row.pseudonym for row in rows)
