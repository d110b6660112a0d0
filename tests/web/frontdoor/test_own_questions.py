"""The form asks what the partnership asks besides: of whom it is for, in its place, never required (rule 47)."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from eenplan.audit.models import Entry
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, Words
from eenplan.referrals.models import Referral
from eenplan.web.frontdoor.asked import ASKED_OF, own_questions, page_of_question
from eenplan.web.frontdoor.draft import Voice
from tests.cast import MARKER, Team, make_team
from tests.factories.questions import CHOICE, add_question
from tests.once import once
from tests.web.frontdoor.answers import CONSULT, OWN, REFERRER, YOUNG, fill
from tests.web.frontdoor.test_call import CALL, answers
from tests.web.frontdoor.test_later import code_on

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]

SEND, RESUME, PLACE = "/aanmelden/nakijken/", "/aanmelden/verder/", "/aanmelden/stap/plaats/"
ANSWER = MARKER.format("antwoord")


@once
def team() -> Team:
    return make_team("9901")


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())).split())


def kept() -> list[tuple[str, str]]:
    """What was asked and answered, of all families."""
    found = []
    for item in Item.objects.filter(kind=ItemKind.ANSWER).order_by("created_at", "id"):
        slots = dict(Words.objects.filter(item=item).values_list("slot", "text"))
        found.append((slots["asked"], slots["text"]))
    return found


def asked_on(voice: Voice, team: Team) -> dict[str, str]:
    found = own_questions(team.acting(Role.INTAKE), voice, team.partnership.id)
    return {one.label: page_of_question(one, voice) for one in found}


def test_whom_each_question_is_for_and_on_which_page(team: Team) -> None:
    for whom in ("all", "professional", "family", "youngster"):
        add_question(team, whom, asked_of=whom, place="reach" if whom == "all" else "end")
    assert asked_on(Voice.REFERRER, team) == {"all": "contact", "professional": "aanmelder"}
    assert asked_on(Voice.OWN, team) == {"all": "contact", "family": "vraag"}
    assert asked_on(Voice.YOUNG, team) == {"all": "contact", "youngster": "vraag"}
    assert asked_on(Voice.CONSULT, team) == {}
    assert Voice.CONSULT not in ASKED_OF
    assert own_questions(team.acting(Role.INTAKE), Voice.OWN, None) == []


def test_asked_resumed_checked_kept_and_read_on_the_desk(client: Client, team: Team) -> None:
    free = add_question(team, "Wie bracht je op het idee?")
    chosen = add_question(team, "Wanneer bellen we?", place="reach", **CHOICE)
    skipped = add_question(team, "Mag een sms ook?", kind="yes_no", place="reach")
    said = {"aanmelder": {free: ANSWER}, "contact": {chosen: "avond"}}
    fill(client, {page: sent for page, sent in REFERRER.items() if "aanmelder" not in page}, **said)
    assert "Mag een sms ook?" in text_of(client.get("/aanmelden/stap/contact/"))
    other = Client()
    other.post(RESUME, {"code": code_on(client)})
    other.post("/aanmelden/stap/aanmelder/", REFERRER["/aanmelden/stap/aanmelder/"] | {free: ANSWER})
    checked = text_of(other.get(SEND))
    assert "Wanneer bellen we? Avond" in checked
    assert f"Wie bracht je op het idee? {ANSWER}" in checked
    assert "sms" not in checked
    assert other.post(SEND).status_code == 302
    assert kept() == [("Wanneer bellen we?", "avond"), ("Wie bracht je op het idee?", ANSWER)]
    assert Entry.objects.filter(what="families:answer:written").count() == 2
    assert skipped not in str(kept())
    client.force_login(team.account(Role.INTAKE))
    page = text_of(client.get(f"/aanmeldingen/{Referral.objects.get().id}/"))
    assert f"Wie bracht je op het idee? {ANSWER}" in page
    assert "Wanneer bellen we? avond" in page


def test_what_was_asked_stays_as_it_was_asked(client: Client, team: Team) -> None:
    code = add_question(team, "Wie bracht je op het idee?", label_fr="Qui vous l’a dit ?", kind="yes_no")
    with override("fr"):
        client.cookies["django_language"] = "fr"
        fill(client, OWN, vraag={code: "yes"})
        client.post(SEND)
    assert kept() == [("Qui vous l’a dit ?", "Oui")]
    assert set(Words.objects.filter(item__kind=ItemKind.ANSWER).values_list("language", flat=True)) == {"fr"}
    add_question(team, "Heel iets anders?", code=code, kind="text", since=today() + timedelta(days=1))
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        client.force_login(team.account(Role.INTAKE))
        page = text_of(client.get(f"/aanmeldingen/{Referral.objects.get().id}/"))
    assert "Qui vous l’a dit ? Oui" in page
    assert "Heel iets anders?" not in page


@pytest.mark.rule(34)
def test_what_a_youngster_answers_is_as_closed_as_its_question(client: Client, team: Team) -> None:
    code = add_question(team, "Met wie praat je?", asked_of="youngster")
    fill(client, YOUNG, vraag={code: ANSWER})
    client.post(SEND)
    answer = Item.objects.get(kind=ItemKind.ANSWER)
    assert answer.confidential
    assert answer.confidential == Item.objects.get(kind=ItemKind.QUESTION).confidential
    assert answer.from_whom_id == Item.objects.get(kind=ItemKind.QUESTION).from_whom_id


def test_a_consult_without_names_is_asked_nothing(client: Client, team: Team) -> None:
    code = add_question(team, "Wie is het?", place="end")
    fill(client, CONSULT)
    assert "Wie is het?" not in text_of(client.get("/aanmelden/stap/aanmelder/"))
    client.post(
        "/aanmelden/stap/aanmelder/", CONSULT["/aanmelden/stap/aanmelder/"] | {code: "Jan uit de Dorpsstraat"}
    )
    assert client.post(SEND).status_code == 302
    assert kept() == []


@pytest.mark.parametrize(("sent", "says"), [("x" * 1001, "hoogstens 1000 tekens"), ("\x00", "")])
def test_an_answer_that_cannot_be_kept_is_explained(client: Client, team: Team, sent: str, says: str) -> None:
    code = add_question(team, "Wie bracht je op het idee?", place="question")
    fill(client, {page: one for page, one in OWN.items() if "vraag" not in page})
    answer = client.post("/aanmelden/stap/vraag/", {"question": "Help", code: sent})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "Help" in text_of(answer)


def test_an_answer_that_was_never_offered_is_refused(client: Client, team: Team) -> None:
    code = add_question(team, "Wanneer bellen we?", place="question", **CHOICE)
    fill(client, {page: one for page, one in OWN.items() if "vraag" not in page})
    answer = client.post("/aanmelden/stap/vraag/", {"question": "Help", code: "middernacht"})
    assert answer.status_code == 422
    assert "Kies een van de antwoorden die er staan" in text_of(answer)


def test_answers_fall_away_with_the_place_only_after_being_told(client: Client, team: Team) -> None:
    elsewhere = make_team("9902")
    here = add_question(team, "Wanneer bellen we?", place="reach", **CHOICE)
    there = add_question(elsewhere, "Wie bracht je op het idee?", place="reach")
    fill(client, OWN, contact={here: "avond"})
    told = client.post(PLACE, {"place": "9902"})
    assert told.status_code == 200
    assert "Deze antwoorden gaan niet mee" in text_of(told)
    assert "Wanneer bellen we? avond" in text_of(told)
    assert "avond" in text_of(client.get(SEND)).lower()  # nothing changed yet
    told = client.post(PLACE, {"place": "9902", "valt-weg": str(team.partnership.id)})
    assert told.status_code == 200  # read about another place
    moved = client.post(PLACE, {"place": "9902", "valt-weg": str(elsewhere.partnership.id)})
    assert moved["Location"] == "/aanmelden/stap/contact/"  # it asks something else there
    page = text_of(client.get("/aanmelden/stap/contact/"))
    assert "Wie bracht je op het idee?" in page
    assert "Wanneer bellen we?" not in page
    client.post("/aanmelden/stap/contact/", OWN["/aanmelden/stap/contact/"] | {there: ANSWER})
    assert client.post(SEND).status_code == 302
    assert kept() == [("Wie bracht je op het idee?", ANSWER)]


def test_back_to_the_same_place_tells_nothing(client: Client, team: Team) -> None:
    code = add_question(team, "Wanneer bellen we?", place="reach", **CHOICE)
    fill(client, OWN, contact={code: "avond"})
    assert client.post(PLACE, {"place": "9901"})["Location"] == SEND


def test_the_phone_asks_it_too(client: Client, team: Team) -> None:
    code = add_question(team, "Wie bracht je op het idee?", asked_of="family")
    add_question(team, "Enkel voor jongeren?", asked_of="youngster")
    client.force_login(team.account(Role.INTAKE))
    shown = text_of(client.get(CALL))
    assert "Wie bracht je op het idee?" in shown
    assert "Voor een gezin dat zelf hulp vraagt" in shown
    assert "Enkel voor jongeren?" not in shown
    sent = answers(asked_for=str(team.partnership.id), referrer_type="family") | {code: ANSWER}
    assert client.post(CALL, sent).status_code == 302
    assert kept() == [("Wie bracht je op het idee?", ANSWER)]


def test_by_phone_a_question_for_others_is_not_kept_unread(client: Client, team: Team) -> None:
    code = add_question(team, "Wie bracht je op het idee?", asked_of="family")
    add_question(team, "Werkte je al met ons?", asked_of="professional")
    client.force_login(team.account(Role.INTAKE))
    sent = answers(asked_for=str(team.partnership.id), referrer_type="clb") | {code: ANSWER}
    told = client.post(CALL, sent)
    assert told.status_code == 200
    assert "Niet elke vraag is voor wie nu aanmeldt." in text_of(told)
    assert f"Wie bracht je op het idee? {ANSWER}" in text_of(told)
    assert f'name="{code}"' not in told.content.decode()
    assert "Werkte je al met ons?" in text_of(told)
    assert not Referral.objects.exists()
    del sent[code]
    assert client.post(CALL, sent).status_code == 302
    assert kept() == []


def test_a_lost_draft_says_that_the_regions_own_questions_are_asked_again(client: Client, team: Team) -> None:
    code = add_question(team, "Wanneer bellen we?", place="reach", **CHOICE)
    said = OWN["/aanmelden/stap/contact/"]
    again = "wat je bij de vragen van je eigen regio schreef, vragen we straks opnieuw"
    assert again not in text_of(client.post("/aanmelden/stap/contact/", said, follow=True))
    client.post("/aanmelden/wissen/")
    assert again in text_of(client.post("/aanmelden/stap/contact/", said | {code: "avond"}, follow=True))


def test_by_phone_another_place_asks_its_own_before_it_is_kept(client: Client, team: Team) -> None:
    elsewhere = make_team("9902")
    here, there = add_question(team, "Wie belde?"), add_question(elsewhere, "Wie bracht je op het idee?")
    client.force_login(team.account(Role.INTAKE))
    sent = answers(asked_for=str(team.partnership.id), place="9902") | {here: ANSWER}
    told = client.post(CALL, sent)
    assert told.status_code == 200
    assert "Nog niet bewaard" in text_of(told)
    assert f"Wie belde? {ANSWER}" in text_of(told)
    assert not Referral.objects.exists()
    del sent[here]
    again = sent | {"asked_for": str(elsewhere.partnership.id), there: "de school"}
    assert client.post(CALL, again).status_code == 302
    assert kept() == [("Wie bracht je op het idee?", "de school")]


def test_by_phone_a_consult_without_names_answers_none(client: Client, team: Team) -> None:
    code = add_question(team, "Wie bracht je op het idee?")
    client.force_login(team.account(Role.INTAKE))
    nameless = answers(
        asked_for=str(team.partnership.id), anonymous="on", family_name="", family_informed="no"
    )
    nameless |= {"persons-0-given_name": "", "persons-0-day": "", "persons-1-role": "", code: ANSWER}
    refused = client.post(CALL, nameless)
    assert refused.status_code == 422
    assert "antwoordt niemand daarop" in text_of(refused)
    assert client.post(CALL, nameless | {code: ""}).status_code == 302


def test_a_broken_asked_for_is_no_accident(client: Client, team: Team) -> None:
    add_question(team, "Wie bracht je op het idee?")
    client.force_login(team.account(Role.INTAKE))
    for asked_for in ("x", "\x00", str(UUID(int=0))):
        assert client.post(CALL, answers(asked_for=asked_for)).status_code == 200


def test_asking_costs_one_question_to_the_database_and_sending_none(
    client: Client, team: Team, django_assert_num_queries: Any
) -> None:
    codes = [add_question(team, f"Vraag {number}?") for number in range(3)]
    fill(client, REFERRER, aanmelder=dict.fromkeys(codes, ANSWER))
    with django_assert_num_queries(CHECK_QUERIES):
        client.get(SEND)
    with django_assert_num_queries(SEND_QUERIES):
        client.post(SEND)
    assert len(kept()) == 3


# As without questions of one's own: see test_refer.
CHECK_QUERIES = 13
SEND_QUERIES = 41
