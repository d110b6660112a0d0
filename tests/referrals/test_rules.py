"""The clock, the offer and the next act, without a database."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.referrals.enums import Act, ClockState, State
from eenplan.referrals.rules import (
    Child,
    clock_of,
    deadline_of,
    first_late_day,
    is_eligible,
    is_within_offer,
    months_later,
    next_act,
    state_without_conversation,
    stops_clock,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
days = some.dates(date(1990, 1, 1), date(2090, 12, 31))
moments = some.datetimes(datetime(1990, 1, 1), datetime(2090, 12, 31), timezones=some.just(UTC))  # noqa: DTZ001
maybe_days = some.none() | days


def at(text: str) -> datetime:
    """A moment in Brussels."""
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    ("received", "deadline"),
    [
        ("2026-10-27T09:00", "2026-11-27"),
        ("2026-01-31T09:00", "2026-02-28"),
        ("2028-01-31T09:00", "2028-02-29"),  # leap year
        ("2028-01-29T09:00", "2028-02-29"),
        ("2026-01-29T09:00", "2026-02-28"),
        ("2100-01-30T09:00", "2100-02-28"),  # no leap year
        ("2026-02-28T09:00", "2026-03-28"),  # the same day, not the month's end
        ("2026-03-31T09:00", "2026-04-30"),
        ("2026-12-31T23:59", "2027-01-31"),
        ("2026-12-15T09:00", "2027-01-15"),
        ("2026-03-29T01:59", "2026-04-29"),  # the night the clocks go forward
        ("2026-10-25T02:30", "2026-11-25"),  # the hour that comes twice
    ],
)
def test_the_deadline_is_the_same_day_next_month(received: str, deadline: str) -> None:
    assert deadline_of(at(received)) == date.fromisoformat(deadline)


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    ("received", "deadline"),
    [
        ("2026-01-15T22:59:59", "2026-02-15"),  # winter: 23:59 in Brussels
        ("2026-01-15T23:00:00", "2026-02-16"),  # winter: midnight in Brussels
        ("2026-07-15T21:59:59", "2026-08-15"),  # summer
        ("2026-07-15T22:00:00", "2026-08-16"),
        ("2026-01-30T23:30:00", "2026-02-28"),  # 31 January in Brussels
        ("2026-12-31T23:30:00", "2027-02-01"),  # the new year in Brussels
        ("2026-03-28T23:30:00", "2026-04-29"),  # before the change of clocks, already 29 March
        ("2026-10-24T22:30:00", "2026-11-25"),  # still summer time: 00:30 on the 25th
        ("2026-10-25T22:30:00", "2026-11-25"),  # winter time: 23:30 on the 25th
    ],
)
def test_the_day_is_that_of_brussels(received: str, deadline: str) -> None:
    assert deadline_of(datetime.fromisoformat(received).replace(tzinfo=UTC)) == date.fromisoformat(deadline)


@pytest.mark.rule(2)
@given(moments)
def test_the_deadline_falls_in_the_next_month_on_the_same_or_the_last_day(received: datetime) -> None:
    day = received.astimezone(BRUSSELS).date()
    deadline = deadline_of(received)
    assert (deadline.year * 12 + deadline.month) - (day.year * 12 + day.month) == 1
    last = calendar.monthrange(deadline.year, deadline.month)[1]
    assert deadline.day == min(day.day, last)
    assert 28 <= (deadline - day).days <= 31


@pytest.mark.rule(2)
@given(moments, some.sampled_from([BRUSSELS, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), UTC]))
def test_the_deadline_does_not_depend_on_how_the_moment_is_written(
    received: datetime, zone: ZoneInfo
) -> None:
    assert deadline_of(received.astimezone(zone)) == deadline_of(received)


@pytest.mark.rule(2)
@given(moments, some.timedeltas(timedelta(0), timedelta(days=400)))
def test_who_comes_later_is_never_due_sooner(received: datetime, later: timedelta) -> None:
    assert deadline_of(received) <= deadline_of(received + later)


@given(days, some.integers(-24, 24))
def test_months_there_and_back_end_within_the_same_month(day: date, months: int) -> None:
    back = months_later(months_later(day, months), -months)
    assert (back.year, back.month) == (day.year, day.month)
    assert back <= day


@pytest.mark.rule(3)
@pytest.mark.parametrize("kind", ContactKind)
@pytest.mark.parametrize("status", ContactStatus)
@pytest.mark.parametrize("family", [0, 1, 2])
def test_only_a_held_first_conversation_with_the_family_stops_the_clock(
    kind: ContactKind, status: ContactStatus, family: int
) -> None:
    expected = kind == "first_conversation" and status == "held" and family >= 1
    assert stops_clock(kind, status, family) is expected


DEADLINE = date(2026, 11, 27)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        ("2026-10-27", ClockState.RUNNING, 31),
        ("2026-11-19", ClockState.RUNNING, 8),
        ("2026-11-20", ClockState.AT_RISK, 7),
        ("2026-11-27", ClockState.AT_RISK, 0),
        ("2026-11-28", ClockState.OVERDUE, -1),
        ("2026-12-27", ClockState.OVERDUE, -30),
    ],
)
def test_the_clock_runs_is_at_risk_and_is_overdue(today: str, state: ClockState, left: int) -> None:
    clock = clock_of(DEADLINE, today=date.fromisoformat(today))
    assert (clock.state, clock.days_left, clock.is_running) == (state, left, True)
    assert clock.late_since == (date(2026, 11, 28) if state == ClockState.OVERDUE else None)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("held", "recorded", "late"),
    [
        ("2026-11-27", "2026-11-27", False),
        ("2026-11-01", "2026-11-02", False),
        ("2026-11-27", "2026-11-28", True),  # recorded a day too late
        ("2026-11-01", "2026-12-01", True),  # dated back
        ("2026-11-28", "2026-11-28", True),
    ],
)
def test_in_time_is_held_and_recorded_by_the_deadline(held: str, recorded: str, late: bool) -> None:
    clock = clock_of(
        DEADLINE,
        held_on=date.fromisoformat(held),
        recorded_on=date.fromisoformat(recorded),
        today=date(2026, 12, 31),
    )
    assert clock.state == ClockState.STOPPED
    assert clock.late_since == (date(2026, 11, 28) if late else None)


@pytest.mark.rule(4)
def test_another_outcome_ends_the_clock_on_its_day() -> None:
    in_time = clock_of(DEADLINE, ended_on=date(2026, 11, 27), today=date(2027, 1, 1))
    assert (in_time.state, in_time.late_since, in_time.days_left) == (ClockState.ENDED, None, 0)
    after = clock_of(DEADLINE, ended_on=date(2026, 11, 28), today=date(2027, 1, 1))
    assert (after.state, after.late_since) == (ClockState.ENDED, date(2026, 11, 28))


@pytest.mark.rule(4)
def test_a_deadline_moved_on_does_not_hide_that_it_was_late() -> None:
    clock = clock_of(date(2027, 3, 1), late_since=date(2026, 11, 28), today=date(2026, 12, 1))
    assert (clock.state, clock.days_left) == (ClockState.OVERDUE, -4)


@pytest.mark.rule(4)
@given(days, maybe_days, maybe_days, maybe_days, maybe_days, days)
def test_lateness_once_known_is_never_wiped_out(
    deadline: date,
    held: date | None,
    recorded: date | None,
    ended: date | None,
    known: date | None,
    today: date,
) -> None:
    found = first_late_day(
        deadline, held_on=held, recorded_on=recorded, ended_on=ended, known=known, today=today
    )
    if known is not None:
        assert found is not None
        assert found <= known


@pytest.mark.rule(4)
@given(days, some.integers(1, 400), maybe_days, some.integers(0, 60), days)
def test_no_edit_made_after_the_deadline_makes_it_in_time(
    deadline: date, late_by: int, held: date | None, moved: int, known: date
) -> None:
    today = deadline + timedelta(days=late_by)
    found = first_late_day(deadline, held_on=None, recorded_on=None, ended_on=None, known=None, today=today)
    assert found == deadline + timedelta(days=1)
    # A conversation dated back, an outcome, or a corrected receipt: each is noted today, after the deadline.
    for edit in (
        {"held_on": held, "recorded_on": today if held else None, "ended_on": None},
        {"held_on": None, "recorded_on": None, "ended_on": today},
    ):
        assert first_late_day(deadline + timedelta(days=moved), known=found, today=today, **edit) == found


@pytest.mark.rule(4)
@given(days, days, some.integers(0, 60))
def test_a_clock_never_gets_better_by_waiting(deadline: date, today: date, wait: int) -> None:
    order = [ClockState.RUNNING, ClockState.AT_RISK, ClockState.OVERDUE]
    now, later = (clock_of(deadline, today=day) for day in (today, today + timedelta(days=wait)))
    assert order.index(now.state) <= order.index(later.state)
    assert later.days_left == now.days_left - wait


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    ("birth", "on", "within"),
    [
        ("2000-11-22", "2026-11-21", True),  # the day before the 26th birthday
        ("2000-11-22", "2026-11-22", False),  # the 26th birthday
        ("2000-02-29", "2026-02-28", True),  # born on a leap day: 26 on 1 March
        ("2000-02-29", "2026-03-01", False),
        ("2026-11-22", "2026-11-22", True),
    ],
)
def test_the_offer_lasts_until_the_day_before_the_26th_birthday(birth: str, on: str, within: bool) -> None:
    assert is_within_offer(Child(birth_date=date.fromisoformat(birth)), date.fromisoformat(on)) is within


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    ("due", "on", "within"),
    [
        ("2027-08-21", "2026-11-21", True),  # nine months to go, to the day
        ("2027-08-22", "2026-11-21", False),
        ("2027-11-30", "2027-02-28", True),  # clamped to the month's end
        ("2026-11-01", "2026-11-21", True),  # over the due date
    ],
)
def test_the_offer_begins_nine_months_before_birth(due: str, on: str, within: bool) -> None:
    assert is_within_offer(Child(due_date=date.fromisoformat(due)), date.fromisoformat(on)) is within


@pytest.mark.rule(6)
def test_what_is_not_known_keeps_nobody_out() -> None:
    on = date(2026, 11, 21)
    old = Child(birth_date=date(1990, 1, 1))
    assert is_eligible([Child()], on)
    assert is_eligible([old, Child()], on)
    assert is_eligible([old, Child(birth_date=date(2020, 1, 1))], on)
    assert not is_eligible([old], on)
    assert not is_eligible([], on)


@given(days, some.integers(0, 40 * 366))
def test_who_grew_out_of_the_offer_never_comes_back_in(birth: date, days_old: int) -> None:
    on = birth + timedelta(days=days_old)
    if not is_within_offer(Child(birth_date=birth), on):
        assert not is_within_offer(Child(birth_date=birth), on + timedelta(days=1))


def test_one_next_act_for_every_state() -> None:
    assert {state: next_act(state) for state in State} == {
        State.RECEIVED: Act.TAKE_UP,
        State.TAKEN_UP: Act.GIVE_COACH,
        State.COACH_GIVEN: Act.PLAN_CONVERSATION,
        State.CONVERSATION_PLANNED: Act.RECORD_CONVERSATION,
        State.CONVERSATION_HELD: Act.NONE,
        State.ENDED: Act.NONE,
    }
    assert next_act(State.CONVERSATION_HELD, has_coach=False) == Act.GIVE_COACH
    assert state_without_conversation(has_coach=True) == State.COACH_GIVEN
    assert state_without_conversation(has_coach=False) == State.TAKEN_UP
