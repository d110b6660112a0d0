"""What was asked about a family's data, and how it was decided. Words come only to who asked and to the family's team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from eenplan.consent.enums import TermCode
from eenplan.consent.models import LegalTerm
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.models import Request
from eenplan.rights.rules.lifting import holds_back


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """How a request was decided: by whom ('' for who asked it), when, and why not."""

    outcome: Outcome
    on: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class LiftedOn:
    """From which day on something may be used again; when and how whoever asked was told, and why."""

    on: date
    told_on: date
    reason: str
    by_wish: bool


@dataclass(frozen=True, slots=True)
class RequestOn:
    """A request. `piece` is what kind of piece it is about; None when it is about no piece."""

    id: UUID
    reference: str
    family_id: UUID
    person_id: UUID
    person: str
    kind: RequestKind
    words: str
    language: str
    how: AskedHow
    asked_on: date
    due_on: date
    item_id: UUID | None
    piece: ItemKind | None
    decided: DecidedOn | None
    lifted: LiftedOn | None = None

    @property
    def holds_back(self) -> bool:
        """Whether something is used less by it today."""
        outcome = self.decided.outcome if self.decided else None
        return holds_back(self.kind, outcome, about_piece=self.item_id is not None) and (
            self.lifted is None or today() < self.lifted.on
        )

    @property
    def is_late(self) -> bool:
        """Whether the last day for an answer has passed without one."""
        return self.decided is None and self.due_on < today()


@dataclass(frozen=True, slots=True)
class Overseen:
    """A request as a privacy officer reads it: by reference, without who or what."""

    reference: str
    family_reference: str
    kind: RequestKind
    how: AskedHow
    asked_on: date
    due_on: date
    outcome: Outcome | None
    decided_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether it is open after its last day, or was decided after it."""
        return (self.decided_on or today()) > self.due_on


def requests(acting: Acting, family_id: UUID, *, person_id: UUID | None = None) -> list[RequestOn]:
    """The requests that whoever acts may read, newest first; of one person. One query."""
    rows = _rows().filter(family_id=family_id)
    return [_on(row) for row in (rows.filter(person_id=person_id) if person_id else rows)]


def request(acting: Acting, family_id: UUID, request_id: UUID) -> RequestOn:
    """One request of a family. Raises NotFound when it is not there or not for whoever acts."""
    row = _rows().filter(family_id=family_id, id=request_id).first()
    if row is None:
        raise NotFound("request")
    return _on(row)


def open_requests(acting: Acting, family_ids: Iterable[UUID]) -> list[RequestOn]:
    """What waits for a decision in some families, the first to answer first. One query."""
    rows = _rows().filter(family_id__in=list(family_ids), decision__isnull=True)
    return [_on(row) for row in rows.order_by("due_on", "recorded_at")]


@dataclass(frozen=True, slots=True)
class Oversight:
    """A page of requests. `open` and `decided` count them all; `more` is the reference of the last when there are more."""

    rows: tuple[Overseen, ...]
    open: int
    decided: int
    more: str = ""


def overseen(acting: Acting, *, year: int, after: str = "") -> Oversight:
    """Requests of the own partnership, for its privacy officer: all that are open, the first to answer first; then
    those that were asked in a year and decided, the newest first. A page at a time, `after` a reference. One query.

    Raises NotFound after what is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OVERSEEN, {"year": year, "after": after, "most": PAGE + 1})
        found = cursor.fetchall()
    if after and not found:
        raise NotFound("request")
    shown = [row for row in found if row[0] is not None]
    _first, *_rest, waiting, decided = found[0] if found else (None, 0, 0)
    rows = tuple(
        Overseen(
            reference,
            family_reference,
            RequestKind(kind),
            AskedHow(how),
            asked_on,
            due_on,
            Outcome(outcome) if outcome else None,
            decided_on,
        )
        for reference, family_reference, kind, how, asked_on, due_on, outcome, decided_on, _open, _decided in shown[
            :PAGE
        ]
    )
    return Oversight(rows, waiting, decided, rows[-1].reference if len(shown) > PAGE else "")


# In this order: what is open by its day, then what was decided from the newest on. The counts stand in every row; a page
# after a reference begins behind that very row.
_OVERSEEN = """
WITH here AS (
  SELECT *, count(*) FILTER (WHERE outcome IS NULL) OVER () AS waiting, count(*) FILTER (WHERE outcome IS NOT NULL) OVER () AS done,
    row_number() OVER (ORDER BY outcome IS NOT NULL, CASE WHEN outcome IS NULL THEN due_on END, asked_on DESC, reference)
      AS place
  FROM rights_requests_here() WHERE outcome IS NULL OR extract(year FROM asked_on) = %(year)s)
SELECT reference, family_reference, kind, how, asked_on, due_on, outcome, decided_on, waiting, done FROM here
WHERE %(after)s = '' OR place > (SELECT h.place FROM here h WHERE h.reference = %(after)s)
ORDER BY place LIMIT %(most)s
"""
# Requests on a page of the privacy officer.
PAGE = 50


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """Within how many months there must be an answer, where that is written, and whether a jurist looked at it."""

    months: int
    reference: str
    reviewed: bool


def answer_term(acting: Acting) -> AnswerTerm:
    """The term of today. One query."""
    row = LegalTerm.objects.get(code=TermCode.ANSWER_WITHIN, period__contains=today())
    return AnswerTerm(row.value, row.reference, row.reviewed)


def _rows() -> QuerySet[Request]:
    return Request.objects.select_related(
        "person", "item", "decision__decided_by__staff_member", "lifting"
    ).order_by("-recorded_at", "-id")


def _on(row: Request) -> RequestOn:
    decision, lifting = getattr(row, "decision", None), getattr(row, "lifting", None)
    decided = None
    if decision:
        worker = getattr(decision.decided_by, "staff_member", None)
        decided = DecidedOn(
            Outcome(decision.outcome), decision.decided_on, decision.reason, worker.name if worker else ""
        )
    return RequestOn(
        row.id,
        row.reference,
        row.family_id,
        row.person_id,
        row.person.given_name,
        RequestKind(row.kind),
        row.words,
        row.language,
        AskedHow(row.how),
        row.asked_on,
        row.due_on,
        row.item_id,
        ItemKind(row.item.kind) if row.item else None,
        decided,
        LiftedOn(lifting.lifts_on, lifting.told_on, lifting.reason, lifting.by_wish) if lifting else None,
    )
