"""How constant the coach of a family is, who comes next, and whether the family was told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.plans.models import CoachAssignment
from eenplan.plans.queries.trajectories import TOLD, CoachPeriod, TrajectoryNow
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
    rows = (
        CoachAssignment.objects.filter(
            Q(trajectory__ended_on=None) | Q(trajectory__ended_on__gte=today()), family_id__in=family_ids
        )
        .annotate(told=TOLD)
        .order_by("family_id", "period")
        .values_list(
            "family_id", "staff_member_id", "staff_member__name", "instead_of_id", "instead_of__name", "period",
            "told", named=True,
        )
    )  # fmt: skip
    found = {
        family_id: _constant(
            family_id,
            [
                CoachPeriod(
                    row.staff_member_id,
                    row.staff_member__name,
                    row.period.lower,
                    row.period.upper,
                    "",
                    row.instead_of_id,
                    row.instead_of__name or "",
                    row.told,
                )
                for row in group
            ],
        )
        for family_id, group in groupby(rows, key=lambda row: row.family_id)
    }
    return {family_id: one for family_id, one in found.items() if one}


def constant_coach(path: TrajectoryNow) -> Constant | None:
    """The same of a trajectory that was read already; None for one that is over. No query."""
    if path.ended_on is not None and path.ended_on < today():
        return None
    return _constant(path.family_id, path.coaches)


def _constant(family_id: UUID, coaches: Sequence[CoachPeriod]) -> Constant | None:
    turns = [Turn(one.staff_member_id, one.since, one.until, one.instead_of_id) for one in coaches]
    numbers = continuity(turns, today())
    if numbers is None:
        return None
    names = {one.staff_member_id: one.name for one in coaches}
    names |= {one.instead_of_id: one.instead_of for one in coaches if one.instead_of_id}
    told = {(one.staff_member_id, one.since): one.told for one in coaches}
    return Constant(
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
                told[one.worker, one.since],
            )
            for one in coming(turns, today())
        ),
    )


def to_tell(acting: Acting, family_ids: Collection[UUID]) -> list[Coming]:
    """Who comes soon in some families that were not told yet, the first first. One query."""
    last = today() + AHEAD
    every = [one for found in constant_coaches(acting, family_ids).values() for one in found.coming]
    return sorted((one for one in every if not one.told and one.since <= last), key=lambda one: one.since)
