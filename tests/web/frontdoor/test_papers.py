"""Papers with a referral: without a script, one after the other, sealed until it is sent, and sent once."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings

from eenplan.audit.models import Entry
from eenplan.core.acting import public_form, request_transaction, show_draft
from eenplan.families.models import Attachment, AttachmentContent
from eenplan.referrals.models import Draft, DraftFile, Referral
from eenplan.referrals.queries.drafts import hash_of
from tests.cast import MARKER, make_team
from tests.factories.papers import make_office, make_pdf, make_picture
from tests.once import once
from tests.web.frontdoor.answers import CONSULT, OWN, REFERRER, YOUNG, fill
from tests.web.frontdoor.test_later import RECEIPT, RESUME, SEND, code_on, key_on, text_of

pytestmark = pytest.mark.django_db
PAPERS = "/aanmelden/papieren/"
NAME = f"{MARKER.format('verslag')}.pdf"


@once(autouse=True)
def team() -> Any:
    return make_team("9901")


def give(client: Client, content: bytes, name: str = NAME, **more: str) -> Any:
    """Choose a file and press 'Voeg dit papier toe' (or what `more` says)."""
    file = SimpleUploadedFile(name, content, "text/html")  # what the browser says of it is never believed
    return client.post(PAPERS, {"file": file, **(more or {"add": "yes"})})


def test_papers_are_added_one_after_the_other_and_taken_away_again(client: Client) -> None:
    fill(client, REFERRER)
    assert give(client, make_pdf("een"))["Location"] == PAPERS
    assert give(client, make_office(), "brief.docx")["Location"] == PAPERS
    page = client.get(PAPERS)
    assert NAME in text_of(page)
    assert "PDF, 1 kB" in text_of(page)
    assert "brief.docx" in text_of(page)
    assert "Word-document" in text_of(page)
    away = re.findall(r'action="([^"]+/weg/)"', page.content.decode())
    assert client.post(away[0])["Location"] == PAPERS
    assert NAME not in text_of(client.get(PAPERS))
    assert DraftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "goes"), [({"ga": "verder"}, SEND), ({"later": "yes"}, "/aanmelden/later/")]
)
def test_a_paper_that_was_chosen_is_kept_whatever_button_is_pressed(
    client: Client, more: dict[str, str], goes: str
) -> None:
    fill(client, REFERRER)
    assert give(client, make_pdf(), **more)["Location"] == goes
    assert DraftFile.objects.count() == 1


def test_nobody_has_to(client: Client) -> None:
    fill(client, REFERRER)
    assert client.post(PAPERS, {})["Location"] == SEND
    pressed = client.post(PAPERS, {"add": "yes"})
    assert pressed.status_code == 422
    assert "Kies eerst een bestand" in text_of(pressed)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "leeg.pdf", "leeg"),
        (b"MZ\x90\x00" + b"x" * 600, "brief.pdf", "Dit is een programma"),
        (b"<svg onload='x'/>", "tekening.png", "Bewaar ze als PDF"),
        (make_pdf() + b" " * 40 * 1024 * 1024, "groot.pdf", "hoogstens 10 MB"),
    ],
    ids=["empty", "exe named pdf", "svg named png", "40 MB"],
)
def test_what_is_refused_says_why_and_nothing_is_lost(
    client: Client, content: bytes, name: str, words: str
) -> None:
    fill(client, REFERRER)
    give(client, make_pdf())
    refused = give(client, content, name)
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert NAME in text_of(refused)
    assert DraftFile.objects.count() == 1
    assert client.post(SEND)["Location"] == RECEIPT


def test_a_request_that_is_far_too_large_is_told_so_in_plain_words(client: Client) -> None:
    fill(client, REFERRER)
    with override_settings(REQUEST_MOST_BYTES=1_000_000):
        refused = give(client, make_pdf() + b" " * 2_000_000)
    assert refused.status_code == 413
    assert "Een bestand mag hoogstens 10 MB zijn" in text_of(refused)
    assert not DraftFile.objects.exists()


def test_of_several_files_at_once_no_more_than_one_paper_is_held(client: Client) -> None:
    fill(client, REFERRER)
    full = make_pdf() + b" " * (6 * 1024 * 1024) + b"%%EOF"
    many = [SimpleUploadedFile(f"{number}.pdf", full) for number in range(3)]
    answer = client.post(PAPERS, {"file": many, "add": "yes"})
    assert answer.status_code == 422
    assert not DraftFile.objects.exists()


def test_no_more_than_ten_and_the_same_paper_once(client: Client) -> None:
    fill(client, REFERRER)
    for number in range(10):
        give(client, make_pdf(f"nummer {number}"))
    give(client, make_pdf("nummer 3"), "zelfde.pdf")
    assert "stond er al" in text_of(client.get(PAPERS))
    refused = give(client, make_pdf("elf"))
    assert refused.status_code == 422
    assert "Er zijn al 10 papieren" in text_of(refused)
    assert DraftFile.objects.count() == 10


def test_the_page_costs_the_same_for_one_paper_as_for_four(
    client: Client, django_assert_num_queries: Any
) -> None:
    fill(client, REFERRER)
    for upto in (1, 4):
        for number in range(upto):
            give(client, make_pdf(f"nummer {number}"))
        client.get(PAPERS)
        with django_assert_num_queries(9):
            client.get(PAPERS)


def test_a_stolen_table_tells_neither_name_nor_content(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf("GEHEIM-inhoud"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(about, 'escape') || encode(content, 'escape') || f::text FROM referrals_draftfile f"
        )
        assert "GEHEIM" not in cursor.fetchone()[0]


def test_the_web_role_sees_only_papers_of_the_draft_it_asks_for(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf())
    code = code_on(client)
    with request_transaction(public_form()):
        assert DraftFile.objects.count() == 0
        show_draft(hash_of(code))
        assert DraftFile.objects.count() == 1


def test_papers_come_back_with_the_code_on_another_device(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf())
    other = Client()
    other.post(RESUME, {"code": code_on(client)})
    assert NAME in text_of(other.get(PAPERS))
    assert NAME in text_of(other.get(SEND))


def test_papers_go_with_the_draft_when_it_is_wiped(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf())
    client.post("/aanmelden/wissen/")
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


def test_sent_they_stand_in_the_file_once_and_the_form_cannot_read_them(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf("een"))
    give(client, make_picture(), "foto.jpeg")
    key = key_on(client.get(SEND))
    assert client.post(SEND, {"draft": key})["Location"] == RECEIPT
    assert client.post(SEND, {"draft": key})["Location"] == RECEIPT
    referral = Referral.objects.get()
    assert sorted(Attachment.objects.values_list("name", flat=True)) == [NAME, "foto.jpeg"]
    assert AttachmentContent.objects.get(attachment__kind="pdf").content == make_pdf("een")
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()
    assert not Attachment.objects.filter(item__released_to_all=True).exists()
    written = Entry.objects.filter(what="families:attachment:written")
    assert {tuple(entry.families) for entry in written} == {(referral.family_id,)}
    with request_transaction(public_form(referral.family_id)):
        assert AttachmentContent.objects.count() == 0
    assert NAME not in text_of(client.get(RECEIPT))


@pytest.mark.parametrize("pages", [OWN, YOUNG], ids=["own", "young"])
def test_a_family_and_a_youngster_send_papers_too(client: Client, pages: dict[str, Any]) -> None:
    fill(client, pages)
    assert "hoeft niets toe te voegen" in text_of(client.get(PAPERS))
    assert give(client, make_picture(), "brief.jpeg")["Location"] == PAPERS
    assert client.post(SEND)["Location"] == RECEIPT
    assert Attachment.objects.get().name == "brief.jpeg"
    assert not Attachment.objects.filter(item__released_to_all=True).exists()


def test_who_is_not_asked_for_papers_cannot_send_any(client: Client) -> None:
    fill(client, CONSULT)
    assert give(client, make_pdf())["Location"] == SEND
    assert not DraftFile.objects.exists()


def test_papers_do_not_go_along_with_what_became_a_consult_without_names(client: Client) -> None:
    fill(client, REFERRER)
    give(client, make_pdf())
    fill(client, {address: CONSULT[address] for address in list(CONSULT)[1:]})
    assert NAME not in text_of(client.get(SEND))
    assert client.post(SEND)["Location"] == RECEIPT
    assert Referral.objects.get().anonymous
    assert not Attachment.objects.exists()
    assert not DraftFile.objects.exists()


def test_without_a_draft_nothing_is_kept(client: Client) -> None:
    assert give(client, make_pdf()).status_code == 410
    assert client.get(PAPERS).status_code == 200
    assert not DraftFile.objects.exists()


def test_too_many_tries_are_asked_to_wait(client: Client) -> None:
    fill(client, REFERRER)
    for _number in range(60):
        give(client, b"MZ")
    refused = give(client, make_pdf())
    assert refused.status_code == 429
    assert not DraftFile.objects.exists()
