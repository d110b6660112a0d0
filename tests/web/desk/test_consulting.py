"""Consults at the desk: advice, calling back, and a family that agrees later (rule 9)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.referrals.models import (
    Consult,
)
from tests.cast import Team
from tests.factories.referrals import send_form
from tests.referrals.test_knows import CONSULT
from tests.web.desk.situations import NOW, address, consulted, received
from tests.web.desk.test_listing import text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]


@pytest.mark.rule(9)
def test_a_consult_ends_it_and_gives_the_referrer_a_page_without_the_family(
    here: Team, intake: Client
) -> None:
    found = received(here)
    done = intake.post(address("consult-only", found), consulted(here), follow=True)
    page, html = text_of(done), done.content.decode()
    assert "Ga samen naar de huisarts." in page
    assert "Een afspraak maken dinsdag 1 december" in page
    assert found.reference in page
    main = html[html.index("<main") : html.index("</main>")]
    assert "GEHEIM" not in main
    assert "mailto:aanmelder%40example.org?subject=" in main
    assert "Terugbellen op zaterdag 5 december" in text_of(intake.get(address("read-referral", found)))
    again = intake.post(address("consult-only", found), consulted(here))
    assert again.status_code == 422
    assert "Een aanmelding krijgt één uitkomst" in text_of(again)
    assert Consult.objects.count() == 1


@pytest.mark.rule(9)
def test_calling_back_stays_on_the_desk_until_it_is_done(here: Team, intake: Client, as_role: SignIn) -> None:
    found = received(here)
    intake.post(address("consult-only", found), consulted(here))
    assert "Vandaag terugbellen" not in text_of(intake.get(reverse("desk:list-referrals")))
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        intake = as_role(here, Role.INTAKE)
        assert "Vandaag terugbellen na een overleg" in text_of(intake.get(reverse("desk:list-referrals")))
        sent = {"on": "6/12/2026", "note": "Het gaat beter."}
        done = text_of(intake.post(address("call-back", found), sent, follow=True))
        assert "Aanmelder teruggebeld op 6 december. Het gaat beter." in done
        assert "Vandaag terugbellen" not in text_of(intake.get(reverse("desk:list-referrals")))
        again = intake.post(address("call-back", found), sent)
        assert "Er moet niet meer worden teruggebeld." in text_of(again)


@pytest.mark.rule(9)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"advice": ""}, "Schrijf kort welk advies je gaf."),
        ({"advice": "Bel GEHEIM-moeder"}, "Hier staat een naam van het gezin"),
        ({"step_1-text": "", "step_1-by": ""}, "Noteer minstens één ding dat de aanmelder zelf zal doen"),
        ({"step_1-by": ""}, "Vul in tegen welke dag dit gebeurt."),
        ({"step_2-by": "3/12/2026"}, "Schrijf wat de aanmelder tegen die dag zal doen."),
        ({"step_1-by": "1/11/2026"}, "Een stap heeft een dag van vóór het overleg."),
        ({"given_by": "iemand"}, "Kies een van de antwoorden die er staan."),
        ({"on": "1/11/2026"}, "Deze dag ligt vóór de aanmelding."),
        ({"advice": "x" * 4001}, "te lang"),
    ],
)
def test_a_consult_that_lacks_something_keeps_what_was_typed(
    here: Team, intake: Client, changes: dict[str, str], said: str
) -> None:
    found = received(here)
    page = intake.post(address("consult-only", found), consulted(here, **changes))
    assert page.status_code == 422
    assert said in text_of(page)
    assert "step_1-text" in changes or "Een afspraak maken" in page.content.decode()
    assert not Consult.objects.exists()


@pytest.mark.rule(9)
def test_a_consult_without_names_becomes_a_referral_when_the_family_agrees(
    here: Team, intake: Client
) -> None:
    found = send_form(here, **CONSULT)
    page = text_of(intake.get(address("read-referral", found)))
    assert "Een overleg zonder namen" in page
    sent = {"family_name": "Voorbeeld", "agreed": "Mama belde zelf.", "phone": "089 00 00 12", "safe": "yes"}
    for missing in ("family_name", "agreed", "safe"):
        assert intake.post(address("name-family", found), sent | {missing: ""}).status_code == 422
    done = text_of(intake.post(address("name-family", found), sent, follow=True))
    assert "het overleg is nu een aanmelding" in done
    assert "Voorbeeld" in done
    assert "Een overleg zonder namen" not in done
    assert "Aanmelding opnemen" in done
