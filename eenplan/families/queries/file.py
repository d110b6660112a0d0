"""A family, its people, and what stands in its file: words, items, contacts, and finding it by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import JSONObject

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.core.folding import fold
from eenplan.families.enums import Channel, ItemKind
from eenplan.families.models import (
    Contact,
    ContactDetail,
    Family,
    Item,
    Person,
    SearchKey,
    Words,
)
from eenplan.families.rules import age_on
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


# The words of an item that stand now, as `current_words` gives them: for whoever reads the items themselves.
WITH_SAID = ArraySubquery(
    Words.objects.filter(item_id=OuterRef("id"), replaced_by__isnull=True, translation_of__isnull=True)
    .order_by("said_at", "id")
    .values(json=JSONObject(text="text", language="language", speaker="speaker__given_name", slot="slot"))
)


def said_of(item: Any) -> tuple[Said, ...]:
    """The words of an item that was read with its words (`said=WITH_SAID`)."""
    return tuple(
        Said(one["text"], one["language"], one["speaker"] or "", item.id, one["slot"]) for one in item.said
    )


def items(acting: Acting, family_id: UUID, *, kinds: Iterable[ItemKind]) -> list[Item]:
    """The current items of some kinds with their words (`said_of`), oldest first. One query."""
    return list(
        Item.objects.filter(family_id=family_id, kind__in=list(kinds), ended_at__isnull=True)
        .annotate(said=WITH_SAID)
        .order_by("created_at", "id")
    )


def contacts(acting: Acting, family_id: UUID, people: Iterable[Person], *, limit: int = 20) -> list[Contact]:
    """What is planned or did not take place (50 at most), then what was held (`limit`), with who of `people` took part.

    The newest of each, along an index: a family of ten years costs no more. Two queries; for what came before
    see the timeline.
    """
    mine = Contact.objects.filter(family_id=family_id)
    planned = mine.filter(held_at__isnull=True, planned_for__isnull=False)
    held = mine.filter(held_at__isnull=False).order_by("-held_at", "-item_id")[:limit]
    found = list(planned.order_by("-planned_for", "-item_id")[:PLANNED].union(held, all=True))
    prefetch_related_objects(found, "participants")
    known = {one.id: one for one in people}
    for part in (part for one in found for part in one.participants.all()):
        if part.person_id in known:
            part.person = known[part.person_id]
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


@dataclass(frozen=True, slots=True)
class Appointment:
    """A contact that is planned, with whom of the team."""

    planned_for: datetime
    channel: Channel
    with_whom: str


def age(person: Person, on: date | None = None) -> int | None:
    """Age in full years today (or on a day); None when the birth date is not known."""
    return age_on(person.birth_date, on or today()) if person.birth_date else None
