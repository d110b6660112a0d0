"""Who looked at a plan, questions about it, and who looks unusually widely (rule 40)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.core.statements import rows
from eenplan.rights.enums import Breadth
from eenplan.rights.models import LookQuestion

# Rows (a person on a day) on one page.
MOST = 30


class Looked(NamedTuple):
    """Somebody on a day: who, as what, for which organisation, why, and what in words that betray nothing.

    `deeds` are 'plan', 'table', 'message', 'paper', 'referral', 'list', 'shared', 'wrote', or 'file' for all else.
    """

    day: date
    actor_id: UUID
    name: str
    title: str
    organisation: str
    purposes: Sequence[Purpose]
    deeds: Sequence[str]


@dataclass(frozen=True, slots=True)
class LookedPage:
    """A page of who looked, the newest first. `before`: the day before which the next page begins; None at the end."""

    found: list[Looked]
    before: date | None


def who_looked(
    acting: Acting, family_id: UUID, *, before: date | None = None, language: str = "nl"
) -> LookedPage:
    """Who looked at a family's file, as far as whoever acts may know it. Nobody for whom it is not. One query."""
    found = [
        Looked(day, actor, name, title, organisation, [Purpose(each) for each in purposes], deeds)
        for day, actor, name, title, organisation, purposes, deeds in rows(
            "SELECT * FROM rights_who_looked(%s, %s, %s, %s)", [family_id, before, MOST + 1, language]
        )
    ]
    # Whole days: when a page is full, its last day is for the next page, unless it is the only one.
    days = sorted({one.day for one in found})
    if len(found) <= MOST or len(days) == 1:
        more = len(found) > MOST
        return LookedPage(found, days[0] if more else None)
    return LookedPage([one for one in found if one.day > days[0]], days[1])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about looking and its answer. `looker` and `looked_on` are empty when it is in general."""

    id: UUID
    family_id: UUID
    asked_on: date
    looked_on: date | None
    looker: str
    words: str
    answer: str
    answered_on: date | None
    answered_as: str
    # For the privacy officer alone.
    family_reference: str = ""


def look_questions(acting: Acting, family_id: UUID, *, mine: bool) -> list[Asked]:
    """What was asked about looking at a family's file, the newest first; `mine`: by whoever acts alone. One query."""
    found = (
        LookQuestion.objects.filter(family_id=family_id).select_related("answer").order_by("-asked_at", "id")
    )
    if mine:
        found = found.filter(asked_by_id=acting.actor_id)
    return [_asked(row) for row in found]


def _asked(row: LookQuestion) -> Asked:
    answer = getattr(row, "answer", None)
    return Asked(
        row.id,
        row.family_id,
        day_of(row.asked_at),
        row.looked_on,
        row.looked_as,
        row.words,
        answer.words if answer else "",
        day_of(answer.answered_at) if answer else None,
        answer.answered_as if answer else "",
    )


def open_look_questions(acting: Acting, family_ids: Iterable[UUID]) -> list[Asked]:
    """What was asked about looking at some families' files and waits for an answer, the oldest first. One query."""
    found = LookQuestion.objects.filter(family_id__in=list(family_ids), answer__isnull=True)
    return [_asked(row) for row in found.select_related("answer").order_by("asked_at", "id")]


def look_question(acting: Acting, question_id: UUID) -> Asked:
    """A question that the coach or the privacy officer may answer. Raises NotFound for others. One query."""
    row = LookQuestion.objects.filter(id=question_id).select_related("answer").first()
    if row is None or acting.role not in (Role.COACH, Role.PRIVACY_OFFICER):
        raise NotFound("question")
    return _asked(row)


def look_questions_here(acting: Acting) -> list[Asked]:
    """The questions that reach a privacy officer: those without an answer first. One query."""
    return [
        Asked(
            key,
            family,
            day_of(asked),
            on,
            looker,
            words,
            answer or "",
            _day(answered),
            as_what or "",
            reference,
        )
        for key, family, reference, asked, on, looker, words, answer, answered, as_what in rows(
            "SELECT * FROM rights_look_questions_here()", []
        )
    ]


def _day(at: datetime | None) -> date | None:
    return day_of(at) if at else None


class Norm(NamedTuple):
    """From when looking is unusually wide: more than so many files within so many days, of which outside or in emergency."""

    files: int
    days: int
    outside: int
    emergencies: int


def breadth_norm(acting: Acting) -> Norm:
    """What holds in the partnership of whoever acts. One query."""
    (found,) = rows("SELECT * FROM rights_breadth_norm(%s)", [acting.partnership_id])
    return Norm(*found)


class Wide(NamedTuple):
    """Somebody who opened more files than usual: how many, between which days, which by reference; what was remarked."""

    actor_id: UUID
    name: str
    title: str
    organisation: str
    kind: Breadth
    number: int
    first_day: date
    last_day: date
    references: Sequence[str]
    remark: str
    remark_until: date | None

    @property
    def is_looked_at(self) -> bool:
        """Whether the privacy officer looked into it, up to its last day."""
        return self.remark_until is not None and self.remark_until >= self.last_day


def unusual_breadth(acting: Acting) -> list[Wide]:
    """Who looks unusually widely in the partnership of a privacy officer; what is not looked at yet first. One query."""
    return [
        Wide(
            actor,
            name,
            title,
            organisation,
            Breadth(kind),
            number,
            first,
            last,
            references,
            remark or "",
            until,
        )
        for actor, name, title, organisation, kind, number, first, last, references, remark, until in rows(
            "SELECT * FROM rights_unusual_breadth()", []
        )
    ]
