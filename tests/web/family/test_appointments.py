"""Our appointments: what this reader may know of, and each for one's own calendar without a word too many."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import capfirst
from icalendar import Calendar

from eenplan.core.acting import request_transaction
from eenplan.core.clock import BRUSSELS, today
from eenplan.families.actions import cancel_contact, plan_contact, relabel
from eenplan.families.enums import Channel, ContactKind
from eenplan.families.rules import RELEASED
from eenplan.web.shared.words import day, weekday
from tests.factories.family_plan import FamilyPlan
from tests.web.family.conftest import Enter

pytestmark = pytest.mark.django_db

PAGE = "/gezin/afspraken/"
AT = datetime.combine(today() + timedelta(days=15), time(16, 30), BRUSSELS)


def plan(
    made: FamilyPlan, at: datetime = AT, *, channel: Channel = Channel.HOME, child: bool = False
) -> UUID:
    """The coach plans to see the parent, or the child."""
    with request_transaction(made.coach):
        return plan_contact(
            made.coach,
            family_id=made.family.id,
            kind=ContactKind.FAMILY,
            channel=channel,
            planned_for=at,
            persons=[made.child.id if child else made.parent.id],
        ).item_id


def read(client: Client) -> str:
    answer: Any = client.get(PAGE)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_each_appointment_says_when_and_how(enter: Enter, made: FamilyPlan) -> None:
    plan(made)
    plan(made, AT + timedelta(days=1), channel=Channel.PHONE)
    page = read(enter(made))
    first, second = (capfirst(weekday(on)) for on in (AT, AT + timedelta(days=1)))
    for words in (first, "16.30 uur", "komt bij jullie langs", second, "belt"):
        assert words in page, words
    assert page.index(first) < page.index(second)


@pytest.mark.rule(34)
def test_who_is_not_expected_knows_of_nothing(enter: Enter, made: FamilyPlan) -> None:
    item = plan(made, child=True)
    client = enter(made)
    assert day(AT) not in read(client)
    assert client.get(f"{PAGE}{item}.ics").status_code == 404
    with request_transaction(made.coach):
        relabel(made.coach, item_id=item, labels=RELEASED)
    assert day(AT) in read(client)


def test_the_file_for_a_calendar_says_one_word_and_the_moment(enter: Enter, made: FamilyPlan) -> None:
    item = plan(made)
    answer: Any = enter(made).get(f"{PAGE}{item}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert "afspraak.ics" in answer["Content-Disposition"]
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Afspraak", AT)
    assert {key for key, _value in event.property_items() if key not in ("BEGIN", "END")} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CLASS",
    }  # fmt: skip
    text = answer.content.decode()
    for secret in (made.family.name, "Sara", "Werker", "Voorbeeld"):
        assert secret not in text


def test_what_was_called_off_is_gone_and_what_was_is_folded(enter: Enter, made: FamilyPlan) -> None:
    gone, stays = plan(made), plan(made, AT + timedelta(days=1))
    with request_transaction(made.coach):
        cancel_contact(made.coach, contact_id=gone)
    client = enter(made)
    page = read(client)
    assert day(AT) not in page
    assert "Wat al voorbij is" not in page
    assert client.get(f"{PAGE}{gone}.ics").status_code == 404
    with time_machine.travel(AT + timedelta(days=2)):
        client = enter(made)
        page = read(client)
        assert page.index("Wat al voorbij is") < page.index(day(AT + timedelta(days=1)))
        assert client.get(f"{PAGE}{stays}.ics").status_code == 404


def test_the_day_on_which_the_plan_is_looked_at_again_stands_there(enter: Enter, made: FamilyPlan) -> None:
    assert "Rond die dag kijken we samen terug: klopt het plan nog?" in read(enter(made))
    # And once it has passed, that it is to be agreed anew.
    with time_machine.travel(AT + timedelta(days=90)):
        page = read(enter(made))
        assert "zouden we samen terugkijken op het plan" in page
        assert "Rond die dag kijken we samen terug" not in page


def test_that_day_stands_among_the_appointments_in_the_order_of_days(enter: Enter, made: FamilyPlan) -> None:
    plan(made)
    plan(made, AT + timedelta(days=88))
    page = read(enter(made))
    late = day(AT + timedelta(days=88))
    assert page.index(day(AT)) < page.index("Rond die dag kijken we") < page.index(late)


def test_an_appointment_more_costs_no_query_more(enter: Enter, made: FamilyPlan) -> None:
    client = enter(made)
    counts = []
    for number in range(1, 4):
        plan(made, AT + timedelta(days=number))
        with CaptureQueriesContext(connection) as counted:
            read(client)
        counts.append(len(counted))
    assert counts[0] == counts[1] == counts[2] == 22
