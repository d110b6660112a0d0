"""Whatever a provider does, a notice leaves once or is said not to have left; and what is not safe is used by no path."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eenplan.audit.actions import record
from eenplan.audit.models import Event
from eenplan.core.acting import public_form, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import (
    NewDetail,
    add_entrance,
    ask_code,
    note_detail,
    say_not_safe,
    say_safe_again,
    send_confirmation,
)
from eenplan.families.enums import DetailKind
from eenplan.families.models import ContactDetail
from eenplan.families.rules.addresses import Address, address_of
from eenplan.families.tasks import send_codes
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.plans.actions.hearing import choose_own_way, mark_unsafe
from eenplan.plans.actions.notices import claim_notice
from eenplan.plans.enums import HearsBy, NoticeState
from eenplan.plans.models import Notice
from eenplan.plans.queries.notices import letter, to_tell
from eenplan.plans.rules.notices import MOST_TRIES
from eenplan.plans.tasks import go_round, send_notice, tell_event
from eenplan.referrals.actions.status import TO_SEND
from eenplan.referrals.enums import TellBy, TellingState
from eenplan.referrals.models import Referral, Telling
from eenplan.referrals.tasks import send_messages
from eenplan.rights.enums import EndGround
from eenplan.rights.models import Ending
from eenplan.rights.tasks import send_notices
from tests.factories.plans import Helped
from tests.families.test_codes_wait import LOCAL, mail_server, over_smtp
from tests.jobs import work_off
from tests.plans.conftest import with_card
from tests.plans.test_notices import INBOX, NUMBER, answers, chooses, states

pytestmark = pytest.mark.django_db


def only() -> Notice:
    """The one notice there is."""
    return Notice.objects.get()


@pytest.fixture
def waiting(helped: Helped) -> Helped:
    """A family of which somebody is to hear something by e-mail."""
    chooses(helped)
    answers(helped)
    return helped


def told(helped: Helped) -> list[tuple[str, str]]:
    """What the coach reads that was not sent."""
    with request_transaction(helped.coach):
        return [(one.state.value, one.why) for one in to_tell(helped.coach, [helped.family.id])]


def test_a_server_that_is_down_is_tried_again_and_then_sent_once(waiting: Helped, settings: Any) -> None:
    over_smtp(settings)
    for tries in range(1, 4):
        assert work_off() == 1
        assert (states(), only().tries) == ([("waiting", "")], tries)
    assert told(waiting) == [], "it is being tried still"
    settings.EMAIL_BACKEND = LOCAL
    assert work_off() == 0
    assert (len(mail.outbox), states()) == (1, [("sent", "")])


def test_a_server_that_stays_down_is_told_to_the_coach(waiting: Helped, settings: Any) -> None:
    over_smtp(settings)
    for _try in range(MOST_TRIES - 1):
        assert work_off() == 1
    assert work_off() == 0
    assert told(waiting) == [("unsent", "no-answer")]
    settings.EMAIL_BACKEND = LOCAL
    assert send_notice(task(), only().id) is False
    assert mail.outbox == []


def test_an_address_that_is_refused_is_told_to_the_coach(waiting: Helped, settings: Any) -> None:
    with mail_server(settings, b"RCPT", b"550 never\r\n"):
        assert work_off() == 0
    assert told(waiting) == [("unsent", "refused")]


def test_not_now_is_tried_again(waiting: Helped, settings: Any) -> None:
    with mail_server(settings, b"RCPT", b"451 later\r\n"):
        assert work_off() == 1
    assert states() == [("waiting", "")]


def test_a_server_that_died_after_it_took_it_is_unsure_and_never_sent_again(
    waiting: Helped, settings: Any
) -> None:
    with mail_server(settings, b"DATA", b""):  # it never answers
        settings.EMAIL_TIMEOUT = 0.3
        assert work_off() == 0
    settings.EMAIL_BACKEND = LOCAL
    assert work_off() == 0
    go_round(task())
    assert send_notice(task(), only().id) is False
    assert (mail.outbox, told(waiting)) == ([], [("unsure", "")])


def test_a_sender_that_died_halfway_is_unsure_and_never_sent_again(waiting: Helped) -> None:
    (row,) = _told_of_events()
    assert claim_notice(task(), notice_id=row.id) is not None  # and then the power fails
    go_round(task())
    assert told(waiting) == [], "it may be leaving right now"
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert told(waiting) == [("unsure", "")], "also while nobody sends"
        go_round(task())
        assert work_off() == 0
        assert states() == [("unsure", "")]
    assert mail.outbox == []


def _told_of_events() -> list[Notice]:
    """Keep what the events ask, and send nothing yet."""
    for event in Event.objects.filter(name="plans:message:done"):
        tell_event(task(), event.id)
    return list(Notice.objects.all())


class _Twice(socketserver.StreamRequestHandler):
    """A provider that takes each message and answers twice, or as slowly as it is told."""

    def handle(self) -> None:
        """Count each request that came whole."""
        length = 0
        while (line := self.rfile.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        self.rfile.read(length)
        self.server.taken += 1  # type: ignore[attr-defined]  # ours, below
        answer: bytes = self.server.answer  # type: ignore[attr-defined]
        if answer:
            self.wfile.write(answer)
        else:
            self.server.over.wait(5)  # type: ignore[attr-defined]


@contextmanager
def provider(settings: Any, answer: bytes) -> Iterator[Any]:
    """A provider of text messages that answers so; nothing: it never does."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Twice) as server:
        server.taken, server.answer, server.over = 0, answer, threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.TEXTS_BY, settings.TEXTS_URL = "46elks", f"http://127.0.0.1:{server.server_address[1]}/sms"
        settings.TEXTS_USER, settings.TEXTS_PASSWORD, settings.TEXTS_FROM = "u1", "geheim", "Bericht"
        yield server
        server.over.set()  # type: ignore[attr-defined]
        server.shutdown()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize(
    ("answer", "state", "why", "again"),
    [
        (OK * 2, "sent", "", 0),
        (b"", "unsure", "", 0),
        (b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "unsure", "", 0),
        (b"HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n", "unsent", "refused", 0),
        (b"HTTP/1.1 402 Pay\r\nContent-Length: 0\r\n\r\n", "waiting", "", 1),
        (b"HTTP/1.1 429 Later\r\nContent-Length: 0\r\n\r\n", "waiting", "", 1),
        (b"nonsense\r\n\r\n", "unsure", "", 0),
    ],
)
def test_whatever_a_provider_of_texts_answers_it_is_asked_once(
    helped: Helped, settings: Any, answer: bytes, state: str, why: str, again: int
) -> None:
    settings.TEXTS_TIMEOUT = 0.3
    with provider(settings, answer) as server:
        chooses(helped, HearsBy.TEXT, NUMBER)
        answers(helped)
        assert work_off() == again
        assert (server.taken, states()) == (1, [(state, why)])
        if not again:
            work_off()
            assert send_notice(task(), only().id) is False
        assert server.taken == 1


