"""How constant the coach of a family is, who comes next, and whether the family was told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Q, Subquery

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.plans.models import CoachAssignment, ComingTold
from eenplan.plans.rules.continuity import AHEAD, Continuity, coming, continuity
from eenplan.plans.rules.standing_in import Turn


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody else will be there as the coach of a family from a day until another (exclusive; None: not known).

    `instead_of`: in whose place, '' for a new own coach. `told`: whether the family was told.
    """

    family_id: UUID
    staff_member_id: UUID
    name: str
    instead_of: str
    since: date
    until: date | None
    told: bool


@dataclass(frozen=True, slots=True)
class Constant:
    """How constant the coach is: their name, and in numbers; and who comes, the first first."""

    name: str
    numbers: Continuity
    coming: tuple[Coming, ...]


def constant_coaches(acting: Acting, family_ids: Collection[UUID]) -> dict[UUID, Constant]:
    """For each of some families that has or had a coach. One query.

    For pages that are composed of several rooms: whoever composes the page records its reading.
    """
    told = ComingTold.objects.filter(
        family_id=OuterRef("family_id"),
        staff_member_id=OuterRef("staff_member_id"),
        since=OuterRef("period__startswith"),
    ).values("told_at")
    rows = (
        CoachAssignment.objects.filter(
            Q(trajectory__ended_on=None) | Q(trajectory__ended_on__gte=today()), family_id__in=family_ids
        )
        .annotate(told=Subquery(told, output_field=DateTimeField()))
        .order_by("family_id", "period")
        .values_list(
            "family_id", "staff_member_id", "staff_member__name", "instead_of_id", "instead_of__name", "period",
            "told", named=True,
        )
    )  # fmt: skip
    found = {}
    for family_id, group in groupby(rows, key=lambda row: row.family_id):
        mine = list(group)
        turns = [
            Turn(row.staff_member_id, row.period.lower, row.period.upper, row.instead_of_id) for row in mine
        ]
        numbers = continuity(turns, today())
        if numbers is None:
            continue
        names = {row.staff_member_id: row.staff_member__name for row in mine}
        names |= {row.instead_of_id: row.instead_of__name for row in mine if row.instead_of_id}
        is_told = {(row.staff_member_id, row.period.lower): row.told is not None for row in mine}
        found[family_id] = Constant(
            names[numbers.worker],
            numbers,
            tuple(
                Coming(
                    family_id,
                    one.worker,
                    names[one.worker],
                    names[one.instead_of] if one.instead_of else "",
                    one.since,
                    one.until,
                    is_told[one.worker, one.since],
                )
                for one in coming(turns, today())
            ),
        )
    return found


def to_tell(acting: Acting, family_ids: Collection[UUID]) -> list[Coming]:
    """Who comes soon in some families that were not told yet, the first first. One query."""
    last = today() + AHEAD
    every = [one for found in constant_coaches(acting, family_ids).values() for one in found.coming]
    return sorted((one for one in every if not one.told and one.since <= last), key=lambda one: one.since)
