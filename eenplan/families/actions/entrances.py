"""Coming in without the card in hand: a code is sent to an address of one's own; the PIN is asked as always."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.audit.actions import record, record_read
from eenplan.core.acting import Acting, become
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.core.sealing import keyed_hash, seal, unseal
from eenplan.families.actions.cards import Opened, open_one_of
from eenplan.families.enums import EntranceKind
from eenplan.families.models import Entrance, SignInCode
from eenplan.families.queries import address_behind, person_of
from eenplan.families.queries.safety import is_held_back, is_unsafe
from eenplan.families.rules.addresses import SEALED_FOR, Address, address_of

DIGITS = 6
WORKS_FOR = timedelta(minutes=15)
_CODE = "sign-in-code"


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """A code that was asked for, to each address that it is for, in the language of whose it is."""

    code: str
    to: tuple[tuple[Address, str], ...]
    id: UUID


def key_of(address: Address) -> str:
    """The keyed hash by which an address is found."""
    return keyed_hash(SEALED_FOR, f"{address.kind}:{address.value}")


def understood(typed: str) -> Address:
    """The address that somebody typed. Raises RuleBroken with words that say what can be typed."""
    address = address_of(typed)
    if address is None:
        raise RuleBroken(
            "no-address",
            _(
                "Typ een e-mailadres, zoals naam@voorbeeld.be, of een gsm-nummer, zoals 0470 00 00 00. Van een nummer uit een ander land typ je ook het plusteken en de landcode."
            ),
        )
    if address.kind is EntranceKind.TEXT and not settings.TEXTS_BY:
        raise RuleBroken(
            "no-texts", _("We kunnen hier nog geen sms sturen. Typ een e-mailadres, of gebruik je kaart.")
        )
    return address


@action
def ask_code(acting: Acting, *, address: Address) -> UUID:
    """Have a code sent to this address, if somebody comes in with it; nobody can tell whether. Gives the code's id."""
    return _ask(address)


def _ask(address: Address, entrance_id: UUID | None = None) -> UUID:
    code_id, code = new_id(), "".join(secrets.choice("0123456789") for _place in range(DIGITS))
    SignInCode(
        id=code_id,
        kind=address.kind,
        address_key=key_of(address),
        entrance_id=entrance_id,
        sealed=seal(_CODE, code),
        code_hash=_hashed(code_id, code),
        until=now() + WORKS_FOR,
    ).save(force_insert=True)
    return code_id


def _hashed(code_id: UUID, code: str) -> str:
    return keyed_hash(_CODE, f"{code_id}:{code}")


def open_with_code(code_id: UUID, code: str, pin: str) -> Opened | RuleBroken:
    """Who comes in with this code and PIN. A refusal is returned, not raised: its count of tries must stand.

    The words are the same for a wrong code, a wrong PIN and an address that nobody uses. Where several people
    come in with one address, the PIN says who it is. Call inside `request_transaction`.
    """
    hashed = _hashed(code_id, code)
    refusal = RuleBroken(
        "wrong-code",
        _(
            "Deze code en pincode horen niet bij elkaar, of de code is te oud. Kijk ze na, of vraag een nieuwe code."
        ),
    )
    found = open_one_of([card for card, _entrance in _try(code_id, hashed) if card], pin)
    if isinstance(found, Opened):
        with connection.cursor() as cursor:
            cursor.execute("SELECT families_use_code(%s, %s, %s)", [code_id, hashed, now()])
    return found or refusal


