"""A moment for somebody's own calendar (iCalendar, RFC 5545): one word, when, how long, and where if that may be known.

A calendar is often shared with a whole family or a whole office, so nothing else stands in it. Times are in UTC: every
calendar shows them in the hour of where it is.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from eenplan.core.clock import now


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that somebody keeps. `sequence` counts how often it was moved; `id` stays the same all the while.

    `word` is what it is called there; a round table is 'Overleg', in French a 'table ronde', whatever else that word
    is in the figures.
    """

    id: UUID
    starts_at: datetime
    minutes: int
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    word: str = ""


def calendar_file(moment: Moment) -> bytes:
    """The file for a moment; of one that was called off, the file that takes it out of a calendar."""
    event = Event()
    event.add("uid", f"{moment.id}@een-plan")
    event.add("dtstamp", now())
    event.add("dtstart", moment.starts_at.astimezone(UTC))
    event.add("dtend", (moment.starts_at + timedelta(minutes=moment.minutes)).astimezone(UTC))
    event.add("summary", moment.word or pgettext("in een agenda", "Overleg"))
    event.add("sequence", moment.sequence)
    event.add("status", "CANCELLED" if moment.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if moment.place:
        event.add("location", moment.place)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Een Plan//een-plan//NL")
    calendar.add("method", "CANCEL" if moment.is_cancelled else "PUBLISH")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def calendar_response(moment: Moment, name: str = "overleg.ics") -> HttpResponse:
    """The file as a download that nothing keeps on the way."""
    return HttpResponse(
        calendar_file(moment),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, private",
        },
    )
