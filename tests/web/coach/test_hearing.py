"""At the table: how everybody hears that something is ready, what was not sent, a letter, an address that is not safe."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.core.actions import writing
from eenplan.core.ids import new_id
from eenplan.families.models import ContactDetail, Person
from eenplan.plans.enums import HearsBy, NoticeKind, NoticeState
from eenplan.plans.models import HearsHow, Notice
from eenplan.referrals.models import Referral
from tests.cast import MARKER
from tests.factories.plans import Helped

pytestmark = pytest.mark.django_db

INBOX = "moeder@example.org"


def page(helped: Helped, name: str, *more: Any) -> str:
    """The address of a page of this family."""
    return reverse(f"coach:{name}", args=[helped.family.id, *more])


def kept(helped: Helped, state: NoticeState, why: str = "") -> UUID:
    """A notice that came to this."""
    with writing():
        return Notice.objects.create(
            family_id=helped.family.id,
            person=helped.mother,
            kind=NoticeKind.NEW,
            key=str(new_id()),
            state=state,
            why=why,
            sending_at="2026-11-18T12:00:00Z",
        ).id


def test_the_coach_notes_how_somebody_wants_it(alice: Client, helped: Helped) -> None:
    form = page(helped, "choose-hearing", helped.mother.id)
    assert "wij sturen niets" in alice.get(page(helped, "list-hearing")).content.decode()
    assert alice.get(form).status_code == 200
    answer: Any = alice.post(form, {"way": "other", "typed": INBOX}, follow=True)
    assert f"een e-mail naar {INBOX}" in answer.content.decode()
    how = HearsHow.objects.get()
    assert (how.by, how.detail and how.detail.value, how.detail and how.detail.safe) == (
        "email",
        INBOX,
        True,
    )
    alice.post(form, {"way": "other", "typed": INBOX})
    assert ContactDetail.objects.filter(value=INBOX).count() == 1, "written down once"
    assert alice.post(form, {"way": f"d{how.detail_id}"}).status_code == 302
    assert alice.post(form, {"way": "letter"}).status_code == 302
    assert HearsHow.objects.get().by == HearsBy.LETTER
    assert alice.post(form, {"way": "nothing"}).status_code == 302
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Kies wat deze persoon wil"),
        ({"way": "pigeon"}, ""),
        ({"way": "other", "typed": ""}, "Typ het e-mailadres of het gsm-nummer."),
        ({"way": "other", "typed": "bel mij maar"}, "naam@voorbeeld.be"),
        ({"way": "other", "typed": "089 00 00 00"}, "naam@voorbeeld.be"),
    ],
)
def test_what_cannot_be_is_said_and_keeps_what_was_typed(
    alice: Client, helped: Helped, sent: dict[str, str], words: str
) -> None:
    answer = alice.post(page(helped, "choose-hearing", helped.mother.id), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert sent.get("typed", "") in answer.content.decode()
    assert not HearsHow.objects.exists()


def test_an_address_that_is_not_safe_any_more_is_used_no_more(alice: Client, helped: Helped) -> None:
    form = page(helped, "choose-hearing", helped.mother.id)
    alice.post(form, {"way": "other", "typed": INBOX})
    detail = ContactDetail.objects.get(value=INBOX)
    answer: Any = alice.post(page(helped, "mark-unsafe", detail.item_id), follow=True)
    assert "Daar sturen we niets meer naartoe" in answer.content.decode()
    assert "niet veilig" in answer.content.decode()
    refused = alice.post(form, {"way": "other", "typed": INBOX.upper()})
    assert refused.status_code == 422
    assert "staat dat het niet veilig is" in refused.content.decode()


def test_what_was_not_sent_is_said_in_plain_words_until_it_was_told(alice: Client, helped: Helped) -> None:
    refused = kept(helped, NoticeState.UNSENT, "refused")
    kept(helped, NoticeState.UNSURE)
    kept(helped, NoticeState.KEPT, "unsafe")
    kept(helped, NoticeState.KEPT, "nothing")
    kept(helped, NoticeState.SENT)
    text = alice.get(page(helped, "list-hearing")).content.decode()
    for words in (
        "werd geweigerd",
        "Misschien niet aangekomen",
        "van dit adres of nummer staat dat het niet",
    ):
        assert text.count(words) == 1
    assert text.count("Ik zei het zelf") == 3 * 1 + text.count('"Ik zei het zelf')
    assert "kon niet weg" in alice.get("/vandaag/").content.decode()
    answer: Any = alice.post(page(helped, "note-told", refused), follow=True)
    assert "werd geweigerd" not in answer.content.decode()


def test_a_letter_says_as_little_in_the_language_of_whom_it_is_for(alice: Client, helped: Helped) -> None:
    letter = kept(helped, NoticeState.LETTER)
    with writing():
        Person.objects.filter(id=helped.mother.id).update(language="fr")
    paper = alice.get(page(helped, "print-notice", letter))
    assert paper["Content-Type"] == "application/pdf"
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper.content)).pages)
    assert MARKER.format("") not in text
    assert helped.family.reference not in text
    assert alice.post(page(helped, "note-told", letter)).status_code == 302
    assert "Afgegeven" not in alice.get(page(helped, "list-hearing")).content.decode()


def test_of_a_family_that_is_not_safe_to_contact_it_is_said(alice: Client, helped: Helped) -> None:
    with writing():
        Referral.objects.filter(family_id=helped.family.id).update(safe_to_contact=False)
    assert "Wij sturen dit gezin niets" in alice.get(page(helped, "list-hearing")).content.decode()


@pytest.mark.parametrize("who", ["bob", "charlie", "coordinator_elsewhere", "partner", "visitor"])
def test_nobody_else(enter: Any, helped: Helped, who: str) -> None:
    other, letter = enter(who), kept(helped, NoticeState.LETTER)
    detail = ContactDetail.objects.filter(family_id=helped.family.id).first()
    assert detail
    for name, more in (
        ("list-hearing", ()),
        ("choose-hearing", (helped.mother.id,)),
        ("print-notice", (letter,)),
    ):
        assert other.get(page(helped, name, *more)).status_code in (302, 403, 404)
    for name, more in (("note-told", (letter,)), ("mark-unsafe", (detail.item_id,))):
        assert other.post(page(helped, name, *more)).status_code in (302, 403, 404)
    assert Notice.objects.get().heard_at is None
    assert ContactDetail.objects.get(item_id=detail.item_id).safe is not False


def test_the_page_asks_as_often_for_more(
    alice: Client, helped: Helped, django_assert_max_num_queries: Any
) -> None:
    kept(helped, NoticeState.UNSURE)
    with django_assert_max_num_queries(60) as one:
        alice.get(page(helped, "list-hearing"))
    for _more in range(3):
        kept(helped, NoticeState.UNSURE)
    with django_assert_max_num_queries(len(one)):
        alice.get(page(helped, "list-hearing"))
