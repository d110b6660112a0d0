"""Helpers whom people of a family would rather not have, as far as whoever reads may know of it (rule 38)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from eenplan.core.acting import Acting
from eenplan.families.models import Words
from eenplan.rights.models import HelperRefusal


@dataclass(frozen=True, slots=True)
class RefusalOn:
    """A refusal: who refused whom, since when, and why in their own words ('' when nothing was said)."""

    item_id: UUID
    family_id: UUID
    person_id: UUID
    person: str
    helper: str
    on: date
    reason: str
    language: str
    found_on: date | None
    withdrawn_on: date | None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.withdrawn_on is None


def refusals(acting: Acting, family_id: UUID) -> list[RefusalOn]:
    """The refusals of a family that whoever acts may know of, the newest first. One query."""
    return [_on(row) for row in _rows().filter(family_id=family_id)]


def refusals_to_answer(acting: Acting, family_ids: Iterable[UUID]) -> list[RefusalOn]:
    """Those for which somebody else is still to be looked for, in some families, the oldest first. One query."""
    rows = _rows().filter(family_id__in=list(family_ids), withdrawn_on__isnull=True, found_on__isnull=True)
    return [_on(row) for row in rows.order_by("refused_on", "item_id")]


def _rows() -> QuerySet[HelperRefusal]:
    said = Words.objects.filter(item_id=OuterRef("item_id"), slot="text", replaced_by__isnull=True)
    said = said.order_by("-said_at")
    return (
        HelperRefusal.objects.select_related("person")
        .annotate(reason=Subquery(said.values("text")[:1]), spoken_in=Subquery(said.values("language")[:1]))
        .order_by("-refused_on", "-item_id")
    )


def _on(row: HelperRefusal) -> RefusalOn:
    return RefusalOn(
        row.item_id,
        row.family_id,
        row.person_id,
        row.person.given_name,
        row.name,
        row.refused_on,
        getattr(row, "reason", None) or "",
        getattr(row, "spoken_in", None) or "nl",
        row.found_on,
        row.withdrawn_on,
    )