def _try(code_id: UUID, hashed: str) -> list[tuple[str | None, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT card, entrance FROM families_try_code(%s, %s, %s)", [code_id, hashed, now()])
        return list(cursor.fetchall())


@action
def add_entrance(acting: Acting, *, address: Address) -> Entrance:
    """Note an address of one's own to come in with; a code goes there first. An earlier one of its kind ends.

    Raises RuleBroken for an address of which was said that it is not safe.
    """
    person = person_of(acting)
    if is_unsafe(person.family_id, address):
        raise RuleBroken(
            "unsafe",
            _(
                "Bij jullie staat dat we naar dit adres of nummer niets mogen sturen, omdat dat niet veilig is. Kies een ander, of bespreek het met je coach."
            ),
        )
    Entrance.objects.filter(
        family_id=person.family_id, actor_id=acting.actor_id, kind=address.kind, ended_at__isnull=True
    ).update(ended_at=now())
    entrance = Entrance(
        family_id=person.family_id,
        person_id=person.id,
        actor_id=acting.actor_id,
        kind=address.kind,
        address_key=key_of(address),
        address_sealed=seal(SEALED_FOR, address.value),
    )
    entrance.save(force_insert=True)
    record(acting, "families:entrance:added", families=[person.family_id], subject=entrance.id)
    return entrance


@action
def send_confirmation(acting: Acting, *, entrance_id: UUID) -> UUID:
    """Send a code to an address of one's own that is not confirmed yet. Gives the code's id."""
    entrance = _own(acting, entrance_id)
    address = address_behind(entrance)
    if address is None:
        raise NotFound("address")
    return _ask(address, entrance.id)


def confirm_entrance(acting: Acting, *, entrance_id: UUID, code_id: UUID, code: str) -> RuleBroken | None:
    """Whoever has the address typed the code that was sent there. A refusal is returned: its count must stand."""
    entrance = _own(acting, entrance_id)
    if (None, entrance.id) not in _try(code_id, _hashed(code_id, code)):
        return RuleBroken(
            "wrong-code",
            _("Dit is niet de code die we stuurden, of ze is te oud. Kijk ze na, of vraag een nieuwe code."),
        )
    _note_confirmed(acting, entrance)
    return None


@action
def _note_confirmed(acting: Acting, entrance: Entrance) -> None:
    record(acting, "families:entrance:confirmed", families=[entrance.family_id], subject=entrance.id)


@action
def end_entrance(acting: Acting, *, entrance_id: UUID) -> Entrance:
    """Nobody comes in with this address any more. By who has it, or by who helps the family. Raises NotFound."""
    entrance = Entrance.objects.filter(id=entrance_id).first()
    if entrance is None:
        raise NotFound("entrance")
    if entrance.ended_at is None:
        entrance.ended_at = now()
        entrance.save(update_fields=["ended_at"])
        record(acting, "families:entrance:ended", families=[entrance.family_id], subject=entrance.id)
    return entrance


def _own(acting: Acting, entrance_id: UUID) -> Entrance:
    entrance = Entrance.objects.filter(
        id=entrance_id, actor_id=acting.actor_id, ended_at__isnull=True
    ).first()
    if entrance is None:
        raise NotFound("entrance")
    return entrance


def take_code(acting: Acting) -> CodeToSend | None:
    """Take the next code that waits, for sending: at most once, whatever happens then. None when none waits.

    As the owner. Addresses of which was said meanwhile that they, or their family, are not safe get nothing.
    """
    with transaction.atomic():
        one = (
            SignInCode.objects.select_for_update(skip_locked=True)
            .filter(taken_at__isnull=True, until__gt=now())
            .order_by("until", "id")
            .first()
        )
        return _taken(acting, one=one) if one else None


@action
def _taken(acting: Acting, *, one: SignInCode) -> CodeToSend:
    become(acting)
    code = unseal(_CODE, bytes(one.sealed or b"")) or ""
    one.taken_at, one.sealed = now(), None
    one.save(update_fields=["taken_at", "sealed"])
    entrances = list(_entrances_for(one)) if code else []
    if entrances:
        record_read(acting, "families:entrance:code", families={each.family_id for each in entrances})
    return CodeToSend(code, tuple(_recipients(entrances)), one.id)


@action
def put_back_code(acting: Acting, *, code: CodeToSend) -> None:
    """A code that was taken and certainly went to nobody waits again, as long as it is good. As the owner."""
    SignInCode.objects.filter(id=code.id, taken_at__isnull=False, used_at__isnull=True).update(
        taken_at=None, sealed=seal(_CODE, code.code)
    )


def _entrances_for(one: SignInCode) -> Iterable[Entrance]:
    live = Q(address_key=one.address_key, kind=one.kind, ended_at__isnull=True)
    whose = Q(id=one.entrance_id) if one.entrance_id else Q(confirmed_at__isnull=False)
    return Entrance.objects.filter(live, whose).select_related("person__family").order_by("made_at", "id")[:5]


def _recipients(entrances: Iterable[Entrance]) -> list[tuple[Address, str]]:
    """Each address once, however many come in with it."""
    found: dict[Address, str] = {}
    for entrance in entrances:
        address = address_behind(entrance)
        if address and address not in found and not is_held_back(entrance.family_id, address):
            found[address] = entrance.person.language or entrance.person.family.language
    return list(found.items())


@action
def clear_codes(acting: Acting) -> int:
    """Remove codes that are too old, for maintenance as the owner. How many there were."""
    removed, _by_table = SignInCode.objects.filter(until__lt=now()).delete()
    return removed
