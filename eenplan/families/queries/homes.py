"""Who is what to a child, and where the homes of a family are."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import ActorKind
from eenplan.families.enums import TieKind
from eenplan.families.models import (
    ContactDetail,
    Tie,
)


@dataclass(frozen=True, slots=True)
class TieNow:
    """What somebody is to a child, as it stands on a day."""

    id: UUID
    person_id: UUID
    child_id: UUID
    kind: TieKind
    since: date | None


def ties(acting: Acting, family_id: UUID, *, on: date | None = None) -> list[TieNow]:
    """Who is what to which child of the family on a day (default today), child by child. One query."""
    rows = Tie.objects.filter(family_id=family_id, period__contains=on or today()).order_by(
        "child__position", "person__position", "kind", "id"
    )
    return [TieNow(row.id, row.person_id, row.child_id, TieKind(row.kind), row.period.lower) for row in rows]


@dataclass(frozen=True, slots=True)
class HomeAddress:
    """The address of a home. `for_everyone`: the whole family may know it, also who lives elsewhere."""

    home_id: UUID
    value: str
    municipality: str
    municipality_id: UUID | None
    for_everyone: bool


def home_addresses(acting: Acting, family_id: UUID) -> dict[UUID, HomeAddress]:
    """The addresses of the family's homes that whoever acts may see, by home. One query; with a card two.

    Who lives in a home today reads its address with their card, also when it is not for the other home.
    """
    rows = (
        ContactDetail.objects.filter(family_id=family_id, home__isnull=False, item__ended_at__isnull=True)
        .select_related("municipality", "item")
        .order_by("item_id")
    )
    found = {
        row.home_id: HomeAddress(
            row.home_id,
            row.value,
            row.municipality.name_nl if row.municipality else "",
            row.municipality_id,
            row.item.released_to_all,
        )
        for row in rows
        if row.home_id
    }
    return found if acting.kind != ActorKind.FAMILY_MEMBER else _of_mine(family_id) | found


def _of_mine(family_id: UUID) -> dict[UUID, HomeAddress]:
    """The addresses of the homes in which the card's holder lives today, as PostgreSQL gives them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT home_id, value, municipality, municipality_id FROM families_address_of_mine()"
            " WHERE family_id = %s",
            [family_id],
        )
        return {
            home_id: HomeAddress(home_id, value, municipality, municipality_id, for_everyone=False)
            for home_id, value, municipality, municipality_id in cursor.fetchall()
        }
