"""What differs from what age says, and what parents are known to disagree about: for the team of a family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from eenplan.consent.enums import Said, SaidHow
from eenplan.consent.models import Answer, Capability, KnownDisagreement
from eenplan.consent.queries.shares import Spoken
from eenplan.core.acting import Acting
from eenplan.core.clock import today


@dataclass(frozen=True, slots=True)
class JudgedOn:
    """What was judged of a minor's capability, why, when it was talked over with them, and by whom."""

    person_id: UUID
    capable: bool
    reason: str
    discussed_on: date
    from_day: date
    author: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DisagreementOn:
    """Known disagreement about a child, since when."""

    id: UUID
    person_id: UUID
    since: date
    note: str


def judgements(acting: Acting, family_id: UUID) -> list[JudgedOn]:
    """What was judged of the capability of the family's minors, newest first. One query."""
    return [
        JudgedOn(
            row.person_id,
            row.capable,
            row.reason,
            row.discussed_on,
            row.from_day,
            name or "",
            row.recorded_at,
        )
        for row, name in (
            (row, getattr(getattr(row.author, "staff_member", None), "name", ""))
            for row in Capability.objects.filter(family_id=family_id)
            .select_related("author__staff_member")
            .order_by("-from_day", "-recorded_at", "-id")
        )
    ]


def disagreements(acting: Acting, family_id: UUID) -> list[DisagreementOn]:
    """The disagreements that are known today. One query."""
    rows = KnownDisagreement.objects.filter(family_id=family_id).order_by("since", "id")
    return [
        DisagreementOn(row.id, row.person_id, row.since, row.note) for row in rows if row.stands_on(today())
    ]


def said_of_help(acting: Acting, help_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, Spoken]]:
    """What each person said last of help that is to begin (rule 26), by help and person. One query."""
    found: dict[UUID, dict[UUID, Spoken]] = {help_id: {} for help_id in help_ids}
    for row in Answer.objects.filter(help_id__in=list(found)).order_by("recorded_at", "id"):
        if row.help_id:
            found[row.help_id][row.person_id] = Spoken(
                row.person_id, Said(row.said), SaidHow(row.how), row.reason, row.said_at
            )
    return found
