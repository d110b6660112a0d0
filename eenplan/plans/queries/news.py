"""What came into a plan since somebody of the family was last here, as far as they may read it: moments, no words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, now
from eenplan.plans.models import Response, RoundTable, Seat, SeatAnswer


@dataclass(frozen=True, slots=True)
class TableNews:
    """A round table to come. `asks`: whether the reader is invited and did not answer; `is_off`: it was called off."""

    id: UUID
    starts_at: datetime
    asks: bool
    is_off: bool


@dataclass(frozen=True, slots=True)
class News:
    """`answered`: how many proposals or remarks of the reader got an answer; `tables`: those to tell of, the first first."""

    answered: int
    tables: tuple[TableNews, ...]


def news(acting: Acting, family_id: UUID, person_id: UUID, *, since: datetime) -> News:
    """What is new to somebody of a family. Two queries; part of a page that is recorded itself."""
    return News(_answered(family_id, person_id, since), _tables(family_id, person_id, since))


def _answered(family_id: UUID, person_id: UUID, since: datetime) -> int:
    found = Response.objects.filter(
        family_id=family_id,
        at__gte=since,
        item__ended_at__isnull=True,
        item__contribution__person_id=person_id,
    )
    return found.values("item_id").distinct().count()


def _tables(family_id: UUID, person_id: UUID, since: datetime) -> tuple[TableNews, ...]:
    """Those that were agreed or called off since (by the day), and those that wait for an answer of the reader."""
    mine = Seat.objects.filter(table=OuterRef("pk"), person_id=person_id, withdrawn_at__isnull=True)
    said = SeatAnswer.objects.filter(seat__table=OuterRef("pk"), seat__person_id=person_id)
    rows = (
        RoundTable.objects.filter(family_id=family_id, agreed_on__isnull=False, starts_at__gte=now())
        .annotate(is_mine=Exists(mine), is_answered=Exists(said))
        .order_by("starts_at", "pk")
    )
    found = (
        (
            TableNews(
                row.pk,
                row.starts_at,
                row.is_mine and not row.is_answered and not row.cancelled_at,
                row.cancelled_at is not None,
            ),
            _is_new(row, since),
        )
        for row in rows
    )
    return tuple(one for one, is_new in found if is_new or one.asks)


def _is_new(row: RoundTable, since: datetime) -> bool:
    if row.cancelled_at:
        return row.cancelled_at >= since
    return row.agreed_on is not None and row.agreed_on >= day_of(since)
