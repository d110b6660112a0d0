"""'Er is iets nieuws' on the first page: what came since somebody was last here, for nobody else, and in few words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import now
from eenplan.families.actions import issue_card
from eenplan.families.actions.cards import IssuedCard
from eenplan.plans.actions.contributions import respond
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    agree_seats,
    answer_seat,
    call_off_round_table,
    plan_round_table,
)
from eenplan.plans.enums import Attendance, Brings, Coming, Verdict
from eenplan.plans.models import Seat
from tests.factories.contributions import brought, with_card
from tests.factories.plans import Helped, activate, add_family_goal
from tests.plans.test_contributions import FATHER, MOTHER, SON
from tests.plans.test_contributions import helped as helped
from tests.plans.test_contributions import team as team
from tests.web.family.test_contributing import text_of

pytestmark = pytest.mark.django_db

TITLE = "Er is iets nieuws"
ANSWERED = "Een antwoord op wat je voorstelde"
APPOINTMENT = 'aria-label="Onze afspraken"'
REASON = "GEHEIM-wat de coach schreef"
Days = Callable[[float], Any]


@pytest.fixture
def later() -> Days:
    """Some days after the plan was agreed."""
    begin = now()
    return lambda days: time_machine.travel(begin + timedelta(days=days), tick=False)


def card_of(helped: Helped, who: int) -> IssuedCard:
    with request_transaction(helped.coach):
        return issue_card(helped.coach, person_id=helped.people[who].id)


def comes(card: IssuedCard) -> Client:
    """In a browser that does not know them."""
    client = Client()
    assert client.post("/gezin/", {"code": card.code, "pin": card.pin}).status_code == 302
    return client


def first_page(client: Client) -> str:
    return text_of(client.get("/gezin/start/"))


def proposed(acting: Acting, **changes: Any) -> UUID:
    return brought(acting, Brings.GOAL, "Elke week zwemmen", **changes).pk


def answer(helped: Helped, item_id: UUID) -> None:
    with request_transaction(helped.coach):
        respond(
            helped.coach, family_id=helped.family.id, item_id=item_id, verdict=Verdict.TALK, reason=REASON
        )


def table_for(helped: Helped, *who: int, in_days: int = 9) -> UUID:
    with request_transaction(helped.coach):
        table = plan_round_table(
            helped.coach,
            family_id=helped.family.id,
            when=When(now() + timedelta(days=in_days), 60, place="Huis van het Kind"),
        )
        seats = [NewSeat(Attendance.MAY, helped.people[one].id) for one in who]
        agree_seats(helped.coach, table_id=table.pk, seats=seats, agreed_with_id=helped.mother.id)
    return table.pk


def test_an_answer_is_new_until_one_comes_again_days_later(helped: Helped, later: Days) -> None:
    with later(2):
        son = with_card(helped, helped.people[SON])
        item_id = proposed(son, for_all=False)
        mine, fathers = card_of(helped, SON), card_of(helped, FATHER)
        comes(mine)
    with later(4):
        assert ANSWERED not in first_page(comes(mine))
        answer(helped, item_id)
    with later(6):
        here = comes(mine)
        page = first_page(here)
        assert TITLE in page
        assert ANSWERED in page
        assert REASON not in page
        assert "Elke week zwemmen" not in page
        assert ANSWERED not in first_page(comes(fathers))
    with later(6.1):
        # Called away and in again the same day: it is still there.
        assert ANSWERED in first_page(comes(mine))
    with later(8):
        assert ANSWERED not in first_page(comes(mine))


def test_the_pin_again_is_the_same_visit(helped: Helped, later: Days) -> None:
    with later(2):
        item_id = proposed(with_card(helped, helped.people[SON]))
        card = card_of(helped, SON)
    with later(4):
        answer(helped, item_id)
    with later(5.5):
        here = comes(card)
    with later(5.9):
        assert here.get("/gezin/start/").status_code == 302
        assert here.post("/gezin/", {"pin": card.pin}).status_code == 302
        assert ANSWERED in first_page(here)


def test_a_round_table_asks_who_is_invited_and_says_when_it_is_off(helped: Helped, later: Days) -> None:
    with later(2):
        mother, son = card_of(helped, MOTHER), card_of(helped, SON)
        table = table_for(helped, MOTHER)
        assert "Kom jij? Zeg het hier." in first_page(comes(mother))
    with later(4):
        # It goes on asking, whoever looked; it asks nobody else.
        assert "zitten we samen rond de tafel" in first_page(comes(mother))
        assert "Kom jij?" not in first_page(comes(son))
        with request_transaction(helped.coach):
            seat = Seat.objects.get(table_id=table, person_id=helped.mother.id)
            answer_seat(helped.coach, seat_id=seat.id, said=Coming.YES)
    with later(6):
        assert (
            "rond de tafel" not in first_page(comes(mother)).split("Wat we nu doen")[0].split(APPOINTMENT)[0]
        )
        with request_transaction(helped.coach):
            call_off_round_table(helped.coach, table_id=table)
        assert "gaat niet door" in first_page(comes(mother))


def test_the_first_plan_and_what_changed_in_it(helped: Helped, later: Days) -> None:
    card = card_of(helped, MOTHER)
    assert "Jullie plan is klaar" in first_page(comes(card))
    with later(4):
        assert "Jullie plan is klaar" not in first_page(comes(card))
        add_family_goal(helped, "Vroeger gaan slapen")
        activate(helped)
        page = first_page(comes(card))
        assert "Er veranderde iets in ons plan" in page
        assert "Vroeger gaan slapen" not in page.split("Wat we nu doen")[0]


def test_a_question_waits_as_long_as_it_is_not_answered(helped: Helped, later: Days) -> None:
    card = card_of(helped, MOTHER)
    for days in (0, 5, 50):
        with later(days):
            here = comes(card)
            page = first_page(here)
            assert TITLE in page
            assert "Je zei er nog niets over." in page
    with later(51):
        number = helped.plan.versions.get(status="active").number
        said = here.post("/gezin/plan/antwoord/", {"number": number, "answer": "agreed"})
        assert said.status_code == 302
        assert TITLE not in first_page(here)


@pytest.mark.parametrize("many", [1, 3])
def test_the_first_page_costs_the_same_whatever_is_new(helped: Helped, later: Days, many: int) -> None:
    with later(2):
        son = with_card(helped, helped.people[SON])
        for number in range(many):
            answer(helped, proposed(son))
            table_for(helped, SON, in_days=9 + number)
        here = comes(card_of(helped, SON))
        with CaptureQueriesContext(connection) as counted:
            page = first_page(here)
    assert TITLE in page
    assert len(counted) == 28
