"""Notes between colleagues, as the page of a referral and the list of questions say them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.referrals.queries import NoteNow, Question
from eenplan.web.shared import words


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note in words. `mine` may be corrected; `answer_href` is there for an open question."""

    id: UUID
    text: str
    said: str
    asks: str
    is_open: bool
    is_answer: bool
    earlier: list[tuple[str, str]]
    readers: str
    correct_href: str
    answer_href: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question that waits for an answer."""

    text: str
    said: str
    family: str
    href: str
    answer_href: str


def name_in(names: Mapping[UUID, str], actor: UUID) -> str:
    """The name of a colleague; of who left, that they left."""
    return names.get(actor) or _("iemand die hier niet meer werkt")


def note_lines(
    notes: Sequence[NoteNow], referral_id: UUID, names: Mapping[UUID, str], acting: Acting
) -> list[NoteLine]:
    """The notes on a referral, newest first."""
    found = []
    for note in notes:
        mine = note.author_id == acting.actor_id
        place = [referral_id, note.id]
        readers = [name_in(names, reader) for reader in note.readers]
        found.append(
            NoteLine(
                id=note.id,
                text=note.text,
                said=f"{name_in(names, note.author_id)}, {words.day_and_hour(note.at)}",
                asks=_("vraag aan %(name)s") % {"name": name_in(names, note.asked_to)}
                if note.asked_to
                else "",
                is_open=note.is_open,
                is_answer=note.answers is not None,
                earlier=[(text, words.day_and_hour(at)) for text, at in note.earlier],
                readers=_("Gelezen door %(names)s.") % {"names": ", ".join(readers)} if readers else "",
                correct_href=reverse("desk:correct-note", args=place) if mine else "",
                answer_href=reverse("desk:answer-note", args=place) if note.is_open else "",
            )
        )
    return found


def has_unread(notes: Sequence[NoteNow], acting: Acting) -> bool:
    """Whether a colleague wrote something that whoever acts has not said to have read."""
    return any(note.author_id != acting.actor_id and acting.actor_id not in note.readers for note in notes)


def question_lines(questions: Sequence[Question], names: Mapping[UUID, str]) -> list[QuestionLine]:
    """The questions that wait for whoever acts."""
    return [
        QuestionLine(
            one.text,
            f"{name_in(names, one.author_id)}, {words.day_and_hour(one.at)}",
            one.family_name,
            reverse("desk:read-referral", args=[one.referral_id]) + "#notities",
            reverse("desk:answer-note", args=[one.referral_id, one.note_id]),
        )
        for one in questions
    ]
