"""Danger at the desk: on every page until it is answered, said later, and calls of a crisis hotline (rule 12)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.referrals.enums import ReferrerType
from eenplan.referrals.models import (
    CrisisCall,
    DangerReport,
    DangerResponse,
    Outcome,
)
from tests.cast import Team
from tests.web.desk.situations import address, received, taken_up
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]

ANSWER = {
    "who": "Sara Voorbeeld", "organisation": "CKG De Proef", "act": "crisis_hotline", "on": "21/11/2026",
    "at": "9.30", "agreed": "Zij gaan vanavond langs.",
}  # fmt: skip

CALL = {
    "hotline": "Crisismeldpunt Limburg", "kind": "dispatch", "on": "20/11/2026", "at": "9.30",
    "by": "De school", "agreed": "unclear", "text": "Iemand ging langs.",
}  # fmt: skip


def consulted(here: Team, **changes: str) -> dict[str, str]:
    sent = {
        "on": "21/11/2026", "given_by": str(here.acting(Role.INTAKE).actor_id), "advice": "Ga samen naar de huisarts.",
        "step_1-text": "Een afspraak maken", "step_1-by": "1/12/2026", "family_told": "yes",
        "call_back_on": "5/12/2026",
    }  # fmt: skip
    return sent | changes


@pytest.mark.rule(12)
def test_danger_is_on_every_page_until_it_is_answered(here: Team, intake: Client) -> None:
    found = received(here, acute_danger=True)
    pages = [
        "read-referral",
        "end-referral",
        "forward-referral",
        "consult-only",
        "correct-receipt",
        "name-double",
    ]
    for name in pages:
        assert "Er is acuut gevaar gemeld" in text_of(intake.get(address(name, found))), name
    intake.post(address("take-up-referral", found))
    assert "Er is acuut gevaar gemeld" in text_of(intake.get(address("plan-conversation", found)))
    done = text_of(intake.post(address("answer-danger", found), ANSWER, follow=True))
    said = "Sara Voorbeeld (CKG De Proef) belde het crisismeldpunt op zaterdag 21 november om 9.30."
    assert f"{said} Afgesproken: Zij gaan vanavond langs." in done
    assert "Er is acuut gevaar gemeld" not in done
    assert "Er is acuut gevaar gemeld" not in text_of(intake.get(address("plan-conversation", found)))


@pytest.mark.rule(12)
def test_danger_is_not_ended_at_the_desk(here: Team, intake: Client) -> None:
    found = received(here, acute_danger=True)
    sent = {"kind": "withdrawn", "reason_code": "family_decides", "reason": "liever niet"}
    page = intake.post(address("end-referral", found), sent)
    assert page.status_code == 422
    assert "Noteer eerst wie wat deed." in text_of(page)
    assert "liever niet" in page.content.decode()
    page = intake.post(address("consult-only", found), consulted(here))
    assert "Noteer eerst wie wat deed." in text_of(page)
    assert not Outcome.objects.exists()


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": ""}, "Vul de naam in van wie iets deed."),
        ({"act": ""}, "Kies wat die persoon deed."),
        ({"act": "bidden"}, "Kies een van de antwoorden die er staan."),
        ({"agreed": " "}, "Schrijf wat er is afgesproken."),
        ({"at": "straks"}, "Schrijf het uur zoals 14.30 of 9u."),
        ({"at": "11.00"}, "Dit moment moet nog komen."),
        ({"on": "22/11/2026"}, "Er klopt nog iets niet"),
        ({"who": "x" * 201}, "te lang"),
    ],
)
def test_answering_wrongly_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here, acute_danger=True)
    page = intake.post(address("answer-danger", found), ANSWER | changes)
    assert page.status_code == 422
    assert said in text_of(page)
    assert "CKG De Proef" in page.content.decode()
    assert not DangerResponse.objects.exists()


@pytest.mark.rule(12)
def test_danger_is_said_later(here: Team, intake: Client) -> None:
    found = taken_up(here)
    assert intake.post(address("report-danger", found), {"text": " "}).status_code == 422
    done = text_of(intake.post(address("report-danger", found), {"text": "Er werd geroepen."}, follow=True))
    assert "Er is acuut gevaar gemeld Er werd geroepen." in done
    assert "acuut gevaar" in text_of(intake.get(reverse("desk:list-referrals")))
    assert DangerReport.objects.count() == 1
    page = intake.post(address("answer-danger", received(here)), ANSWER)
    assert "Bij deze aanmelding is geen acuut gevaar gemeld." in text_of(page)


def test_a_crisis_call_is_noted_and_says_until_when(here: Team, intake: Client) -> None:
    found = received(here, referrer_type=ReferrerType.CRISIS)
    assert "Een crisismeldpunt meldde dit gezin aan." in text_of(intake.get(address("read-referral", found)))
    done = text_of(intake.post(address("note-crisis-call", found), CALL, follow=True))
    assert "De school sprak met Crisismeldpunt Limburg: er werd hulp gestuurd." in done
    assert (
        "Akkoord van het gezin: nog niet duidelijk. Dat mag zo blijven tot maandag 23 november om 9.30."
        in done
    )
    assert "Een crisismeldpunt meldde dit gezin aan." not in done
    for missing in ("hotline", "kind", "on", "at", "by", "agreed"):
        assert intake.post(address("note-crisis-call", found), CALL | {missing: ""}).status_code == 422
    assert CrisisCall.objects.count() == 1
