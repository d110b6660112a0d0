"""Trusted persons, and guests with a card."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.models import Grant, TrustedPerson
from eenplan.core.acting import Acting


@dataclass(frozen=True, slots=True)
class TrustedOn:
    """Somebody's trusted person, and since when."""

    id: UUID
    person_id: UUID
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody outside with whom something is shared: by which share."""

    grant_id: UUID
    name: str
    kind: OutsideKind


def trusted_persons(acting: Acting, family_id: UUID) -> list[TrustedOn]:
    """The trusted persons of a family as they stand, as far as whoever acts may know. One query."""
    rows = TrustedPerson.objects.filter(family_id=family_id, ended_at__isnull=True).order_by("since", "id")
    return [TrustedOn(row.id, row.person_id, row.name, row.since) for row in rows]


def guests(acting: Acting, family_id: UUID) -> list[Guest]:
    """The people outside with whom something is shared or asked to be, newest first. One query."""
    rows = Grant.objects.filter(
        family_id=family_id, recipient_kind=RecipientKind.OUTSIDE, ended_at__isnull=True
    ).order_by("-made_at", "-id")
    return [Guest(row.id, row.outside_name, OutsideKind(row.outside_kind)) for row in rows]
