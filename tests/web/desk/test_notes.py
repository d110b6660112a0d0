"""Notes between colleagues: part of the file, never wiped out; questions that wait for an answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.models import Item, Words
from eenplan.referrals.actions import correct_note, write_note
from eenplan.referrals.models import Note, NoteRead, Referral
from tests.cast import Team
from tests.web.desk.situations import address, received
from tests.web.desk.test_listing import LIST, text_of

pytestmark = pytest.mark.django_db

SignIn = Callable[[Team, Role], Client]
QUESTIONS = "/aanmeldingen/vragen/"


def write(browser: Client, found: Referral, text: str = "Bel na vier uur.", **typed: Any) -> Any:
    return browser.post(address("write-note", found), {"text": text, **typed})


@pytest.mark.rule(32)
@pytest.mark.rule(40)
def test_a_note_is_an_item_of_the_file_with_its_author_and_its_audit(here: Team, intake: Client) -> None:
    found = received(here)
    assert write(intake, found)["Location"] == address("read-referral", found) + "#notities"
    page = text_of(intake.get(address("read-referral", found)))
    assert "Bel na vier uur." in page
    assert "Het gezin kan dit ooit lezen" in page
    item = Item.objects.get(kind="note")
    assert item.author_id == here.acting(Role.INTAKE).actor_id
    assert (item.released_to_all, item.family_id) == (False, found.family_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT families FROM audit_entry WHERE what = 'referrals:note:written'")
        assert cursor.fetchall() == [([found.family_id],)]


def test_a_correction_replaces_and_the_old_words_stay_readable(here: Team, as_role: SignIn) -> None:
    found = received(here)
    intake = as_role(here, Role.INTAKE)
    write(intake, found, "Bel na vier uur.")
    note = Note.objects.get()
    href = reverse("desk:correct-note", args=[found.id, note.item_id])
    assert "Bel na vier uur." in intake.get(href).content.decode()
    intake.post(href, {"text": "Bel voor vier uur."})
    page = text_of(intake.get(address("read-referral", found)))
    assert "Bel voor vier uur." in page
    assert "Eerdere tekst" in page
    assert "Bel na vier uur." in page
    assert Words.objects.filter(item_id=note.item_id).count() == 2
    assert as_role(here, Role.COORDINATOR).post(href, {"text": "x"}).status_code == 404


def test_nothing_of_a_note_can_be_changed_or_wiped_out(here: Team, intake: Client) -> None:
    found = received(here)
    write(intake, found)
    with request_transaction(here.acting(Role.INTAKE)), connection.cursor() as cursor:
        for statement in ("UPDATE referrals_note SET asked_to_id = NULL", "DELETE FROM referrals_note"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement)


def test_a_question_waits_in_the_list_of_who_is_asked_until_it_is_answered(
    here: Team, as_role: SignIn
) -> None:
    found = received(here, family_name="Janssens")
    coordinator = here.acting(Role.COORDINATOR)
    intake = as_role(here, Role.INTAKE)
    write(intake, found, "Ken jij de school?", asked_to=str(coordinator.actor_id))
    assert "wacht op jou" not in text_of(intake.get(LIST))
    asked = as_role(here, Role.COORDINATOR)
    assert "Eén vraag van een collega wacht op jou." in text_of(asked.get(LIST))
    assert "Ken jij de school?" in text_of(asked.get(QUESTIONS))
    answer = reverse("desk:answer-note", args=[found.id, Note.objects.get().item_id])
    assert asked.post(answer, {"text": "Ja, ik bel hen."}).status_code == 302
    assert "Geen vraag van een collega wacht op jou." in text_of(asked.get(QUESTIONS))
    again = asked.post(answer, {"text": "Nog eens."})
    assert again.status_code == 422
    assert "Nog eens." in again.content.decode()


def test_who_has_read_it(here: Team, as_role: SignIn) -> None:
    found = received(here)
    write(as_role(here, Role.INTAKE), found)
    colleague = as_role(here, Role.COORDINATOR)
    assert "Ik heb de notities gelezen" in text_of(colleague.get(address("read-referral", found)))
    for _twice in range(2):
        colleague.post(address("mark-notes-read", found))
    assert NoteRead.objects.count() == 1
    name = here.assignments[Role.COORDINATOR].staff_member.name
    page = text_of(as_role(here, Role.INTAKE).get(address("read-referral", found)))
    assert f"Gelezen door {name}." in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
def test_a_note_that_cannot_be_is_said_and_kept(here: Team, intake: Client, text: str) -> None:
    page = write(intake, received(here), text)
    assert page.status_code == 422
    assert text.strip() in page.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("asked", ["niemand", "00000000-0000-7000-8000-000000000009"])
def test_only_a_colleague_of_the_desk_can_be_asked(here: Team, intake: Client, asked: str) -> None:
    assert write(intake, received(here), asked_to=asked).status_code == 422


def test_another_partnership_neither_reads_nor_writes(here: Team, there: Team, as_role: SignIn) -> None:
    found = received(here)
    write(as_role(here, Role.INTAKE), found, "GEHEIM-notitie")
    note = Note.objects.get()
    other = as_role(there, Role.INTAKE)
    for name in ("correct-note", "answer-note"):
        assert (
            other.post(reverse(f"desk:{name}", args=[found.id, note.item_id]), {"text": "x"}).status_code
            == 404
        )
    acting = there.acting(Role.INTAKE)
    with request_transaction(acting):
        assert Note.objects.count() == 0
        with pytest.raises(NotFound):
            write_note(acting, referral_id=found.id, text="x")
        with pytest.raises(NotFound):
            correct_note(acting, note_id=note.item_id, text="x")
