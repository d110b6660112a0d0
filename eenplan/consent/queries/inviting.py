"""Whom a family invited to read along and who has no card yet: something for its coach to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models.expressions import RawSQL

from eenplan.consent.enums import RecipientKind
from eenplan.consent.models import Grant
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import ActorKind


@dataclass(frozen=True, slots=True)
class ToHand:
    """Somebody who may read along, and has no card to do so."""

    grant_id: UUID
    family_id: UUID
    name: str


def invitations_to_hand(acting: Acting, family_ids: Iterable[UUID]) -> list[ToHand]:
    """Those in some families to which everybody who has a say said yes, the oldest first. One query."""
    rows = (
        Grant.objects.filter(
            family_id__in=list(family_ids),
            recipient_kind=RecipientKind.OUTSIDE,
            made_by__kind=ActorKind.FAMILY_MEMBER,
            actor__isnull=True,
            ended_at__isnull=True,
            period__contains=today(),
        )
        .annotate(holds=RawSQL("consent_grant_holds(consent_grant.id, %s)", [today()]))
        .filter(holds=True)
        .order_by("made_at", "id")
    )
    return [ToHand(row.id, row.family_id, row.outside_name) for row in rows]
