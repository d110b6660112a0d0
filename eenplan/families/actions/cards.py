"""The card by which a person of the family opens the plan: a code on paper and a PIN in the head."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.consent.enums import RecipientKind
from eenplan.consent.models import Grant, TrustedPerson
from eenplan.core.acting import Acting, become, show_card
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.core.keys import current, hashed, hashes
from eenplan.core.models import Actor
from eenplan.families.models import Card, Person
from eenplan.families.queries import reader

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
PIN_LENGTH = 6
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """What is printed once and kept nowhere: the code in groups of four, and the PIN."""

    card_id: UUID
    code: str
    pin: str


def hash_code(code: str) -> str:
    """The keyed hash under which a card's code is stored and found (HMAC-SHA-256, 64 hex signs)."""
    return hashed(_plain(code))


def _plain(code: str) -> str:
    return "card:" + "".join(sign for sign in code.upper() if sign.isalnum())


@action
def issue_card(acting: Acting, *, person_id: UUID, code: str = "", pin: str = "") -> IssuedCard:
    """Make a card for somebody of the family; an earlier card of that person ends. Shown once.

    `code` and `pin` are given by the demo only.
    """
    person = Person.objects.select_related("actor").filter(id=person_id).first()
    if person is None:
        raise NotFound("person")
    actor = person.actor
    if actor is None:
        actor = person.actor = _new_actor(ActorKind.FAMILY_MEMBER)
        person.save(update_fields=["actor"])
    return _issue(acting, person.family_id, actor, code, pin, person=person)


@action
def issue_trusted_card(
    acting: Acting, *, trusted_person_id: UUID, code: str = "", pin: str = ""
) -> IssuedCard:
    """Make a card for the trusted person of somebody of the family; an earlier one ends. Shown once.

    Raises NotFound once they were let go.
    """
    trusted = TrustedPerson.objects.filter(id=trusted_person_id, ended_at__isnull=True).first()
    if trusted is None:
        raise NotFound("trusted person")
    actor = trusted.actor
    if actor is None:
        actor = trusted.actor = _new_actor(ActorKind.TRUSTED_PERSON)
        trusted.save(update_fields=["actor"])
    return _issue(acting, trusted.family_id, actor, code, pin, trusted_person_id=trusted.id)


@action
def issue_guest_card(acting: Acting, *, grant_id: UUID, code: str = "", pin: str = "") -> IssuedCard:
    """Make a card for somebody outside the network, to read what a share opens and as long as it does. Shown once.

    Raises NotFound for a share with anybody else, or that was ended.
    """
    share = Grant.objects.filter(
        id=grant_id, recipient_kind=RecipientKind.OUTSIDE, ended_at__isnull=True
    ).first()
    if share is None:
        raise NotFound("share")
    actor = share.actor
    if actor is None:
        actor = share.actor = _new_actor(ActorKind.OUTSIDE_HELPER)
        share.save(update_fields=["actor"])
    return _issue(acting, share.family_id, actor, code, pin, grant_id=share.id)


def _new_actor(kind: ActorKind) -> Actor:
    actor = Actor(id=new_id(), kind=kind)
    actor.save(force_insert=True)
    return actor


def _issue(
    acting: Acting, family_id: UUID, actor: Actor, code: str, pin: str, **whose: Person | UUID
) -> IssuedCard:
    code = code or "".join(secrets.choice(_SIGNS) for _place in range(CODE_LENGTH))
    pin = pin or "".join(secrets.choice("0123456789") for _place in range(PIN_LENGTH))
    Card.objects.filter(family_id=family_id, actor=actor, revoked_at__isnull=True).update(revoked_at=now())
    card = Card.objects.create(
        family_id=family_id,
        actor=actor,
        code_hash=hash_code(code),
        key_id=current().id,
        pin_hash=make_password(pin),
        made_by_id=acting.actor_id,
        **whose,
    )
    record(acting, "families:card:issued", families=[family_id], subject=card.id)
    return IssuedCard(card.id, "-".join(code[at : at + 4] for at in range(0, len(code), 4)), pin)


