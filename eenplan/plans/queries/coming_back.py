"""The plan of before, of a family that came back: read beside the new one, with what was already taken along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.models import Item, Person
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import Plan, PlanVersion, StillWanted, TakenAlong
from eenplan.plans.queries.kept import kept_of
from eenplan.plans.queries.piece import Piece
from eenplan.plans.queries.pieces import GoalPiece, Names, Pieces, name_of, pieces_of, worker_names
from eenplan.plans.queries.versions import VersionNow, version
from eenplan.plans.rules.coming_back import is_offered, must_want


@dataclass(frozen=True, slots=True)
class Taken:
    """What a piece of the earlier plan became in the new one, when, and who said that it still holds."""

    item_id: UUID
    at: datetime
    wanted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """The plan of the trajectory before this one, as far as whoever acts may see it today. `taken` is by its pieces.

    `version` is the last one that was agreed then (None: none was), `ended_on` its last day.
    """

    plan_id: UUID
    started_on: date
    ended_on: date
    version: int | None
    pieces: Pieces
    remaining_needs: str
    taken: Mapping[UUID, Taken]
    names: Mapping[UUID, str]

    def piece(self, item_id: UUID) -> Piece | None:
        """The piece with this id, if it stands in this very plan."""
        everything = [one for key in SectionKey for one in self.pieces.section(key)]
        return next((one for one in (*everything, *self.pieces.steps) if one.item_id == item_id), None)


def has_earlier(family_id: UUID) -> bool:
    """Whether a family whose plan goes on had one before. One query."""
    ended = [
        at is not None for at in Plan.objects.filter(family_id=family_id).values_list("closed_at", flat=True)
    ]
    return any(ended) and not all(ended)


def earlier_plan_of(family_id: UUID) -> Plan:
    """The newest plan that ended, of a family whose plan goes on again. Raises NotFound when it did not come back."""
    found = list(
        Plan.objects.filter(family_id=family_id)
        .select_related("trajectory__closure")
        .order_by(F("closed_at").desc(nulls_first=True))[:2]
    )
    if len(found) < 2 or found[0].closed_at is not None:
        raise NotFound("earlier plan")
    return found[1]


def earlier_plan(acting: Acting, family_id: UUID) -> EarlierPlan:
    """The plan of before, with what was taken along. Raises NotFound when there is none. At most nine queries."""
    found = earlier_plan_of(family_id)
    trajectory = found.trajectory
    names = {one.id: name_of(one) for one in Person.objects.filter(family_id=family_id).order_by("position")}
    kept = kept_of(found)
    number = PlanVersion.objects.filter(plan=found).aggregate(last=Max("number"))["last"]
    record_read(acting, "plans:earlier-plan", families=[family_id], subject=found.id)
    return EarlierPlan(
        found.id,
        trajectory.started_on,
        trajectory.ended_on or trajectory.started_on,
        number,
        pieces_of(kept, Names(names, worker_names(kept))),
        trajectory.closure.remaining_needs,
        _taken(family_id, names),
        names,
    )


def _taken(family_id: UUID, names: Mapping[UUID, str]) -> dict[UUID, Taken]:
    wanted: dict[UUID, list[str]] = {}
    for item_id, person_id in StillWanted.objects.filter(family_id=family_id).values_list("taken", "person"):
        wanted.setdefault(item_id, []).append(names.get(person_id, ""))
    rows = TakenAlong.objects.filter(family_id=family_id, item__ended_at__isnull=True)
    return {
        row.source_id: Taken(row.item_id, row.taken_at, tuple(sorted(wanted.get(row.item_id, ()))))
        for row in rows
    }


def gone_along(family_id: UUID) -> frozenset[UUID]:
    """Which pieces of earlier plans went along, as far as whoever acts reads what they became. One query."""
    rows = TakenAlong.objects.filter(family_id=family_id, item__ended_at__isnull=True)
    return frozenset(rows.values_list("source_id", flat=True))


def last_version(acting: Acting, family_id: UUID) -> VersionNow:
    """What was agreed last in the plan of before, as its reader may see it. Raises NotFound when there is none."""
    before = earlier_plan_of(family_id)
    number = PlanVersion.objects.filter(plan=before).aggregate(last=Max("number"))["last"]
    if number is None:
        raise NotFound("plan version")
    return version(acting, family_id, number)


def can_be_taken(piece: Piece) -> bool:
    """Whether a piece of the earlier plan can go along as it is."""
    return (
        is_offered(piece.kind, piece.status if isinstance(piece, GoalPiece) else None) and not piece.used_less
    )


def who_must_want(piece: Piece, asked: frozenset[UUID]) -> frozenset[UUID]:
    """Who has to say that a piece still holds before it goes along: see `rules.coming_back.must_want`."""
    source = piece.source
    said_by: list[UUID | None] = [one.speaker_id for one in piece.words.values()]
    about = list(source.about) if source else []
    if source:
        said_by.append(source.from_whom_id)
    if isinstance(piece, GoalPiece):
        said_by.append(piece.expressed_by_id)
        about += [piece.whose_id] if piece.whose_id else []
    return must_want(said_by, about, asked)


def taken_along_as(source_id: UUID) -> UUID | None:
    """What a piece became in the plan that goes on; None while it was not taken along, or was taken out again."""
    return (
        Item.objects.filter(taken_along__source_id=source_id, ended_at__isnull=True)
        .values_list("id", flat=True)
        .first()
    )
