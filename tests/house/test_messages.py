"""E-mails and text messages are searched for secrets like pages are: what leaves says a code, or whom to call, and no more."""

import ast
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

import eenplan
from eenplan.audit.models import Event
from eenplan.core.acting import request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.families.actions import NewDetail, issue_card, open_card
from eenplan.families.actions.entrances import add_entrance, send_confirmation
from eenplan.families.enums import DetailKind, EntranceKind
from eenplan.families.models import Family, Item, Person
from eenplan.families.rules.addresses import Address
from eenplan.families.tasks import send_codes
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.plans.actions.hearing import choose_way
from eenplan.plans.enums import HearsBy, NoticeKind
from eenplan.plans.models import Notice
from eenplan.plans.tasks import notice_words, send_notice, tell_event
from eenplan.referrals.actions import end
from eenplan.referrals.enums import OutcomeKind
from eenplan.referrals.tasks import send_messages
from eenplan.rights.actions import endings
from eenplan.rights.enums import EndGround
from eenplan.rights.models import Ending
from eenplan.rights.tasks import send_notices, tell_answer
from tests.cast import MARKER
from tests.factories.referrals import send_form
from tests.house.furnished import NUMBER
from tests.house.hidden import INBOX, markers
from tests.house.world import World
from tests.jobs import work_off

pytestmark = pytest.mark.django_db

# All who send something: the tasks that make the words, and the way to a phone. A new one belongs in the test below.
SENDERS = {"families/tasks.py", "plans/tasks.py", "referrals/tasks.py", "rights/tasks.py", "core/texts.py"}
MAKES_MAIL = {
    "EmailMessage",
    "EmailMultiAlternatives",
    "send_mail",
    "send_mass_mail",
    "mail_admins",
    "urlopen",
}


@pytest.fixture
def texts(settings: Any, tmp_path: Path) -> Path:
    """Where text messages are written."""
    settings.TEXTS_BY, settings.TEXTS_FILE_PATH = "file", tmp_path
    return tmp_path


def test_everybody_who_sends_is_known() -> None:
    root = Path(eenplan.__file__).parent
    found = set()
    for path in root.rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        if names & MAKES_MAIL:
            found.add(str(path.relative_to(root)))
    assert found == SENDERS


def test_no_letter_and_no_text_carries_a_secret(world: World, texts: Path) -> None:
    helped = world.helped
    _ask_codes(world)
    set_contact_point(
        task(),
        partnership_id=helped.team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 09", "op werkdagen"),
        since=today(),
    )
    told = send_form(
        helped.team,
        details=(NewDetail(DetailKind.EMAIL, INBOX, safe=True),),
        safe_to_contact=True,
        family_informed=True,
    )
    assert send_codes(task()).sent == 2
    assert send_messages(task()).sent == 1
    intake = helped.team.acting(Role.INTAKE)
    with request_transaction(intake):
        end(intake, referral_id=told.id, kind=OutcomeKind.WITHDRAWN, reason="wil niet meer")
    assert _end_of_what_is_kept() == 1
    letters = [str(one.message()) + one.subject + one.body for one in mail.outbox]
    letters += [one.read_text() for one in texts.iterdir()]
    assert len(letters) == 4
    secrets = (MARKER.format(""), NUMBER, helped.family.reference, told.reference, told.family.reference)
    for letter in letters:
        assert markers(letter) - {INBOX} == set()  # to whom it goes
        assert [one for one in secrets if one in letter] == []


LANGUAGES = ("nl", "fr", "en", "ar", "tr", "uk")


