"""What was shared with whoever acts, as long as it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from eenplan.consent.enums import SharePurpose
from eenplan.consent.models import Grant, GrantAbout
from eenplan.core.acting import Acting


@dataclass(frozen=True, slots=True)
class SharedWithMe:
    """One share that holds today: which parts, about whom, why, and until which day (inclusive)."""

    grant_id: UUID
    family_id: UUID
    parts: tuple[str, ...]
    health: bool
    purpose: SharePurpose
    need: str
    last_day: date
    about: tuple[UUID, ...]


def shared_with(acting: Acting, *, family_id: UUID | None = None) -> list[SharedWithMe]:
    """All that is shared with whoever acts today, or what of one family; newest first. Three queries.

    Whether a share holds is judged by PostgreSQL alone (`consent_grant_holds`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT grant_id FROM consent_shared_with_me(%s::uuid)", [family_id])
        holding = [grant for (grant,) in cursor.fetchall()]
    about: dict[UUID, list[UUID]] = {grant: [] for grant in holding}
    for row in GrantAbout.objects.filter(grant_id__in=holding):
        about[row.grant_id].append(row.person_id)
    rows: Sequence[Grant] = list(Grant.objects.filter(id__in=holding).order_by("-made_at", "-id"))
    return [
        SharedWithMe(
            grant_id=row.id,
            family_id=row.family_id,
            parts=tuple(row.parts),
            health=row.health,
            purpose=SharePurpose(row.purpose),
            need=row.need,
            last_day=row.period.upper - timedelta(days=1),
            about=tuple(about[row.id]),
        )
        for row in rows
    ]
