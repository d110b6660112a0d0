"""Reading a family's file. Each takes who acts first; the fence of PostgreSQL stands under it.

Whoever composes a page records the reading once (`audit.actions.record_read`), with all families on it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, Value, prefetch_related_objects

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting, show_card
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.core.folding import fold
from eenplan.core.sealing import unseal
from eenplan.families.enums import Channel, ContactStatus, EntranceKind, FileKind, ItemKind, TieKind
from eenplan.families.files import MEDIA_TYPES
from eenplan.families.models import (
    Attachment,
    Card,
    Contact,
    ContactDetail,
    Correction,
    Entrance,
    Family,
    Item,
    NationalNumber,
    Passkey,
    Person,
    SearchKey,
    Tie,
    Words,
)
from eenplan.families.rules import FOR_TEAM, Labels, age_on, labels_of
from eenplan.families.rules.addresses import SEALED_FOR, Address, masked
from eenplan.families.rules.statements import is_statement

Keys = TypeVar("Keys", bound=Model)

SEARCH_BLOCK = 200
PREFIX_FROM = 3
PLANNED = 50


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they stand now, with who said them ('' when a worker or referrer wrote them)."""

    text: str
    language: str
    speaker: str
    item_id: UUID
    slot: str

    @property
    def is_statement(self) -> bool:
        """Whether somebody wanted it to stand beside what the piece says (rule 37)."""
        return is_statement(self.slot)


def family(acting: Acting, family_id: UUID) -> Family:
    """The family within reach, its municipality joined. Raises NotFound otherwise."""
    found = Family.objects.select_related("municipality").filter(id=family_id).first()
    if found is None:
        raise NotFound("family")
    return found


def persons(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, list[Person]]:
    """The people of some families, in their order, in one query."""
    found: dict[UUID, list[Person]] = {family_id: [] for family_id in family_ids}
    for person in Person.objects.filter(family_id__in=list(found)).order_by("position", "id"):
        found[person.family_id].append(person)
    return found


class Member(NamedTuple):
    """Somebody of a family, as a list of families counts them."""

    role: str
    birth_date: date | None
    due_date: date | None


def members(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, list[Member]]:
    """Of what age and role the people of some families are, in one query."""
    found: dict[UUID, list[Member]] = {family_id: [] for family_id in family_ids}
    rows = Person.objects.filter(family_id__in=list(found)).values_list("family_id", *Member._fields)
    for family_id, *member in rows:
        found[family_id].append(Member(*member))
    return found


def details(acting: Acting, family_id: UUID) -> list[ContactDetail]:
    """How the family and its people can be reached."""
    return list(
        ContactDetail.objects.filter(family_id=family_id, item__ended_at__isnull=True)
        .select_related("person")
        .order_by("item_id")
    )


def current_words(
    acting: Acting,
    family_id: UUID,
    *,
    kinds: Iterable[ItemKind] | None = None,
    item_ids: Iterable[UUID] | None = None,
) -> dict[UUID, list[Said]]:
    """The words that stand now, by item, in one query; earlier words and translations left out.

    Name `item_ids` where a file may hold more than a page shows.
    """
    rows = Words.objects.filter(family_id=family_id, replaced_by__isnull=True, translation_of__isnull=True)
    if kinds is not None:
        rows = rows.filter(item__kind__in=list(kinds))
    if item_ids is not None:
        rows = rows.filter(item_id__in=list(item_ids))
    found: dict[UUID, list[Said]] = {}
    for row in rows.filter(item__ended_at__isnull=True).select_related("speaker").order_by("said_at", "id"):
        speaker = row.speaker.given_name if row.speaker else ""
        found.setdefault(row.item_id, []).append(Said(row.text, row.language, speaker, row.item_id, row.slot))
    return found


def items(acting: Acting, family_id: UUID, *, kinds: Iterable[ItemKind]) -> list[Item]:
    """The current items of some kinds, oldest first, as far as whoever acts may see them."""
    return list(
        Item.objects.filter(family_id=family_id, kind__in=list(kinds), ended_at__isnull=True).order_by(
            "created_at", "id"
        )
    )


