"""Coming in without the card: addresses are told apart, codes open once and for a while, and nothing betrays."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import ProgrammingError, connection

from eenplan.core.acting import Acting, public_form, request_transaction, task
from eenplan.core.actions import writing
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import (
    add_entrance,
    ask_code,
    confirm_entrance,
    end_entrance,
    issue_card,
    open_card,
    open_with_code,
    revoke_card,
    send_confirmation,
    understood,
    write_item,
)
from eenplan.families.actions.cards import IssuedCard, Opened
from eenplan.families.enums import DetailKind, EntranceKind, ItemKind
from eenplan.families.models import ContactDetail, Entrance, Family, SignInCode
from eenplan.families.queries import entrances_of_mine
from eenplan.families.rules.addresses import Address, address_of, masked
from eenplan.families.tasks import CodesSent, send_codes
from tests.cast import Team, make_family, make_team, people_of

pytestmark = pytest.mark.django_db

MAIL = Address(EntranceKind.EMAIL, "kaat@example.org")


@pytest.fixture
def texts(settings: Any, tmp_path: Path) -> Path:
    """Where text messages land."""
    settings.TEXTS_BY, settings.TEXTS_FILE_PATH = "file", tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (" Kaat@Example.org ", ("email", "kaat@example.org")),
        ("0470 00 00 01", ("text", "+32470000001")),
        ("+32 (0)470/00.00.01", ("text", "+32470000001")),
        ("0032470000001", ("text", "+32470000001")),
        ("+31 6 12345678", ("text", "+31612345678")),
        ("089 00 00 00", None),  # nobody reads text messages there
        ("kaat@example", None),
        ("kaat", None),
        ("@", None),
        ("a@b c.d", None),
        ("٠٤٧٠٠٠٠٠٠١", None),
        ("x" * 250 + "@example.org", None),
    ],
)
def test_an_address_is_told_from_a_number(typed: str, found: tuple[str, str] | None) -> None:
    address = address_of(typed)
    assert (address and (address.kind.value, address.value)) == found


def test_what_its_owner_recognises_tells_nobody_else() -> None:
    assert masked(MAIL) == "k•••@example.org"
    assert masked(Address(EntranceKind.TEXT, "+32470001234")) == "•••• 12 34"


def test_what_is_no_address_gets_words_that_help(settings: Any) -> None:
    with pytest.raises(RuleBroken) as refused:
        understood("bel mij")
    assert "naam@voorbeeld" in str(refused.value.message)
    settings.TEXTS_BY = ""
    with pytest.raises(RuleBroken) as refused:
        understood("0470 00 00 01")
    assert "nog geen sms" in str(refused.value.message)


def _came_in(family: Family, here: Team, place: int = 0) -> tuple[Acting, IssuedCard]:
    worker = here.acting(Role.INTAKE)
    with request_transaction(worker):
        card = issue_card(worker, person_id=people_of(family)[place].id)
    with request_transaction():
        opened = open_card(card.code, card.pin)
    assert isinstance(opened, Opened)
    return opened.acting, card


def _code() -> str:
    """The digits of the last message, which holds nothing else that could be a code."""
    return "".join(sign for sign in mail.outbox[-1].body.split("is ", 1)[1][:7] if sign.isdigit())


def _ready(acting: Acting, address: Address = MAIL) -> Entrance:
    """Add an address and confirm it with the code that was sent there."""
    with request_transaction(acting):
        entrance = add_entrance(acting, address=address)
        code_id = send_confirmation(acting, entrance_id=entrance.id)
    assert send_codes(task()).sent == 1
    with request_transaction(acting):
        assert confirm_entrance(acting, entrance_id=entrance.id, code_id=code_id, code=_code()) is None
    return entrance


def _asked(address: Address = MAIL) -> UUID:
    with request_transaction(public_form()):
        return ask_code(public_form(), address=address)


def _open(code_id: UUID, code: str, pin: str) -> Opened | RuleBroken:
    with request_transaction():
        return open_with_code(code_id, code, pin)


def test_an_address_that_was_confirmed_takes_the_place_of_the_card() -> None:
    here = make_team()
    acting, card = _came_in(make_family(here), here)
    _ready(acting)
    code_id = _asked()
    assert send_codes(task()) == CodesSent(sent=1)
    assert mail.outbox[-1].to == ["kaat@example.org"]
    opened = _open(code_id, _code(), card.pin)
    assert isinstance(opened, Opened)
    assert opened.acting == acting
    assert isinstance(_open(code_id, _code(), card.pin), RuleBroken), "a code opens once"


def test_a_message_holds_a_code_and_nothing_else(texts: Path) -> None:
    here = make_team()
    family = make_family(here, name="Geheim")
    with writing():
        Family.objects.filter(id=family.id).update(language="fr")
    acting, _card = _came_in(family, here)
    with request_transaction(acting):
        entrance = add_entrance(acting, address=Address(EntranceKind.TEXT, "+32470000001"))
        send_confirmation(acting, entrance_id=entrance.id)
    send_codes(task())
    (text,) = (path.read_text() for path in texts.iterdir())
    number, words = text.split("\n\n")
    assert number == "+32470000001"
    assert "Geheim" not in words
    assert "plan" not in words.lower()
    assert SignInCode.objects.get().sealed is None, "what was sent is kept nowhere"


def test_nobody_comes_in_with_an_address_before_it_was_confirmed() -> None:
    here = make_team()
    acting, _card = _came_in(make_family(here), here)
    with request_transaction(acting):
        add_entrance(acting, address=MAIL)
    _asked()
    assert send_codes(task()) == CodesSent()
    assert not mail.outbox


def test_an_address_that_nobody_uses_gets_nothing_and_the_asker_learns_nothing() -> None:
    code_id = _asked(Address(EntranceKind.EMAIL, "vreemd@example.org"))
    assert send_codes(task()) == CodesSent()
    refused = _open(code_id, "000000", "000000")
    assert isinstance(refused, RuleBroken)
    assert refused.code == "wrong-code"


def test_five_wrong_codes_end_the_code_but_not_the_card() -> None:
    here = make_team()
    acting, card = _came_in(make_family(here), here)
    _ready(acting)
    code_id = _asked()
    send_codes(task())
    right = _code()
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(5):
        assert isinstance(_open(code_id, wrong, card.pin), RuleBroken)
    assert isinstance(_open(code_id, right, card.pin), RuleBroken)
    with request_transaction():
        assert isinstance(open_card(card.code, card.pin), Opened), "who guesses codes locks nobody out"


def test_an_old_code_opens_nothing() -> None:
    here = make_team()
    acting, card = _came_in(make_family(here), here)
    _ready(acting)
    code_id = _asked()
    send_codes(task())
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert isinstance(_open(code_id, _code(), card.pin), RuleBroken)


def test_two_with_one_address_are_told_apart_by_their_pins() -> None:
    here = make_team()
    family = make_family(here)
    mother, mothers = _came_in(family, here, 0)
    child, childs = _came_in(family, here, 1)
    for who in (mother, child):
        _ready(who)
    for _time in range(6):  # more often than wrong PINs are taken
        code_id = _asked()
        send_codes(task())
        opened = _open(code_id, _code(), childs.pin)
        assert isinstance(opened, Opened)
        assert opened.acting.actor_id == child.actor_id
    code_id = _asked()
    assert send_codes(task()) == CodesSent(sent=1), "one message, however many share the address"
    opened = _open(code_id, _code(), mothers.pin)
    assert isinstance(opened, Opened)
    assert opened.acting.actor_id == mother.actor_id


def test_what_is_unsafe_gets_no_code() -> None:
    here = make_team()
    family = make_family(here)
    acting, _card = _came_in(family, here)
    _ready(acting)
    _note(family, here, "KAAT@example.org", safe=False)
    mail.outbox.clear()
    _asked()
    assert send_codes(task()) == CodesSent()
    assert not mail.outbox


def _note(family: Family, here: Team, value: str, *, safe: bool) -> None:
    worker = here.acting(Role.INTAKE)
    with request_transaction(worker):
        item = write_item(worker, family_id=family.id, kind=ItemKind.CONTACT_DETAIL, text="")
    with writing():
        ContactDetail.objects.create(item=item, family=family, kind=DetailKind.EMAIL, value=value, safe=safe)


def test_an_ended_address_and_an_ended_card_open_nothing() -> None:
    here = make_team()
    acting, card = _came_in(make_family(here), here)
    entrance = _ready(acting)
    code_id = _asked()
    send_codes(task())
    code = _code()
    with request_transaction(acting):
        end_entrance(acting, entrance_id=entrance.id)
        assert entrances_of_mine(acting) == []
    assert isinstance(_open(code_id, code, card.pin), RuleBroken)
    _ready(acting)
    with request_transaction(here.acting(Role.INTAKE)):
        revoke_card(here.acting(Role.INTAKE), card_id=card.card_id)
    code_id = _asked()
    send_codes(task())
    assert isinstance(_open(code_id, _code(), card.pin), RuleBroken)


def test_nobody_confirms_or_ends_the_address_of_another() -> None:
    here = make_team()
    family = make_family(here)
    mother, _mothers = _came_in(family, here, 0)
    child, _childs = _came_in(family, here, 1)
    with request_transaction(mother):
        entrance = add_entrance(mother, address=MAIL)
        code_id = send_confirmation(mother, entrance_id=entrance.id)
    send_codes(task())
    with request_transaction(child):
        assert entrances_of_mine(child) == []
        with pytest.raises(NotFound):
            confirm_entrance(child, entrance_id=entrance.id, code_id=code_id, code=_code())
        with pytest.raises(NotFound):
            end_entrance(child, entrance_id=entrance.id)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM families_signincode",
        "UPDATE families_signincode SET tries = 0",
        "UPDATE families_entrance SET confirmed_at = now()",
        "UPDATE families_entrance SET address_key = 'x'",
        "DELETE FROM families_entrance",
    ],
)
def test_the_web_role_reads_no_code_and_confirms_no_address(statement: str) -> None:
    with request_transaction(public_form()), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
        connection.needs_rollback = True
