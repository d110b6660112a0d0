"""What somebody was typing in a plan and left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.families.models import Words
from eenplan.network.models import StaffMember
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Draft, PlanItem
from eenplan.plans.queries.pieces import name_of


@dataclass(frozen=True, slots=True)
class DraftNow:
    """What was typed, by name of field, and when it was kept last."""

    fields: Mapping[str, Sequence[str]]
    saved_at: datetime


def draft(acting: Acting, plan_id: UUID, page: str) -> DraftNow | None:
    """What whoever acts left on a page of a plan. One query, and the audit's when there is something."""
    found = Draft.objects.filter(author_id=acting.actor_id, plan_id=plan_id, page=page[:200]).first()
    if found is None:
        return None
    record_read(acting, "plans:draft", families=[found.family_id], subject=found.id)
    return DraftNow(found.fields, found.saved_at)


def drafts_left(acting: Acting, plan_id: UUID) -> list[tuple[str, datetime]]:
    """The pages of a plan on which whoever acts left something, the newest first. One query."""
    rows = Draft.objects.filter(author_id=acting.actor_id, plan_id=plan_id)
    return list(rows.order_by("-saved_at").values_list("page", "saved_at"))


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """Words of a piece, as they stood once. `speaker` and `author` are names; '' when nobody of that kind."""

    slot: str
    text: str
    language: str
    said_at: datetime
    speaker: str
    author: str
    author_id: UUID
    stands: bool


def words_of(acting: Acting, item_id: UUID) -> list[EarlierWords]:
    """All words that a piece ever had, those that stand now too, the newest first. Two queries and the audit's."""
    rows = list(
        Words.objects.filter(item_id=item_id, translation_of__isnull=True)
        .select_related("speaker", "replaced_by")
        .order_by("-said_at", "-id")
    )
    if not rows:
        return []
    workers = dict(
        StaffMember.objects.filter(actor_id__in={row.author_id for row in rows}).values_list(
            "actor_id", "name"
        )
    )
    record_read(acting, "plans:words", families=[rows[0].family_id], subject=item_id)
    return [
        EarlierWords(
            row.slot,
            row.text,
            row.language,
            row.said_at,
            name_of(row.speaker) if row.speaker else "",
            workers.get(row.author_id, ""),
            row.author_id,
            getattr(row, "replaced_by", None) is None,
        )
        for row in rows
    ]


def section_of(acting: Acting, item_id: UUID) -> SectionKey | None:
    """In which section a piece stands, or stood before it was taken out; None out of reach. One query."""
    found = PlanItem.objects.filter(item_id=item_id).values_list("section", flat=True).first()
    return SectionKey(found) if found else None