def test_no_notice_of_any_kind_carries_a_secret_in_any_language(world: World, texts: Path) -> None:
    """Of every piece of a file that holds everything, in each language, by e-mail and by text message."""
    helped = world.helped
    pieces = list(Item.objects.filter(family_id=helped.family.id).values_list("id", flat=True))
    number = "0470 00 00 06"
    # Not the mother: she asked not to use her data for a while.
    hear = helped.people[1], helped.people[3]
    with writing():
        Person.objects.filter(family_id=helped.family.id).update(informed=True)
    for person, by, to in zip(hear, (HearsBy.EMAIL, HearsBy.TEXT), (INBOX, number), strict=True):
        with request_transaction(helped.coach):
            choose_way(helped.coach, person_id=person.id, by=by, typed=to)
    said: dict[tuple[str, str], set[str]] = {}
    for language in LANGUAGES:
        with writing():
            Person.objects.filter(family_id=helped.family.id).update(language=language)
        for kind in (one for one in NoticeKind if one is not NoticeKind.REMINDER):
            for person in hear:
                mail.outbox.clear()
                with writing():
                    row = Notice.objects.create(
                        family_id=helped.family.id,
                        person=person,
                        kind=kind,
                        key=str(new_id()),
                        item_id=pieces[len(said) % len(pieces)],
                    )
                before = set(texts.iterdir())
                assert send_notice(task(), row.id), Notice.objects.get(id=row.id).why
                new = [str(one.message()) + one.subject + one.body for one in mail.outbox]
                new += [one.read_text() for one in set(texts.iterdir()) - before]
                (letter,) = new
                assert markers(letter) - {INBOX} == set()
                secrets = (MARKER.format(""), NUMBER, helped.family.reference, "127.0.0.1", "http", "Plan")
                assert [one for one in secrets if one in letter] == []
                words = notice_words_in(language, kind)
                body = mail.outbox[0].body.strip() if mail.outbox else letter.partition("\n\n")[2].strip()
                assert body == words, "the same words for everybody"
                said.setdefault((language, kind.value), set()).add(body)
    assert {len(bodies) for bodies in said.values()} == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_on_paper_carries_a_secret_in_any_language(world: World, language: str) -> None:
    """The coach prints one of each kind of notice; the desk its own, of which the envelope has the name. That one is found."""
    helped = world.helped
    name = MARKER.format("familienaam")
    daughter, piece = helped.people[1], Item.objects.filter(family_id=helped.family.id).earliest("id")
    with writing():
        Person.objects.filter(id=daughter.id).update(language=language, informed=True)
        Family.objects.filter(id=helped.family.id).update(language=language)
        rows = [
            Notice.objects.create(
                family_id=helped.family.id,
                person=daughter,
                kind=kind,
                key=str(new_id()),
                item_id=piece.id,
                at=now(),
                state="letter",
            )
            for kind in NoticeKind
        ]
    secrets = (NUMBER, helped.family.reference, "127.0.0.1", "http")
    coach, desk = world.enter("coach_own"), world.enter("intake")
    for row in rows:
        paper = _paper(coach.get(reverse("coach:print-notice", args=[helped.family.id, row.id])), language)
        with override(language):
            words = notice_words(NoticeKind(row.kind), row.at)
        # Word by word: in which order they stand from right to left, with numbers among them, a file does not tell.
        assert [one for one in re.findall(r"\w+", words) if one not in paper] == []
        assert [one for one in (MARKER.format(""), INBOX, *secrets) if one in paper] == []
    letter = reverse("desk:print-letter", args=[helped.trajectory.referral_id])
    paper = _paper(desk.get(letter), language)
    assert markers(paper) == {name}
    assert paper.count(MARKER.format("")) == paper.count(name) == 1
    assert [one for one in secrets if one in paper] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_and_no_mail_of_a_referral_or_an_end_carries_a_secret_in_any_language(
    world: World, texts: Path, language: str
) -> None:
    helped = world.helped
    set_contact_point(
        task(),
        partnership_id=helped.team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 09", "op werkdagen"),
        since=today(),
    )
    told = send_form(
        helped.team,
        details=(NewDetail(DetailKind.EMAIL, INBOX, safe=True),),
        safe_to_contact=True,
        family_informed=True,
    )
    with writing():
        Person.objects.filter(family_id__in=(helped.family.id, told.family_id)).update(language=language)
        Family.objects.filter(id__in=(helped.family.id, told.family_id)).update(language=language)
        Ending.objects.filter(family_id=told.family_id).delete()
        Ending.objects.create(
            family_id=told.family_id,
            reference=told.family.reference,
            partnership_id=helped.team.partnership.id,
            day=today(),
            ground=EndGround.UNTAKEN,
            told_on=today(),
            detail=told.family.details.get(),
        )
    _ask_codes(world)
    work_off()
    assert (send_messages(task()).sent, send_notices(task())) == (0, 1), (
        "the e-mail after a referral went by the queue"
    )
    letters = [str(one.message()) + one.subject + one.body for one in mail.outbox]
    letters += [one.read_text() for one in texts.iterdir()]
    assert len(letters) == 4
    secrets = (
        MARKER.format(""),
        NUMBER,
        helped.family.reference,
        told.reference,
        told.family.reference,
        "http",
    )
    for letter in letters:
        assert markers(letter) - {INBOX} == set()
        assert [one for one in secrets if one in letter] == []


