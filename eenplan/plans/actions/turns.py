"""Writing who is there for a family: each day one, the own coach or a stand-in. Used within actions."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.enums import STANDS_IN
from eenplan.network.models import Assignment, Leave, StaffMember
from eenplan.plans.enums import CoachKind
from eenplan.plans.models import CoachAssignment, Trajectory
from eenplan.plans.rules.standing_in import Away, Turn, earlier, turns

# A family with its trajectory, whose turn it is, and what more to write of it.
_New = tuple[tuple[UUID, UUID], Turn, dict[str, Any]]


def away_from(partnership_id: UUID | None, day: date) -> list[Away]:
    """Who of a team is away on a day or later, with who stands in; also who stops, with a coordinator. Two queries."""
    if partnership_id is None:
        return []
    leaves = [
        Away(row.staff_member_id, row.period.lower, row.period.upper, row.stand_in_id)
        for row in Leave.objects.filter(partnership_id=partnership_id)
        if row.period.upper is None or row.period.upper > day
    ]
    work = list(
        Assignment.objects.filter(partnership_id=partnership_id, role__in=STANDS_IN).order_by(
            "staff_member__sort_key", "staff_member_id"
        )
    )
    ends: dict[UUID, date | None] = {}
    for row in work:
        known = ends.get(row.staff_member_id, date.min)
        ends[row.staff_member_id] = (
            None if known is None or row.period.upper is None else max(known, row.period.upper)
        )
    coordinators = [row.staff_member_id for row in work if row.role == Role.COORDINATOR]
    staying = next((one for one in coordinators if ends[one] is None), None)
    return leaves + [
        Away(one, end, None, staying) for one, end in ends.items() if end is not None and end > day
    ]


def give(trajectory: Trajectory, first: Turn, away: Sequence[Away], **about: Any) -> None:
    """Write the days of a worker for a family, with stand-ins where they are away. `about` goes with the first."""
    of = (trajectory.family_id, trajectory.id)
    _write([(of, turn, {} if place else about) for place, turn in enumerate(turns(first, away))])


def replace_turns(
    rows: Iterable[CoachAssignment],
    *,
    since: date,
    until: date | None,
    away: Sequence[Away],
    by: Callable[[CoachAssignment, date, date | None], Turn],
) -> list[UUID]:
    """Let others take the days of these rows from a day until another (exclusive; None: all that come).

    `by` says who takes them; what lies before and after stays as it was. Returns the families, each once.
    """
    new: list[_New] = []
    families: dict[UUID, UUID] = {}
    for row in list(rows):
        lower, upper = row.period.lower, row.period.upper
        start, end = max(lower, since), earlier(upper, until)
        if end is not None and end <= start:
            continue
        families[row.family_id] = row.trajectory_id
        of = (row.family_id, row.trajectory_id)
        new += [(of, turn, {}) for turn in turns(by(row, start, end), away)]
        if end is not None and (upper is None or end < upper):
            about = {"reason": row.reason, "over_norm_confirmed_by_id": row.over_norm_confirmed_by_id}
            after = Turn(row.staff_member_id, end, upper, row.instead_of_id)
            new.append((of, after, {} if lower < start else about))
        if lower < start:
            row.period = DateRange(lower, start)
            row.save(update_fields=["period"])
        else:
            row.delete()
    _write(new)
    _join(families.values())
    return list(families)


def _write(new: Sequence[_New]) -> None:
    _check_nobody_refused(new)
    actors = dict(
        StaffMember.objects.filter(id__in={turn.worker for _of, turn, _about in new}).values_list(
            "id", "actor_id"
        )
    )
    CoachAssignment.objects.bulk_create(
        [
            CoachAssignment(
                family_id=family_id,
                trajectory_id=trajectory_id,
                staff_member_id=turn.worker,
                actor_id=actors[turn.worker],
                period=DateRange(turn.since, turn.until),
                kind=CoachKind.STAND_IN if turn.instead_of else CoachKind.OWN,
                instead_of_id=turn.instead_of,
                **about,
            )
            for (family_id, trajectory_id), turn, about in new
        ]
    )


def _check_nobody_refused(new: Sequence[_New]) -> None:
    """Refuse with `consent:helper-refused` when somebody of a family refused who would be there (rule 38). One query."""
    columns: list[list[Any]] = [[], [], [], [], []]
    for (family_id, trajectory_id), turn, _about in new:
        values = (family_id, trajectory_id, turn.worker, turn.instead_of, turn.since)
        for column, value in zip(columns, values, strict=True):
            column.append(value)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT f.name FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::date[])"
            " AS n (family, trajectory, worker, place_of, since) LEFT JOIN families_family f ON f.id = n.family"
            " WHERE plans_coach_refused(n.family, n.trajectory, n.worker, n.place_of, n.since) ORDER BY f.name",
            columns,
        )
        refusing = [name or _("een gezin") for (name,) in cursor.fetchall()]
    if refusing:
        raise RuleBroken(
            "consent:helper-refused",
            _(
                "Iemand van dit gezin wil deze persoon liever niet als helper: %(families)s."
                " Kies iemand anders, of geef dat gezin eerst een andere coach."
            )
            % {"families": ", ".join(refusing)},
            field="stand_in",
        )


def _join(trajectory_ids: Iterable[UUID]) -> None:
    """Make one row of two that follow each other with the same worker in the same place."""
    last: CoachAssignment | None = None
    for row in CoachAssignment.objects.filter(trajectory__in=list(trajectory_ids)).order_by(
        "trajectory_id", "period"
    ):
        if last and _place(last) == _place(row) and last.period.upper == row.period.lower:
            row.delete()
            last.period = DateRange(last.period.lower, row.period.upper)
            last.save(update_fields=["period"])
        else:
            last = row


def _place(row: CoachAssignment) -> tuple[UUID, UUID, UUID | None]:
    return row.trajectory_id, row.staff_member_id, row.instead_of_id
