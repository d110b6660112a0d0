"""When what is kept of a family ends (rule 42)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.rights.enums import EndGround
from eenplan.rights.rules.retention import (
    DAY,
    PREGNANCY,
    Child,
    End,
    File,
    Periods,
    end_of_child,
    end_of_file,
    end_of_item,
    ends_of,
    goes_on,
    goes_with,
    is_over,
    tell_from,
)

pytestmark = pytest.mark.rule(42)

LAW = Periods()
WRITTEN = date(2026, 3, 2)


def child(born: date | None = None, **changes: object) -> Child:
    return Child(uuid4(), WRITTEN, born, **changes)  # type: ignore[arg-type]


def file(*children: Child, **changes: object) -> File:
    return File(uuid4(), date(2027, 1, 31), children, **changes)  # type: ignore[arg-type]


days = st.dates(date(1995, 1, 1), date(2035, 12, 31))
children_ = st.builds(
    Child, id=st.uuids(), written_on=days, birth_date=st.none() | days, due_date=st.none() | days
)
files = st.builds(
    File,
    id=st.uuids(),
    last_day=days,
    children=st.lists(children_, max_size=5, unique_by=lambda one: one.id).map(tuple),
    taken_up=st.booleans(),
    consult=st.booleans(),
)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2013, 5, 4), date(2048, 5, 4)),
        (date(2012, 2, 29), date(2047, 3, 1)),  # no 29 February in 2047: the first of March
        (date(2013, 1, 1), date(2048, 1, 1)),
    ],
)
def test_a_child_is_kept_until_and_with_the_35th_birthday(born: date, last: date) -> None:
    end = End(end_of_child(child(born), LAW), EndGround.CHILD)
    assert end.day == last
    assert not is_over(end, last)
    assert is_over(end, last + DAY)


def test_born_on_29_february_has_that_birthday_when_there_is_one() -> None:
    assert end_of_child(child(date(2012, 2, 29)), Periods(retention_child_years=36)) == date(2048, 2, 29)


def test_each_child_ends_apart_and_the_file_with_the_youngest() -> None:
    eldest, middle, youngest = child(date(2006, 1, 1)), child(date(2010, 1, 1)), child(date(2019, 7, 1))
    assert ends_of(file(youngest, eldest, middle), LAW) == (
        End(date(2041, 1, 1), EndGround.CHILD, eldest.id),
        End(date(2045, 1, 1), EndGround.CHILD, middle.id),
        End(date(2054, 7, 1), EndGround.LAST_CHILD),
    )


def test_parents_may_have_a_period_after_the_youngest() -> None:
    only = child(date(2010, 1, 1))
    assert ends_of(file(only), Periods(retention_parent_years=2)) == (
        End(date(2045, 1, 1), EndGround.CHILD, only.id),
        End(date(2047, 1, 1), EndGround.LAST_CHILD),
    )


@pytest.mark.parametrize(
    ("about", "born_by"),
    [({"due_date": date(2026, 9, 1)}, date(2026, 9, 1)), ({}, WRITTEN + PREGNANCY)],
    ids=["expected", "nothing known"],
)
def test_without_a_birth_date_the_latest_counts_and_a_date_is_asked(
    about: dict[str, date], born_by: date
) -> None:
    unborn = child(**about)
    end = end_of_file(file(unborn), LAW)
    assert end == End(end_of_child(child(born_by), LAW), EndGround.LAST_CHILD, needs_date=True)


def test_a_family_without_children_ends_some_years_after_its_last_day() -> None:
    assert end_of_file(file(), LAW) == End(date(2037, 1, 31), EndGround.NO_CHILD)


@pytest.mark.parametrize(
    ("consult", "end"),
    [(False, End(date(2032, 1, 31), EndGround.UNTAKEN)), (True, End(date(2028, 1, 31), EndGround.CONSULT))],
)
def test_what_was_never_taken_up_has_a_period_of_its_own(consult: bool, end: End) -> None:
    assert end_of_file(file(child(date(2013, 5, 4)), taken_up=False, consult=consult), LAW) == end


def test_what_was_never_taken_up_does_not_outlive_the_youngest() -> None:
    old = child(date(1993, 5, 4))
    assert end_of_file(file(old, taken_up=False), LAW) == End(date(2028, 5, 4), EndGround.LAST_CHILD)


def test_nothing_ends_while_somebody_is_busy_with_it() -> None:
    busy = file(child(date(1985, 1, 1)), open=True)
    assert end_of_file(busy, LAW) is None
    assert ends_of(busy, LAW) == ()
    assert end_of_item((), busy, LAW) is None


def test_a_shared_piece_stays_until_the_youngest_it_concerns() -> None:
    eldest, middle, youngest = child(date(2006, 1, 1)), child(date(2010, 1, 1)), child(date(2019, 7, 1))
    mother = uuid4()
    whole = file(eldest, middle, youngest)
    last = {
        "eldest": end_of_item({eldest.id}, whole, LAW),
        "eldest and mother": end_of_item({eldest.id, mother}, whole, LAW),
        "two": end_of_item({eldest.id, middle.id}, whole, LAW),
        "nobody": end_of_item((), whole, LAW),
        "mother": end_of_item({mother}, whole, LAW),
    }
    assert last == {
        "eldest": date(2041, 1, 1),
        "eldest and mother": date(2041, 1, 1),
        "two": date(2045, 1, 1),
        "nobody": date(2054, 7, 1),
        "mother": date(2054, 7, 1),
    }


def test_nothing_goes_before_it_was_told_long_enough() -> None:
    end = End(date(2048, 5, 4), EndGround.LAST_CHILD)
    assert tell_from(end, LAW) == date(2048, 3, 6)
    assert goes_on(end, None, LAW) is None
    assert goes_on(end, date(2048, 3, 6), LAW) == date(2048, 5, 5)
    assert goes_on(end, date(2048, 5, 4), LAW) == date(2048, 7, 3)


def test_a_hold_stands_until_and_with_its_last_day() -> None:
    end = End(date(2048, 5, 4), EndGround.LAST_CHILD)
    assert goes_on(end, date(2048, 1, 1), LAW, date(2049, 6, 30)) == date(2049, 7, 1)
    assert goes_on(end, date(2048, 1, 1), LAW, date(2047, 6, 30)) == date(2048, 5, 5)


@given(files)
def test_no_child_and_no_piece_outlives_its_file(one: File) -> None:
    whole = end_of_file(one, LAW)
    assert whole is not None
    for end in ends_of(one, LAW):
        assert end.day <= whole.day
    for about in [(), *[(someone.id,) for someone in one.children]]:
        last = end_of_item(about, one, LAW)
        assert last is not None
        assert last <= whole.day


@given(files.filter(lambda one: one.taken_up and bool(one.children)))
def test_a_file_that_was_taken_up_keeps_every_child_until_its_age(one: File) -> None:
    ends = {end.person_id: end.day for end in ends_of(one, LAW)}
    for someone in one.children:
        assert ends.get(someone.id, ends[None]) == end_of_child(someone, LAW)


@given(files.filter(lambda one: one.taken_up and bool(one.children)), children_)
def test_one_more_child_never_shortens_anything(one: File, more: Child) -> None:
    larger = File(one.id, one.last_day, (*one.children, more))
    for about in [(), *[(someone.id,) for someone in one.children]]:
        before, after = end_of_item(about, one, LAW), end_of_item(about, larger, LAW)
        assert before is not None
        assert after is not None
        assert before <= after


@given(files.filter(lambda one: one.taken_up), st.data())
def test_a_piece_goes_with_the_last_child_it_concerns_and_not_before(one: File, data: st.DataObject) -> None:
    everybody = [someone.id for someone in one.children]
    mother = uuid4()
    about = set(data.draw(st.lists(st.sampled_from([*everybody, mother]), max_size=4)))
    day = data.draw(days) + timedelta(days=35 * 365)
    gone = {someone.id for someone in one.children if day > end_of_child(someone, LAW)}
    if not goes_with(about, everybody, gone):
        return
    last = end_of_item(about, one, LAW)
    assert last is not None
    assert day > last


def test_what_is_about_adults_alone_stays_when_a_child_goes() -> None:
    mother, eldest, youngest = uuid4(), uuid4(), uuid4()
    both = [eldest, youngest]

    def goes(*about: UUID, gone: set[UUID] | None = None) -> bool:
        return goes_with(about, both, gone or {eldest})

    assert goes(eldest)
    assert goes(eldest, mother)
    assert not goes(mother)
    assert not goes()
    assert not goes(eldest, youngest)
    assert goes(eldest, youngest, gone=set(both))
