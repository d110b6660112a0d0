"""A message to the coach with one's own card, and what the coach sees and answers."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.models import Item
from eenplan.plans.models import Message
from tests.factories.plans import Helped
from tests.web.coach.test_rights import address, signed_in
from tests.web.family.test_sharing import DAUGHTER, FATHER, MOTHER, came_in, text_of
from tests.web.family.test_sharing import helped as helped

pytestmark = pytest.mark.django_db

PAGE = "/gezin/bericht/"
SAID = "GEHEIM-ik durf het thuis niet te zeggen"
ANSWER = "GEHEIM-ik bel je morgen"


def typed(**changes: str) -> dict[str, str]:
    """What somebody fills in."""
    return {"words": SAID, "for_whom": "coach", "sent_key": str(new_id()), **changes}


@pytest.mark.rule(34)
def test_somebody_writes_the_coach_answers_and_nobody_else_reads_it(helped: Helped) -> None:
    daughter = came_in(helped, DAUGHTER)
    assert 'name="sent_key"' in text_of(daughter.get(PAGE))
    sent = typed()
    for _twice in range(2):
        answer: Any = daughter.post(PAGE, sent, follow=True)
    page = text_of(answer)
    assert "Je bericht is weg" in page
    assert page.count(SAID) == 1
    row = Message.objects.get()
    coach = signed_in(helped)
    today = text_of(coach.get("/vandaag/"))
    place = reverse("coach:answer-message", args=[helped.family.id, row.item_id])
    assert "Noor schreef je een bericht" in today
    assert place in today
    assert SAID not in today
    assert "Noor wacht op een antwoord" in text_of(coach.get(address(helped, "read-family")))
    assert SAID in text_of(coach.get(place))
    assert coach.post(place, {"words": ANSWER}).url == address(helped, "list-messages")
    assert "schreef je een bericht" not in text_of(coach.get("/vandaag/"))
    assert "antwoordde op je bericht" in text_of(daughter.get("/gezin/start/"))
    page = text_of(daughter.get(PAGE))
    assert ANSWER in page
    assert "Ik heb het gelezen" in page
    read = reverse("family:note-answer-read", args=[row.item_id])
    assert "Ik heb het gelezen" not in text_of(daughter.post(read, follow=True))
    assert "antwoordde op je bericht" not in text_of(daughter.get("/gezin/start/"))
    for other in (came_in(helped, MOTHER), came_in(helped, FATHER)):
        page = text_of(other.get(PAGE))
        assert SAID not in page
        assert ANSWER not in page
        assert other.post(read).status_code == 404
    for role in (Role.COORDINATOR, Role.INTAKE):
        browser = signed_in(helped, role)
        assert SAID not in text_of(browser.get(address(helped, "list-messages")))
        assert browser.get(place).status_code == 403
    assert mail.outbox == []


def test_the_family_may_read_along_when_one_says_so(helped: Helped) -> None:
    came_in(helped, DAUGHTER).post(PAGE, typed(for_whom="family"))
    assert Item.objects.get(kind="message").released_to_all
    page = text_of(came_in(helped, MOTHER).get(PAGE))
    assert SAID in page
    assert "Je coach en iedereen van je gezin" in page


def test_what_to_do_when_it_is_urgent_stands_beside_the_form(helped: Helped) -> None:
    page = text_of(came_in(helped, MOTHER).get(PAGE))
    assert "Wacht niet op een antwoord" in page
    assert 'href="tel:112"' in page
    assert page.index("Wacht niet op een antwoord") < page.index('name="words"')


def test_bad_input_keeps_what_was_typed(helped: Helped) -> None:
    mother = came_in(helped, MOTHER)
    for changes, shown in (
        ({"words": " "}, "Schrijf eerst wat je wil zeggen"),
        ({"words": SAID + "a" * 2000}, "Dit is te lang"),
        ({"for_whom": "world"}, "Kies een van de antwoorden"),
    ):
        answer: Any = mother.post(PAGE, typed(**changes))
        assert answer.status_code == 422
        assert shown in text_of(answer)
    assert SAID in text_of(mother.post(PAGE, typed(for_whom="world")))
    assert not Message.objects.exists()
    assert mother.post(PAGE, typed(sent_key="iets anders")).status_code == 302
    coach = signed_in(helped)
    place = reverse("coach:answer-message", args=[helped.family.id, Message.objects.get().item_id])
    for wrong, shown in (
        ({"words": ""}, "vink aan dat er geen nodig is"),
        ({"words": ANSWER, "none": "on"}, "Kies een van de twee"),
    ):
        answer = coach.post(place, wrong)
        assert answer.status_code == 422
        assert shown in text_of(answer)
    coach.post(place, {"words": "", "none": "on"})
    assert "Jullie praten er samen over" in text_of(mother.get(PAGE))


def test_a_visitor_is_asked_for_a_card(client: Client) -> None:
    answer: Any = client.get(PAGE)
    assert answer.url == reverse("family:open-card")


def test_a_message_more_costs_no_query_more(helped: Helped, django_assert_num_queries: Any) -> None:
    mother = came_in(helped, MOTHER)
    coach = signed_in(helped)
    mother.get(PAGE)
    coach.get(address(helped, "list-messages"))
    for _number in range(2):
        mother.post(PAGE, typed())
        with django_assert_num_queries(14):
            mother.get(PAGE)
        with django_assert_num_queries(12):
            coach.get(address(helped, "list-messages"))
