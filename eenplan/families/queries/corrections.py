"""What was corrected of a family, and whose national number is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.families.models import (
    Correction,
    NationalNumber,
)


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