# --- what is not safe is used by no path, whenever that is said

SPELLINGS = {
    INBOX: (INBOX, INBOX.upper(), f" {INBOX} ", f"{INBOX} (niet!)"),
    NUMBER: (NUMBER, "+32 470 00 00 07", "0032/470.00.00.07", "gsm: 0470000007, nooit"),
    "dochter@example.org": ("dochter@example.org", "Dochter@Example.ORG"),
    "0470 00 00 08": ("0470 00 00 08", "+32470000008"),
}
ADDRESSES = st.sampled_from(sorted(SPELLINGS))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["choose", "enter", "queue", "code", "tell", "end", "unsafe", "mark", "all", "lift", "send"]
        ),
        st.integers(0, 3),
        ADDRESSES,
    ),
    min_size=3,
    max_size=8,
)


class World:
    """A family, and what was said of each address. What leaves is compared with what was not safe when it did."""

    def __init__(self, helped: Helped, texts: Path) -> None:
        self.helped, self.texts = helped, texts
        self.unsafe: set[Address | None] = set()
        self.all_unsafe = False
        self.mother, self.intake = with_card(helped, helped.mother), helped.team.acting(Role.INTAKE)

    def choose(self, number: int, value: str) -> None:
        """Somebody chooses to hear of something at this address."""
        by = HearsBy.LETTER if number == 3 else HearsBy.EMAIL if "@" in value else HearsBy.TEXT
        chooses(self.helped, by, SPELLINGS[value][number % 2], who=number % 2)

    def enter(self, number: int, value: str) -> None:
        """The mother comes in by this address; a code goes there, and she confirms it."""
        address = address_of(value)
        assert address
        with request_transaction(self.mother):
            entrance = add_entrance(self.mother, address=address)
            send_confirmation(self.mother, entrance_id=entrance.id)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE families_entrance SET confirmed_at = now() WHERE id = %s", [entrance.id])
        if number % 2:
            with request_transaction(self.mother):
                choose_own_way(self.mother, by=HearsBy(address.kind.value), entrance_id=entrance.id)

    def queue(self, number: int, value: str) -> None:
        """Something is to be told, and its notice kept."""
        answers(self.helped, number % 2)
        for event in Event.objects.filter(name="plans:message:done"):
            tell_event(task(), event.id)

    def code(self, number: int, value: str) -> None:
        """Somebody asks for a code at this address."""
        address = address_of(value)
        assert address
        with request_transaction(public_form()):
            ask_code(public_form(), address=address)

    def _detail(self, value: str, *, safe: bool) -> ContactDetail:
        kind = DetailKind.EMAIL if "@" in value else DetailKind.PHONE
        with request_transaction(self.helped.coach):
            return note_detail(
                self.helped.coach, family_id=self.helped.family.id, detail=NewDetail(kind, value, safe=safe)
            )

    def tell(self, number: int, value: str) -> None:
        """The desk agreed with the family to tell it by e-mail."""
        if "@" in value:
            detail = self._detail(value, safe=True)
            referral = Referral.objects.get(family_id=self.helped.family.id)
            Telling.objects.filter(referral=referral).delete()
            telling = Telling.objects.create(
                family_id=referral.family_id,
                referral=referral,
                by=TellBy.EMAIL,
                state=TellingState.TO_DO,
                detail=detail,
                agreed="met mama",
                agreed_at=now(),
                agreed_by_id=self.intake.actor_id,
            )
            record(task(), TO_SEND, families=[referral.family_id], subject=telling.id)

    def end(self, number: int, value: str) -> None:
        """What is kept ends, and the family is told by e-mail."""
        if "@" in value:
            detail = self._detail(value, safe=True)
            Ending.objects.filter(family_id=self.helped.family.id).delete()
            Ending.objects.create(
                family_id=self.helped.family.id,
                reference=self.helped.family.reference,
                partnership_id=self.helped.team.partnership.id,
                day=today(),
                ground=next(iter(EndGround)),
                told_on=today(),
                detail=detail,
            )

    def unsafe_(self, number: int, value: str) -> None:
        """Somebody says, in some spelling, that this address is not safe."""
        spelled = SPELLINGS[value]
        self._detail(spelled[number % len(spelled)], safe=False)
        self.unsafe.add(address_of(value))

    def mark(self, number: int, value: str) -> None:
        """The coach marks what stands in the file."""
        for detail in ContactDetail.objects.filter(family_id=self.helped.family.id, item__ended_at=None):
            if address_of(detail.value) == address_of(value):
                with request_transaction(self.helped.coach):
                    mark_unsafe(self.helped.coach, family_id=self.helped.family.id, detail_id=detail.item_id)
                self.unsafe.add(address_of(value))

    def all(self, number: int, value: str) -> None:
        """Of the whole family is said that it is not safe: by the coach, the intake worker, or a referral."""
        family_id, who = self.helped.family.id, (self.helped.coach, self.intake)[number % 2]
        if number == 3:
            Referral.objects.filter(family_id=family_id).update(safe_to_contact=False)
        else:
            with request_transaction(who):
                say_not_safe(who, family_id=family_id, reason="er leest iemand mee")
        self.all_unsafe = True

    def lift(self, number: int, value: str) -> None:
        """It is safe again."""
        with request_transaction(self.intake):
            say_safe_again(self.intake, family_id=self.helped.family.id, reason="met mama aan tafel")
        self.all_unsafe = False

    def send(self, number: int, value: str) -> None:
        """All that send do so."""
        mail.outbox.clear()
        for old in self.texts.iterdir():
            old.unlink()
        work_off()
        send_codes(task())
        for each in Notice.objects.filter(state=NoticeState.WAITING):
            send_notice(task(), each.id)
        send_messages(task())
        send_notices(task())
        used = {address_of(to) for one in mail.outbox for to in one.to}
        used |= {address_of(one.read_text().splitlines()[0]) for one in self.texts.iterdir()}
        assert None not in used
        assert used & self.unsafe == set()
        assert not (used and self.all_unsafe)
        self._prints_no_letter()
        self.left = getattr(self, "left", 0) + len(used)

    def _prints_no_letter(self) -> None:
        """A letter that waits to be given is not there either while it is not safe."""
        with request_transaction(self.helped.coach):
            for one in to_tell(self.helped.coach, [self.helped.family.id]):
                if one.state is NoticeState.LETTER:
                    why = letter(self.helped.coach, self.helped.family.id, one.id).why_not
                    assert (why == "unsafe-family") is self.all_unsafe


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_what_is_not_safe_is_used_by_no_path_whenever_that_is_said(
    helped: Helped, texts: Path, steps: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        set_contact_point(
            task(),
            partnership_id=helped.team.partnership.id,
            who=NewContactPoint("Aanmeldteam", "089 00 00 09", "op werkdagen"),
            since=today(),
        )
        world = World(helped, texts)
        for what, number, value in [*steps, ("send", 0, INBOX)]:
            with contextlib.suppress(RuleBroken), transaction.atomic(), writing():
                getattr(world, "unsafe_" if what == "unsafe" else what)(number, value)
        transaction.set_rollback(True)


@pytest.mark.parametrize("path", ["choose", "enter", "code", "tell", "end"])
def test_each_of_these_paths_does_send_while_it_is_safe(helped: Helped, texts: Path, path: str) -> None:
    set_contact_point(
        task(),
        partnership_id=helped.team.partnership.id,
        who=NewContactPoint("Aanmeldteam", "089 00 00 09", "op werkdagen"),
        since=today(),
    )
    world = World(helped, texts)
    with writing():
        if path == "code":
            world.enter(0, INBOX)
            world.send(0, "")
        getattr(world, path)(0, INBOX)
        if path == "choose":
            world.queue(0, "")
        world.send(0, "")
    assert world.left