def contacts(acting: Acting, family_id: UUID, *, limit: int = 20) -> list[Contact]:
    """What is planned or did not take place (50 at most), then what was held (`limit`), with who took part.

    The newest of each, along an index: a family of ten years costs no more. Three queries; for what came before
    see the timeline.
    """
    mine = Contact.objects.filter(family_id=family_id)
    planned = mine.filter(held_at__isnull=True, planned_for__isnull=False)
    held = mine.filter(held_at__isnull=False).order_by("-held_at", "-item_id")[:limit]
    found = list(planned.order_by("-planned_for", "-item_id")[:PLANNED].union(held, all=True))
    prefetch_related_objects(found, "participants__person")
    return found


def find_by_name(acting: Acting, text: str) -> list[UUID]:
    """Families within reach in whose names all words of `text` begin a word; at most a block of 200. One query."""
    found = named(text, SearchKey.objects.all()).order_by("key").values_list("family", flat=True)
    return list(dict.fromkeys(found[:SEARCH_BLOCK]))


def named(text: str, keys: QuerySet[Keys]) -> QuerySet[Keys]:
    """Of rows with a `family` and a `key`, those by which all words of `text` begin a word of the family's names.

    Two letters must be the whole word ('De'); from three on the beginning is enough. None for an empty text.
    """
    wanted = sorted({word for word in fold(text).split() if len(word) > 1}, key=len, reverse=True)[:4]
    if not wanted:
        return keys.none()
    rows = keys.filter(_begins(wanted[0]))
    for word in wanted[1:]:
        # Asked of each row that the first word found: as EXISTS it becomes a join, and one of common words takes seconds.
        other = keys.filter(_begins(word), family=OuterRef("family")).annotate(found=Value(True))
        rows = rows.filter(Subquery(other.order_by().values("found")[:1]))
    return rows


def _begins(word: str) -> Q:
    """Keys from this word up to the next one that does not begin with it.

    Less and greater than keep their index behind the fence, as 'like' does not (they cannot leak a row).
    """
    if len(word) < PREFIX_FROM:
        return Q(key=word)
    return Q(key__gte=word, key__lt=word[:-1] + chr(ord(word[-1]) + 1))


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


@dataclass(frozen=True, slots=True)
class Appointment:
    """A contact that is planned, with whom of the team."""

    planned_for: datetime
    channel: Channel
    with_whom: str


def next_appointment(acting: Acting, family_id: UUID) -> Appointment | None:
    """The first planned contact still to come, as far as whoever acts may see it. One query."""
    row = (
        Contact.objects.filter(
            family_id=family_id, status=ContactStatus.PLANNED, planned_for__gte=now(), item__ended_at=None
        )
        .order_by("planned_for", "item_id")
        .values_list("planned_for", "channel", "staff__staff_member__name")
        .first()
    )
    return Appointment(row[0], Channel(row[1]), row[2] or "") if row and row[0] else None


def age(person: Person, on: date | None = None) -> int | None:
    """Age in full years today (or on a day); None when the birth date is not known."""
    return age_on(person.birth_date, on or today()) if person.birth_date else None


@dataclass(frozen=True, slots=True)
class TieNow:
    """What somebody is to a child, as it stands on a day."""

    id: UUID
    person_id: UUID
    child_id: UUID
    kind: TieKind
    since: date | None


def ties(acting: Acting, family_id: UUID, *, on: date | None = None) -> list[TieNow]:
    """Who is what to which child of the family on a day (default today), child by child. One query."""
    rows = Tie.objects.filter(family_id=family_id, period__contains=on or today()).order_by(
        "child__position", "person__position", "kind", "id"
    )
    return [TieNow(row.id, row.person_id, row.child_id, TieKind(row.kind), row.period.lower) for row in rows]


@dataclass(frozen=True, slots=True)
class HomeAddress:
    """The address of a home. `for_everyone`: the whole family may know it, also who lives elsewhere."""

    home_id: UUID
    value: str
    municipality: str
    municipality_id: UUID | None
    for_everyone: bool


def home_addresses(acting: Acting, family_id: UUID) -> dict[UUID, HomeAddress]:
    """The addresses of the family's homes that whoever acts may see, by home. One query; with a card two.

    Who lives in a home today reads its address with their card, also when it is not for the other home.
    """
    rows = (
        ContactDetail.objects.filter(family_id=family_id, home__isnull=False, item__ended_at__isnull=True)
        .select_related("municipality", "item")
        .order_by("item_id")
    )
    found = {
        row.home_id: HomeAddress(
            row.home_id,
            row.value,
            row.municipality.name_nl if row.municipality else "",
            row.municipality_id,
            row.item.released_to_all,
        )
        for row in rows
        if row.home_id
    }
    return found if acting.kind != ActorKind.FAMILY_MEMBER else _of_mine(family_id) | found


