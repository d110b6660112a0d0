"""What somebody puts in their own calendar: one word, when, how long and where; moved or called off, it follows."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from eenplan.web.shared.calendar_file import Moment, calendar_file, calendar_response

ID = UUID("01890000-0000-7000-8000-000000000001")
WINTER = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/Brussels"))
SUMMER = datetime(2026, 7, 1, 14, 30, tzinfo=ZoneInfo("Europe/Brussels"))
# All that a calendar is told.
TOLD = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CLASS"}


def lines(moment: Moment) -> list[str]:
    """The lines of a file, as they go over the wire."""
    text = calendar_file(moment).decode()
    assert "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")


def test_a_calendar_is_told_one_word_when_and_how_long_and_nothing_else() -> None:
    (event,) = Calendar.from_ical(calendar_file(Moment(ID, WINTER, 90))).walk("VEVENT")
    assert set(event) == TOLD
    assert str(event["SUMMARY"]) == "Overleg"


@pytest.mark.parametrize(("at", "hour"), [(WINTER, "133000Z"), (SUMMER, "123000Z")])
def test_times_are_in_utc_in_winter_and_in_summer(at: datetime, hour: str) -> None:
    assert f"DTSTART:{at:%Y%m%d}T{hour}" in lines(Moment(ID, at, 90))


def test_a_place_with_commas_signs_and_letters_comes_back_as_it_was_and_no_line_is_too_long() -> None:
    place = "Huis van het Kind, zaal ‘Één’; 2de verdieping \\ links\nbellen" + " é" * 60
    found = calendar_file(Moment(ID, WINTER, 60, place))
    assert all(len(line.encode()) <= 75 for line in found.decode().split("\r\n"))
    (event,) = Calendar.from_ical(found).walk("VEVENT")
    assert str(event["LOCATION"]) == place


def test_moved_it_is_the_same_moment_with_a_higher_number_and_called_off_it_leaves_the_calendar() -> None:
    first, moved = Moment(ID, WINTER, 60), Moment(ID, SUMMER, 60, sequence=1)
    gone = Moment(ID, SUMMER, 60, sequence=2, is_cancelled=True)
    uid = f"UID:{ID}@een-plan"
    assert all(uid in lines(one) for one in (first, moved, gone))
    assert [f"SEQUENCE:{n}" in lines(one) for n, one in enumerate((first, moved, gone))] == [True] * 3
    assert {"METHOD:PUBLISH", "STATUS:CONFIRMED"} <= set(lines(moved))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(lines(gone))


def test_the_download_names_nobody_and_is_kept_by_nothing() -> None:
    answer = calendar_response(Moment(ID, datetime(2026, 11, 24, 13, 30, tzinfo=UTC), 60))
    assert answer["Content-Disposition"] == 'attachment; filename="overleg.ics"'
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
