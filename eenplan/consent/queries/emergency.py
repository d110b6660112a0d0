"""Files that were opened in an emergency: by whom, why, until when, who saw it and what a second person says of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from eenplan.consent.models import EmergencyAccess
from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.errors import NotFound

# So many that were reviewed stand below those that wait.
SHOWN = 20
# So many of one's own.
MINE = 3


@dataclass(frozen=True, slots=True)
class Access:
    """One time that a file was opened in an emergency. `justified` is None while nobody reviewed it."""

    id: UUID
    family_id: UUID
    actor_id: UUID
    name: str
    reason: str
    opened_at: datetime
    until: datetime
    ended_at: datetime | None
    seen_at: datetime | None
    review_by: date
    reviewed_at: datetime | None
    reviewed_by: str
    justified: bool | None
    review: str

    @property
    def is_open(self) -> bool:
        """Whether it still lets its worker read."""
        return self.ended_at is None and now() < self.until

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been reviewed by now."""
        return self.reviewed_at is None and self.review_by < today()


def may_open(acting: Acting, family_id: UUID) -> bool:
    """Whether whoever acts works in the team that answers for the family. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_may_open(%s)", [family_id])
        return bool(cursor.fetchone()[0])


def access(acting: Acting, access_id: UUID) -> Access:
    """One of them, as far as whoever acts may know of it. Raises NotFound otherwise. One query."""
    row = _rows().filter(id=access_id).first()
    if row is None:
        raise NotFound("emergency access")
    return _made(row)


def my_accesses(acting: Acting) -> list[Access]:
    """The files that whoever acts opened last in an emergency, with what was said of it. One query."""
    rows = _of_mine(acting).filter(actor_id=acting.actor_id)
    return [_made(row) for row in rows.order_by("-opened_at", "-id")[:MINE]]


def opened_by_others(acting: Acting, family_ids: Iterable[UUID]) -> list[Access]:
    """Of some families: what others opened and the coach did not say to have seen, or that is open now. One query."""
    rows = _rows().filter(family_id__in=list(family_ids)).exclude(actor_id=acting.actor_id)
    still = Q(seen_at__isnull=True) | Q(ended_at__isnull=True, until__gt=now())
    return [_made(row) for row in rows.filter(still).order_by("-opened_at", "-id")]


def to_review(acting: Acting) -> list[Access]:
    """Those of the partnership that nobody reviewed yet, the most overdue first. One query."""
    rows = _of_mine(acting).filter(reviewed_at__isnull=True)
    return [_made(row) for row in rows.order_by("review_by", "opened_at", "id")]


def reviewed(acting: Acting) -> list[Access]:
    """Those of the partnership that were reviewed last. One query."""
    rows = _of_mine(acting).filter(reviewed_at__isnull=False)
    return [_made(row) for row in rows.order_by("-reviewed_at", "-id")[:SHOWN]]


def _rows() -> QuerySet[EmergencyAccess]:
    return EmergencyAccess.objects.select_related("staff_member", "reviewed_by__staff_member")


def _of_mine(acting: Acting) -> QuerySet[EmergencyAccess]:
    """Those of the partnership for which whoever acts works."""
    return _rows().filter(partnership_id=acting.partnership_id) if acting.partnership_id else _rows().none()


def _made(row: EmergencyAccess) -> Access:
    by = getattr(row.reviewed_by, "staff_member", None)
    return Access(
        id=row.id,
        family_id=row.family_id,
        actor_id=row.actor_id,
        name=row.staff_member.name,
        reason=row.reason,
        opened_at=row.opened_at,
        until=row.until,
        ended_at=row.ended_at,
        seen_at=row.seen_at,
        review_by=row.review_by,
        reviewed_at=row.reviewed_at,
        reviewed_by=by.name if by else "",
        justified=row.justified,
        review=row.review,
    )