def test_whatever_happens_in_a_file_that_holds_everything_no_message_says_it(
    world: World, texts: Path
) -> None:
    """All that was ever put in the outbox of this file, told to everybody of it."""
    helped = world.helped
    with writing():
        Person.objects.filter(family_id=helped.family.id).update(informed=True)
    for number, person in enumerate(Person.objects.filter(family_id=helped.family.id, due_date=None)):
        with request_transaction(helped.coach):
            choose_way(helped.coach, person_id=person.id, by=HearsBy.EMAIL, typed=f"{number}.{INBOX}")
    for event in Event.objects.filter(family_id=helped.family.id):
        if tell_event(task(), event.id) + tell_answer(task(), event.id):
            for waiting in Notice.objects.filter(state="waiting"):
                send_notice(task(), waiting.id)
    assert mail.outbox
    assert {one.subject for one in mail.outbox} == {"Een bericht"}
    for one in mail.outbox:
        assert markers(one.body) == set()
        assert MARKER.format("") not in one.body


def notice_words_in(language: str, kind: NoticeKind) -> str:
    """What is said of a kind in a language."""
    with override(language):
        return notice_words(kind)


def _paper(response: Any, language: str) -> str:
    """All that a letter says, with what its file says of itself."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(response.content))
    assert str(reader.root_object["/Lang"]) == language
    return " ".join(" ".join([*(each.extract_text() for each in reader.pages), str(reader.metadata)]).split())


def _ask_codes(world: World) -> None:
    """The mother adds an address and a number of her own, and asks a code for each."""
    with request_transaction(world.helped.coach):
        card = issue_card(world.helped.coach, person_id=world.helped.mother.id)
    with request_transaction():
        opened: Any = open_card(card.code, card.pin)
    for address in (
        Address(EntranceKind.EMAIL, f"nieuw.{INBOX}"),
        Address(EntranceKind.TEXT, "+32470000009"),
    ):
        with request_transaction(opened.acting):
            entrance = add_entrance(opened.acting, address=address)
            send_confirmation(opened.acting, entrance_id=entrance.id)


def _end_of_what_is_kept() -> int:
    """Years on, what is kept of the referral that nobody took up ends, and its family is told."""
    with time_machine.travel(now() + timedelta(days=365 * 5 - 20)):
        endings.keep_calendar(task())
        endings.tell(task())
        return send_notices(task())


def test_a_worker_is_sent_nothing_of_a_family(world: World) -> None:
    """Nobody who works here is mailed at all: an account's own mail comes from signing in alone."""
    accounts = {
        world.helped.team.account(role).email for role in (Role.COACH, Role.INTAKE, Role.PSYCHOLOGIST)
    }
    send_codes(task())
    work_off()
    send_messages(task())
    assert accounts.isdisjoint({to for one in mail.outbox for to in one.to})
