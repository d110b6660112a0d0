"""Whoever asked about their own data hears that an answer is ready: they alone, as they chose, and never what it is."""

from typing import Any

import pytest
from django.core import mail

from eenplan.audit.models import Event
from eenplan.core.acting import request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.actions import say_not_safe
from eenplan.plans.actions.hearing import choose_way
from eenplan.plans.actions.notices import tell_new
from eenplan.plans.enums import HearsBy
from eenplan.plans.models import Notice
from eenplan.rights import actions
from eenplan.rights.actions import ask, ask_copy, decide
from eenplan.rights.actions.telling import tell_of_answer
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Request
from eenplan.rights.tasks import tell_answer
from tests.factories.plans import Helped
from tests.jobs import work_off
from tests.rights.conftest import FATHER, MOTHER, card_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule(37)]

INBOX, OTHER = "kaat@example.org", "jeroen@example.org"
SECRET = "GEHEIM-dit klopt niet"


@pytest.fixture
def hearing(helped: Helped) -> Helped:
    """Both parents chose an e-mail."""
    for who, to in ((MOTHER, INBOX), (FATHER, OTHER)):
        with request_transaction(helped.coach):
            choose_way(helped.coach, person_id=helped.people[who].id, by=HearsBy.EMAIL, typed=to)
    return helped


def asks(helped: Helped, kind: RequestKind) -> Request:
    """The mother asks something with her own card."""
    mother = card_of(helped, MOTHER)
    with request_transaction(mother):
        return ask(
            mother,
            family_id=helped.family.id,
            person_id=helped.mother.id,
            kind=kind,
            how=AskedHow.OWN_CARD,
            words=SECRET,
        )


def decides(helped: Helped, asked: Request, outcome: Outcome) -> None:
    """The coach decides."""
    with request_transaction(helped.coach):
        decide(helped.coach, request_id=asked.id, outcome=outcome, reason="GEHEIM-reden")


def heard() -> list[tuple[list[str], str]]:
    """Who was sent what."""
    work_off()
    return [(one.to, one.body) for one in mail.outbox]


NEWS = "Er staat iets nieuws voor je klaar. Lees het zoals je dat anders doet.\n"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (RequestKind.MISSING, Outcome.GIVEN),
        (RequestKind.MISSING, Outcome.REFUSED),
        (RequestKind.CORRECTION, Outcome.REFUSED),
        (RequestKind.RESTRICTION, Outcome.REFUSED),
        (RequestKind.OBJECTION, Outcome.REFUSED),
    ],
)
def test_who_asked_hears_once_that_something_is_ready(
    hearing: Helped, kind: RequestKind, outcome: Outcome
) -> None:
    asked = asks(hearing, kind)
    assert heard() == [], "asking is no answer"
    decides(hearing, asked, outcome)
    assert heard() == [([INBOX], NEWS)]
    for event in Event.objects.filter(name=f"rights:request:{outcome}"):
        assert tell_answer(task(), event.id) == 0
    assert len(heard()) == 1


def test_who_asked_not_to_use_their_data_is_told_by_the_coach(hearing: Helped) -> None:
    decides(hearing, asks(hearing, RequestKind.RESTRICTION), Outcome.ACCEPTED)
    assert heard() == []
    assert [(one.state, one.why) for one in Notice.objects.all()] == [("kept", "used-less")]


def test_a_copy_that_was_asked_at_the_table_is_told_and_one_that_was_taken_is_not(hearing: Helped) -> None:
    mother = card_of(hearing, MOTHER)
    for acting, how in ((mother, AskedHow.OWN_CARD), (hearing.coach, AskedHow.TABLE)):
        with request_transaction(acting):
            ask_copy(acting, family_id=hearing.family.id, person_id=hearing.mother.id, how=how)
        assert len(heard()) == int(how is AskedHow.TABLE)
    assert heard() == [([INBOX], NEWS)]


@pytest.mark.rule(40)
def test_who_asked_who_looked_hears_of_the_answer(hearing: Helped) -> None:
    mother = card_of(hearing, MOTHER)
    with request_transaction(mother):
        asked: Any = actions.ask_look(mother, words="GEHEIM-waarom?")
    with request_transaction(hearing.coach):
        actions.answer_look(hearing.coach, question_id=asked.id, words="GEHEIM-daarom", as_whom="Coach")
    assert heard() == [([INBOX], NEWS)]


def test_nothing_leaves_of_a_family_that_is_not_safe_to_write_to(hearing: Helped) -> None:
    decides(hearing, asks(hearing, RequestKind.CORRECTION), Outcome.REFUSED)
    intake = hearing.team.acting(Role.INTAKE)
    with request_transaction(intake):
        say_not_safe(intake, family_id=hearing.family.id, reason="er leest iemand mee")
    assert heard() == []
    assert Notice.objects.get().why == "unsafe-family"


def test_only_the_machine_tells(hearing: Helped) -> None:
    event_id = Event.objects.values_list("id", flat=True)[0]
    with request_transaction(hearing.coach), pytest.raises(NotFound):
        tell_of_answer(hearing.coach, event_id=event_id)
    with request_transaction(hearing.coach), pytest.raises(NotFound):
        tell_new(hearing.coach, family_id=hearing.family.id, person_id=hearing.mother.id, key="x")
