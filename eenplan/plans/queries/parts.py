"""The small parts of a plan as values: homes, who matters, what a child says, disagreements, reviews, other plans.

As in `pieces`: each is made from what a version keeps of it as JSON, with persons by id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from eenplan.families.enums import ItemKind, Share
from eenplan.plans.enums import Closeness, Face, SaidHow
from eenplan.plans.queries.piece import Content, Piece

NameOf = Callable[[UUID | None], str]


@dataclass(frozen=True, slots=True)
class Resident:
    """Who lives in a home, and how much of the time."""

    person_id: UUID
    share: Share
    name: str = ""


@dataclass(frozen=True, slots=True)
class HomePiece(Piece):
    """A home as the family calls it, with who lives there. Its address stands elsewhere."""

    name: str = ""
    since: date | None = None
    until: date | None = None
    residents: tuple[Resident, ...] = ()


@dataclass(frozen=True, slots=True)
class MattersPiece(Piece):
    """Somebody who matters to the family."""

    name: str = ""
    relation: str = ""
    closeness: Closeness | None = None
    gives_strength: bool | None = None


@dataclass(frozen=True, slots=True)
class ChildViewPiece(Piece):
    """What one child wants, in its own way; or why it was not asked yet."""

    person_id: UUID | None = None
    person: str = ""
    said_how: SaidHow = SaidHow.WORDS
    on: date | None = None
    face: Face | None = None
    # The photo of what it drew, a paper of its own; what is on it stands in the slot 'drawing'.
    drawing_id: UUID | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the child has been asked."""
        return self.said_how != SaidHow.NOT_YET


@dataclass(frozen=True, slots=True)
class DisagreementPiece(Piece):
    """Who does not agree with what. It stays, also once it is resolved."""

    person_id: UUID | None = None
    who: str = ""
    on: date | None = None
    resolved_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewPiece(Piece):
    """A day on which the plan was looked at again: who was there, the score of each goal, what changes."""

    on: date | None = None
    others: str = ""
    person_ids: tuple[UUID, ...] = ()
    persons: tuple[str, ...] = ()
    scores: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkedPlanPiece(Piece):
    """A partner's own plan: what it is called, of whom, where it is kept. It stays with them (rule 24)."""

    organisation: str = ""
    where: str = ""
    dated: date | None = None


def make_part(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece | None:
    """The piece of a small part; None for an item of another kind."""
    maker = MAKERS.get(base["kind"])
    return maker(base, content, name_of) if maker else None


def _home(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    residents = [
        Resident(UUID(one["person_id"]), Share(one["share"]), name_of(UUID(one["person_id"])))
        for one in content["residents"]
    ]
    return HomePiece(
        **base,
        name=content["name"],
        since=_day(content["since"]),
        until=_day(content["until"]),
        residents=tuple(one for one in residents if one.name),
    )


def _matters(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    return MattersPiece(
        **base,
        name=content["name"],
        relation=content["about"],
        closeness=Closeness(content["how"]) if content["how"] else None,
        gives_strength=content["gives_strength"],
    )


def _child_view(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    child = _id(content["person_id"])
    return ChildViewPiece(
        **base,
        person_id=child,
        person=name_of(child),
        said_how=SaidHow(content["how"]),
        on=_day(content["on"]),
        face=Face(content["face"]) if content.get("face") else None,
        drawing_id=_id(content.get("drawing_id")),
    )


def _disagreement(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    person = _id(content["person_id"])
    return DisagreementPiece(
        **base,
        person_id=person,
        who=name_of(person) or content["name"],
        on=_day(content["on"]),
        resolved_on=_day(content["resolved_on"]),
    )


def _review(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    ids = tuple(UUID(one) for one in content["persons"])
    return ReviewPiece(
        **base,
        on=_day(content["on"]),
        others=content["name"],
        person_ids=ids,
        persons=tuple(name for one in ids if (name := name_of(one))),
        scores={UUID(goal): score for goal, score in content["scores"].items()},
    )


def _linked(base: Mapping[str, Any], content: Content, name_of: NameOf) -> Piece:
    return LinkedPlanPiece(
        **base, organisation=content["name"], where=content["about"], dated=_day(content["on"])
    )


MAKERS: Mapping[ItemKind, Callable[[Mapping[str, Any], Content, NameOf], Piece]] = {
    ItemKind.HOME: _home,
    ItemKind.WHO_MATTERS: _matters,
    ItemKind.CHILD_VIEW: _child_view,
    ItemKind.DISAGREEMENT: _disagreement,
    ItemKind.REVIEW: _review,
    ItemKind.LINKED_PLAN: _linked,
}


def of_goals(review: ReviewPiece, goals: frozenset[UUID]) -> ReviewPiece:
    """The same review with the scores of these goals only."""
    return replace(review, scores={goal: score for goal, score in review.scores.items() if goal in goals})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