def _of_mine(family_id: UUID) -> dict[UUID, HomeAddress]:
    """The addresses of the homes in which the card's holder lives today, as PostgreSQL gives them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT home_id, value, municipality, municipality_id FROM families_address_of_mine()"
            " WHERE family_id = %s",
            [family_id],
        )
        return {
            home_id: HomeAddress(home_id, value, municipality, municipality_id, for_everyone=False)
            for home_id, value, municipality, municipality_id in cursor.fetchall()
        }


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the file, as a list shows it; `size` in bytes, `added_by` an actor."""

    id: UUID
    name: str
    kind: FileKind
    size: int
    health: bool
    added_by: UUID
    added_at: datetime
    # Whether everybody of the family may open it, and whether its labels keep it among few.
    released: bool = False
    closed: bool = False
    labels: Labels = FOR_TEAM


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that is opened: its name for people, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


def attachments(acting: Acting, family_id: UUID) -> list[PaperRow]:
    """The papers of the file that whoever acts may see, newest first. One query; no bytes are read."""
    return [
        PaperRow(
            row.item_id,
            row.name,
            FileKind(row.kind),
            row.size,
            row.item.health,
            row.item.author_id,
            row.item.created_at,
            row.item.released_to_all,
            labels_of(row.item).is_closed,
            labels_of(row.item),
        )
        for row in _papers(acting, family_id).order_by("-item__created_at", "-item_id")
    ]


def _papers(acting: Acting, family_id: UUID) -> QuerySet[Attachment]:
    """The papers that stand in the file: of somebody with a card those that were released, and no other."""
    rows = Attachment.objects.filter(family_id=family_id, item__ended_at__isnull=True).select_related("item")
    return rows if acting.kind != ActorKind.FAMILY_MEMBER else rows.filter(item__released_to_all=True)


def attachment(acting: Acting, family_id: UUID, attachment_id: UUID) -> PaperRow:
    """One paper, as a list shows it. Raises NotFound when it is not there or not for whoever acts."""
    found = next((row for row in attachments(acting, family_id) if row.id == attachment_id), None)
    if found is None:
        raise NotFound("attachment")
    return found


def open_attachment(acting: Acting, family_id: UUID, attachment_id: UUID) -> OpenPaper:
    """A paper with its bytes; each opening stands in the audit. Raises NotFound as `attachment` does."""
    row = _papers(acting, family_id).filter(item_id=attachment_id).select_related("content").first()
    if row is None:
        raise NotFound("attachment")
    content = bytes(row.content.content)
    record_read(acting, "families:attachment", families=[family_id], subject=attachment_id)
    return OpenPaper(row.name, MEDIA_TYPES[FileKind(row.kind)], content)


@dataclass(frozen=True, slots=True)
class CorrectionMade:
    """A correction: what stood there before, by field, who changed it and when."""

    before: Mapping[str, Any]
    by: str
    at: datetime


def corrections(acting: Acting, family_id: UUID, *, person_id: UUID | None = None) -> list[CorrectionMade]:
    """What was corrected of somebody, or of the family itself, the newest first. One query.

    It comes with a page of the family that stands in the audit itself.
    """
    rows = Correction.objects.filter(family_id=family_id).order_by("-changed_at", "-id")
    rows = rows.filter(person_id=person_id) if person_id else rows.filter(person__isnull=True)
    return [
        CorrectionMade(before, name or "", at)
        for before, name, at in rows.values_list("before", "changed_by__staff_member__name", "changed_at")
    ]


@dataclass(frozen=True, slots=True)
class NumberOn:
    """That somebody's national number is kept: since when, and why. Never the number itself."""

    noted_at: datetime
    reason: str


def number_of(acting: Acting, person_id: UUID) -> NumberOn | None:
    """Whether a national number is kept of somebody, for coach and intake. One query."""
    rows = NationalNumber.objects.filter(person_id=person_id).order_by("-noted_at", "-id")
    found = rows.values_list("noted_at", "reason").first()
    return NumberOn(*found) if found else None