@action
def revoke_card(acting: Acting, *, card_id: UUID) -> Card:
    """End a card at once. Whoever is reading with it is out at the next page."""
    card = Card.objects.filter(id=card_id).first()
    if card is None:
        raise NotFound("card")
    card.revoked_at = card.revoked_at or now()
    card.save(update_fields=["revoked_at"])
    record(acting, "families:card:revoked", families=[card.family_id], subject=card.id)
    return card


WRONG_CARD = "wrong-card"


@dataclass(frozen=True, slots=True)
class Opened:
    """Who came in, and the hash of the code on their card, by which the session remembers it.

    `before` is when they last came in with it, or when it was made: what came since is new to them.
    """

    acting: Acting
    code_hash: str
    before: datetime


def open_card(code: str, pin: str) -> Opened | RuleBroken:
    """Who acts with this code and PIN. A refusal is returned, not raised: its count of tries must stand.

    The words are the same for a wrong code and a wrong PIN. After five wrong PINs the card rests for
    a quarter of an hour. Call inside `request_transaction`.
    """
    refusal = RuleBroken(
        WRONG_CARD, _("Deze code en pincode horen niet bij elkaar. Kijk ze even na en probeer opnieuw.")
    )
    found = open_one_of(hashes(_plain(code)), pin)
    if isinstance(found, Opened) and found.code_hash != hash_code(code):
        found = _renew(found, code)
    return found or refusal


def _renew(opened: Opened, code: str) -> Opened:
    """Find the card from now on under the server's secret of today. Other browsers that read with it are asked for it."""
    show_card(opened.code_hash)
    with connection.cursor() as cursor:
        cursor.execute("SELECT families_renew_card(%s, %s)", [hash_code(code), current().id])
    become(opened.acting)
    return Opened(opened.acting, hash_code(code), opened.before)


def open_with_pin(code_hash: str, pin: str) -> Opened | RuleBroken:
    """Who acts with this PIN and the card that was shown before. A refusal is returned: its count must stand."""
    refusal = RuleBroken(WRONG_CARD, _("Dit is niet de juiste pincode. Kijk ze even na en probeer opnieuw."))
    return open_one_of([code_hash], pin) or refusal


def open_one_of(code_hashes: Sequence[str], pin: str) -> Opened | RuleBroken | None:
    """Whoever of these cards has this PIN; None when nobody has, which then counts for each of them.

    A refusal is returned when all that could be tried rest. Call inside `request_transaction`.
    """
    cards = [card for code_hash in code_hashes if (card := _found(code_hash))]
    awake = [card for card in cards if not (card.locked_until and card.locked_until > now())]
    if cards and not awake:
        return RuleBroken(
            "card-rests",
            _(
                "Er werd te vaak een foute pincode ingetikt. Probeer het over een kwartier opnieuw, of bel je coach."
            ),
        )
    if not awake:
        check_password(pin, make_password("nobody"))  # takes as long as a real check
    right = next((card for card in awake if check_password(pin, card.pin_hash)), None)
    before = was_here(right) if right else None
    for card in [right] if right else awake:
        show_card(card.code_hash)
        use_card(reader(card), card=card, right=right is not None)
    return Opened(reader(right), right.code_hash, before) if right and before else None


def was_here(card: Card) -> datetime:
    """When somebody last came in with this card, or when it was made. Ask it before the card is used again."""
    return card.used_at or card.made_at


def _found(code_hash: str) -> Card | None:
    show_card(code_hash)
    return Card.objects.filter(code_hash=code_hash, revoked_at__isnull=True).first()


@action
def use_card(acting: Acting, *, card: Card, right: bool) -> None:
    """A card was shown; `right` says whether whoever showed it proved to be its holder, and acts from now on."""
    card.failures = 0 if right else card.failures + 1
    if card.failures >= TRIES:
        card.failures, card.locked_until = 0, now() + LOCKED_FOR
    if right:
        card.used_at = now()
    card.save(update_fields=["failures", "locked_until", "used_at"])
    if right:
        become(acting)
        record(acting, "families:card:opened", families=[card.family_id], subject=card.id)
