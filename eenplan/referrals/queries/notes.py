"""Reading notes between colleagues, and the questions that wait for an answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.families.models import Words
from eenplan.referrals.models import Note, NoteRead


@dataclass(frozen=True, slots=True)
class NoteNow:
    """A note as it stands: `earlier` are the words it replaced, oldest first; `readers` who said to have read it."""

    id: UUID
    text: str
    at: datetime
    author_id: UUID
    earlier: list[tuple[str, datetime]]
    asked_to: UUID | None
    answers: UUID | None
    is_open: bool
    readers: list[UUID]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a colleague that waits for an answer of whoever asks."""

    note_id: UUID
    referral_id: UUID
    family_name: str
    text: str
    at: datetime
    author_id: UUID


def notes_on(acting: Acting, referral_id: UUID) -> list[NoteNow]:
    """The notes on a referral, newest first. Three queries; whoever composes the page records its reading."""
    if acting.partnership_id is None:
        return []
    notes = list(
        Note.objects.filter(referral_id=referral_id, referral__partnership_id=acting.partnership_id)
        .select_related("item")
        .order_by("-item__created_at", "-item_id")
    )
    if not notes:
        return []
    said: dict[UUID, list[Words]] = {}
    for words in Words.objects.filter(item_id__in=[note.item_id for note in notes], slot="text").order_by(
        "said_at", "id"
    ):
        said.setdefault(words.item_id, []).append(words)
    readers: dict[UUID, list[UUID]] = {}
    for read in NoteRead.objects.filter(note_id__in=[note.item_id for note in notes]).order_by("at", "id"):
        readers.setdefault(read.note_id, []).append(read.actor_id)
    answered = {note.answers_id for note in notes}
    return [
        NoteNow(
            id=note.item_id,
            text=said[note.item_id][-1].text,
            at=note.item.created_at,
            author_id=note.item.author_id,
            earlier=[(words.text, words.said_at) for words in said[note.item_id][:-1]],
            asked_to=note.asked_to_id,
            answers=note.answers_id,
            is_open=note.asked_to_id is not None and note.item_id not in answered,
            readers=readers.get(note.item_id, []),
        )
        for note in notes
        if note.item_id in said
    ]


def open_questions(acting: Acting) -> list[Question]:
    """What colleagues asked whoever acts and is not answered yet, oldest first. Three queries with the audit's."""
    notes = list(
        _asked(acting).select_related("item", "family").order_by("item__created_at", "item_id")[:200]
    )
    if not notes:
        return []
    texts = {
        words.item_id: words.text
        for words in Words.objects.filter(
            item_id__in=[note.item_id for note in notes], slot="text", replaced_by__isnull=True
        )
    }
    record_read(acting, "referrals:questions:list", families={note.family_id for note in notes})
    return [
        Question(
            note.item_id,
            note.referral_id,
            note.family.name,
            texts.get(note.item_id, ""),
            note.item.created_at,
            note.item.author_id,
        )
        for note in notes
    ]


def _asked(acting: Acting) -> QuerySet[Note]:
    if acting.partnership_id is None:
        return Note.objects.none()
    return Note.objects.filter(
        asked_to_id=acting.actor_id,
        answered_by__isnull=True,
        referral__partnership_id=acting.partnership_id,
    )
