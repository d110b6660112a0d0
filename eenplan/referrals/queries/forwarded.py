"""What a desk forwarded (rule 8): a line without content for the sender, all of it for the receiver."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.network.models import PartnershipName
from eenplan.referrals.models import Forwarding


@dataclass(frozen=True, slots=True)
class ForwardedLine:
    """What the sender still knows of a referral that went on; `sent_token` is of its own form."""

    referral_id: UUID
    reference: str
    to_name: str
    at: datetime
    deadline: date
    sent_token: UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """One forwarding, as who has the referral now reads it. `by` is the worker, '' when unknown."""

    from_name: str
    to_name: str
    at: datetime
    by: str
    reason: str


def forwarded_by_us(acting: Acting, *, limit: int = 100) -> list[ForwardedLine]:
    """The newest referrals that this desk forwarded and does not have now. Two queries; no file is opened."""
    return _lines("LIMIT %s", [limit])


def forwarded_line(acting: Acting, referral_id: UUID) -> ForwardedLine:
    """The line of one referral. Raises NotFound when this desk did not forward it, or has it back."""
    found = _lines("WHERE referral_id = %s", [referral_id])
    if not found:
        raise NotFound("referral")
    return found[0]


def _lines(narrowed: str, values: list[UUID] | list[int]) -> list[ForwardedLine]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT referral_id, reference, to_partnership_id, at, deadline, sent_token"
            f" FROM referrals_forwarded_by_us() {narrowed}",
            values,
        )
        rows = cursor.fetchall()
    names = partnership_names({row[2] for row in rows})
    return [ForwardedLine(row[0], row[1], names.get(row[2], ""), row[3], row[4], row[5]) for row in rows]


def passages(acting: Acting, referral_id: UUID) -> list[Passage]:
    """How a referral within reach came here, oldest first. At most two queries."""
    rows = list(
        Forwarding.objects.filter(referral_id=referral_id)
        .order_by("at", "id")
        .values_list("from_partnership_id", "to_partnership_id", "at", "author__staff_member__name", "reason")
    )
    if not rows:
        return []
    names = partnership_names({row[0] for row in rows} | {row[1] for row in rows})
    return [
        Passage(names.get(row[0], ""), names.get(row[1], ""), row[2], row[3] or "", row[4]) for row in rows
    ]


def partnership_names(partnership_ids: set[UUID]) -> dict[UUID, str]:
    """What some partnerships are called, by id: the latest name up to today. One query when there are any."""
    if not partnership_ids:
        return {}
    return dict(
        PartnershipName.objects.filter(partnership_id__in=partnership_ids, period__startswith__lte=today())
        .order_by("period")
        .values_list("partnership_id", "name")
    )
