"""How people of a family come in: cards, addresses that take their place, devices of their own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from eenplan.core.acting import Acting, show_card
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.core.sealing import unseal
from eenplan.families.enums import EntranceKind
from eenplan.families.models import (
    Card,
    Entrance,
    Passkey,
    Person,
)
from eenplan.families.rules.addresses import SEALED_FOR, Address, masked


def cards(acting: Acting, family_id: UUID) -> list[Card]:
    """The cards that were made for people of the family, newest first."""
    of_people = Card.objects.filter(family_id=family_id, person__isnull=False)
    return list(of_people.select_related("person").order_by("-made_at"))


@dataclass(frozen=True, slots=True)
class CardOn:
    """A card that works: since when, and when it was last used."""

    id: UUID
    made_at: datetime
    used_at: datetime | None


def cards_by_holder(acting: Acting, family_id: UUID) -> dict[UUID, CardOn]:
    """The cards that work, by whose they are: a person, a trusted person, or the share of a guest. One query."""
    standing = Card.objects.filter(family_id=family_id, revoked_at__isnull=True)
    held = ((card, card.person_id or card.trusted_person_id or card.grant_id) for card in standing)
    return {key: CardOn(card.id, card.made_at, card.used_at) for card, key in held if key}


@dataclass(frozen=True, slots=True)
class EntranceOn:
    """An address by which somebody comes in without their card: as they recognise it, and since when it works."""

    id: UUID
    person_id: UUID
    kind: EntranceKind
    key: str
    masked: str
    confirmed_at: datetime | None


def entrances_of_mine(acting: Acting) -> list[EntranceOn]:
    """The ways in of whoever acts, in the order of their making. One query."""
    return _entrances(Entrance.objects.filter(actor_id=acting.actor_id))


def entrances_of(acting: Acting, family_id: UUID) -> list[EntranceOn]:
    """The ways in of everybody of a family, for who helps it. One query."""
    return _entrances(Entrance.objects.filter(family_id=family_id))


def _entrances(rows: QuerySet[Entrance]) -> list[EntranceOn]:
    return [
        EntranceOn(
            one.id,
            one.person_id,
            EntranceKind(one.kind),
            one.address_key,
            _masked(one),
            one.confirmed_at,
        )
        for one in rows.filter(ended_at__isnull=True).order_by("made_at", "id")
    ]


def address_behind(entrance: Entrance) -> Address | None:
    """The address that is sealed in a row; None when the server's secret is another one now."""
    value = unseal(SEALED_FOR, bytes(entrance.address_sealed))
    return Address(EntranceKind(entrance.kind), value) if value else None


def _masked(entrance: Entrance) -> str:
    address = address_behind(entrance)
    return masked(address) if address else "•••"


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A device that opens the plan by itself: which, of whom, since when."""

    id: UUID
    person_id: UUID
    device: str
    made_at: datetime
    credential: Mapping[str, Any]


def keys_of_mine(acting: Acting) -> list[OwnKey]:
    """The devices by which whoever acts comes in, in the order of their making. One query."""
    return _keys(Passkey.objects.filter(actor_id=acting.actor_id))


def keys_of(acting: Acting, family_id: UUID) -> list[OwnKey]:
    """The devices of everybody of a family, for who helps it. One query."""
    return _keys(Passkey.objects.filter(family_id=family_id))


def _keys(rows: QuerySet[Passkey]) -> list[OwnKey]:
    return [
        OwnKey(one.id, one.person_id, one.device, one.made_at, one.credential)
        for one in rows.filter(ended_at__isnull=True).order_by("made_at", "id")
    ]


def keys_behind(actor_id: UUID) -> tuple[list[Mapping[str, Any]], str]:
    """What judges the keys of somebody who is not in yet, and the hash of the card that they stand for. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT credential::text, card FROM families_keys_of(%s)", [actor_id])
        rows = cursor.fetchall()
    return [json.loads(row[0]) for row in rows], rows[0][1] if rows else ""


def card_under(acting: Acting, code_hash: str) -> CardOn | None:
    """The card under this hash, when it is of whoever acts."""
    show_card(code_hash)
    card = Card.objects.filter(code_hash=code_hash, actor_id=acting.actor_id, revoked_at__isnull=True).first()
    return CardOn(card.id, card.made_at, card.used_at) if card else None


def reader(card: Card) -> Acting:
    """Who acts with a card: somebody of the family, a trusted person, or a guest with whom something was shared."""
    if card.trusted_person_id:
        kind, role, purpose = ActorKind.TRUSTED_PERSON, Role.TRUSTED_PERSON, Purpose.SHARED
    elif card.grant_id:
        kind, role, purpose = ActorKind.OUTSIDE_HELPER, Role.GUEST, Purpose.SHARED
    else:
        kind, role, purpose = ActorKind.FAMILY_MEMBER, Role.FAMILY_MEMBER, Purpose.OWN_PLAN
    return Acting(card.actor_id, kind, role, family_id=card.family_id, purpose=purpose)


def reader_of_card(code_hash: str) -> Acting | None:
    """Who acts with the card under this hash, if it has not been revoked. Call inside `request_transaction`."""
    show_card(code_hash)
    card = Card.objects.filter(code_hash=code_hash, revoked_at__isnull=True).first()
    return reader(card) if card else None


def person_of(acting: Acting) -> Person:
    """Who of the family acts (with a card). Raises NotFound for everybody else."""
    found = Person.objects.filter(actor_id=acting.actor_id).first()
    if found is None or found.family_id != acting.family_id:
        raise NotFound("person")
    return found
