"""Messages to the coach, as far as whoever acts may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.queries import Said, current_words
from eenplan.plans.models import Message

# The newest so many on one page; what came before stays in the file.
MOST = 30


@dataclass(frozen=True, slots=True)
class MessageOn:
    """A message: who wrote what when, what was answered, and whether that was read. `answer` None: none was written."""

    item_id: UUID
    family_id: UUID
    person_id: UUID
    person: str
    sent_at: datetime
    for_family: bool
    text: Said | None
    answer: Said | None
    answered_by: str
    done_at: datetime | None
    read_at: datetime | None

    @property
    def is_new(self) -> bool:
        """Whether the coach answered and who wrote it did not read that yet."""
        return self.done_at is not None and self.read_at is None


def messages(acting: Acting, family_id: UUID) -> list[MessageOn]:
    """The newest messages of a family, the newest first. Two queries."""
    rows = list(_of([family_id]).order_by("-item__created_at", "-item_id")[:MOST])
    words = current_words(acting, family_id, kinds=[ItemKind.MESSAGE], item_ids=[row.item_id for row in rows])
    return [_on(row, words.get(row.item_id, [])) for row in rows]


def message(acting: Acting, family_id: UUID, item_id: UUID) -> MessageOn:
    """One message. Raises NotFound when there is none that whoever acts may read. Two queries."""
    row = _of([family_id]).filter(item_id=item_id).first()
    if row is None:
        raise NotFound("message")
    return _on(row, current_words(acting, family_id, item_ids=[item_id]).get(item_id, []))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits for the coach: from whom, since when. Its words stand on its own page."""

    item_id: UUID
    family_id: UUID
    person: str
    sent_at: datetime


def messages_to_answer(acting: Acting, family_ids: Iterable[UUID]) -> list[Waiting]:
    """Those that wait for an answer in some families, the oldest first. One query."""
    rows = _of(family_ids).filter(done_at__isnull=True).order_by("item__created_at", "item_id")
    return [Waiting(row.item_id, row.family_id, row.person.given_name, row.item.created_at) for row in rows]


@dataclass(frozen=True, slots=True)
class Mine:
    """Of the messages of one person: whether an answer is new to them, and whether one still waits for an answer."""

    has_new: bool
    waits: bool


def my_messages(acting: Acting, person_id: UUID) -> Mine:
    """How the messages of somebody stand, without their words. One query."""
    rows = list(
        Message.objects.filter(person_id=person_id, item__ended_at__isnull=True)
        .filter(read_at__isnull=True)
        .values_list("done_at", flat=True)
    )
    return Mine(any(done is not None for done in rows), None in rows)


def _of(family_ids: Iterable[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(family_id__in=list(family_ids), item__ended_at__isnull=True).select_related(
        "item", "person", "done_by__staff_member"
    )


def _on(row: Message, said: list[Said]) -> MessageOn:
    slots = {one.slot: one for one in said if one.text}
    worker = getattr(row.done_by, "staff_member", None)
    return MessageOn(
        row.item_id,
        row.family_id,
        row.person_id,
        row.person.given_name,
        row.item.created_at,
        row.item.released_to_all,
        slots.get("text"),
        slots.get("answer"),
        worker.name if worker else "",
        row.done_at,
        row.read_at,
    )
