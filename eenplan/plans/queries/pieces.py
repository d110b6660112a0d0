"""What stands in a plan as values, the same for the plan that is being worked on and for an agreed version.

A piece is made from its *content*: what a version keeps of it as JSON. Persons and workers stand in it
by id, so that names are read anew each time and a destroyed person leaves none behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Person
from eenplan.families.rules import Labels, Whose
from eenplan.network.models import StaffMember
from eenplan.plans.enums import (
    Attendance,
    GoalStatus,
    HelpState,
    HelpType,
    Horizon,
    Importance,
    Mark,
    Secrecy,
    SectionKey,
    Support,
    TeamKind,
)
from eenplan.plans.queries.parts import make_part
from eenplan.plans.queries.piece import Content, NotePiece, Piece, Spoken, Translation


@dataclass(frozen=True, slots=True)
class StepPiece(Piece):
    """An action. `owner` is the name of the one who takes it; `support` whether that is the family itself.

    The slot 'helped_by' says who helps with it, 'note' what is to be remembered.
    """

    goal_id: UUID | None = None
    person_id: UUID | None = None
    staff_member_id: UUID | None = None
    organisation_name: str = ""
    network_name: str = ""
    due_on: date | None = None
    done_on: date | None = None
    owner: str = ""

    @property
    def support(self) -> Support:
        """Whether the family and its network carry it, or a professional."""
        professional = self.staff_member_id or self.organisation_name
        return Support.PROFESSIONAL if professional else Support.NATURAL


@dataclass(frozen=True, slots=True)
class GoalPiece(Piece):
    """A goal with its steps. `whose` is '' when it is of the whole family."""

    domain: str | None = None
    whose_id: UUID | None = None
    whose: str = ""
    expressed_by_id: UUID | None = None
    expressed_by: str = ""
    horizon: Horizon = Horizon.SMALL
    part_of_id: UUID | None = None
    score_start: int | None = None
    score_now: int | None = None
    score_target: int | None = None
    target_date: date | None = None
    status: GoalStatus = GoalStatus.OPEN
    steps: tuple[StepPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainPiece(Piece):
    """What the family says of a part of life."""

    domain: str = ""
    mark: Mark = Mark.TALK_ABOUT
    score: int | None = None
    importance: Importance | None = None


@dataclass(frozen=True, slots=True)
class HelpPiece(Piece):
    """Help that is there, waited for or was there; `for_whom` is '' for the whole family.

    The slot 'bridge' says what helps meanwhile, 'worked' and 'not_worked' what it brought.
    """

    organisation: str = ""
    state: HelpState = HelpState.THERE_IS
    since: date | None = None
    asked_on: date | None = None
    expected: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    for_whom_id: UUID | None = None
    for_whom: str = ""
    help_type: HelpType | None = None


@dataclass(frozen=True, slots=True)
class TeamPiece(Piece):
    """Somebody who helps."""

    name: str = ""
    role: str = ""
    organisation: str = ""
    phone: str = ""
    team_kind: TeamKind = TeamKind.PROFESSIONAL
    secrecy: Secrecy = Secrecy.UNKNOWN
    staff_member_id: UUID | None = None
    availability: str = ""
    attendance: Attendance | None = None


Part = TypeVar("Part", bound=Piece)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Everything that stands in a plan, sorted out. `texts` has the loose texts of each section.

    `parts` are the small parts of all kinds (see `parts`), in their order.
    """

    texts: Mapping[SectionKey, tuple[Piece, ...]]
    domains: Mapping[str, DomainPiece]
    help: tuple[HelpPiece, ...]
    goals: tuple[GoalPiece, ...]
    loose_steps: tuple[StepPiece, ...]
    team: tuple[TeamPiece, ...]
    parts: tuple[Piece, ...] = ()

    def of(self, wanted: type[Part]) -> tuple[Part, ...]:
        """The small parts of one kind."""
        return tuple(one for one in self.parts if isinstance(one, wanted))

    @property
    def steps(self) -> tuple[StepPiece, ...]:
        """All steps, those of goals first."""
        return (*(step for goal in self.goals for step in goal.steps), *self.loose_steps)

    def section(self, key: SectionKey) -> tuple[Piece, ...]:
        """All pieces of one section."""
        mine: dict[SectionKey, tuple[Piece, ...]] = {
            SectionKey.DOMAINS: tuple(self.domains.values()),
            SectionKey.HELP: self.help,
            SectionKey.GOALS: (*self.goals, *self.loose_steps),
            SectionKey.TEAM: self.team,
        }
        parts = tuple(one for one in self.parts if one.section == key)
        return (*self.texts.get(key, ()), *mine.get(key, ()), *parts)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the persons of a family and of workers, by id."""

    persons: Mapping[UUID, str] = field(default_factory=dict)
    workers: Mapping[UUID, str] = field(default_factory=dict)

    def person(self, person_id: UUID | None) -> str:
        """A person's name; '' for nobody and for who is no longer known."""
        return self.persons.get(person_id, "") if person_id else ""

    def worker(self, staff_member_id: UUID | None) -> str:
        """A worker's name."""
        return self.workers.get(staff_member_id, "") if staff_member_id else ""


def name_of(person: Person) -> str:
    """How a person is called in a plan: the given name, or else who they are in the family."""
    if person.due_date is not None and not person.given_name:
        return _("het kindje dat komt")
    return person.given_name or str(PersonRole(person.role).label)


Some = TypeVar("Some", bound=Piece)
_DATES = {"due_on", "done_on", "target_date", "since", "asked_on", "expected", "started_on", "ended_on"}
_IDS = {"goal_id", "person_id", "staff_member_id", "whose_id", "expressed_by_id", "part_of_id", "for_whom_id"}
_CHOICES: dict[str, Any] = {
    "horizon": Horizon,
    "status": GoalStatus,
    "mark": Mark,
    "importance": Importance,
    "state": HelpState,
    "team_kind": TeamKind,
    "secrecy": Secrecy,
    "attendance": Attendance,
    "help_type": HelpType,
}
_MAY_BE_EMPTY = {"attendance", "help_type", "importance"}


def _typed(column: str, value: Any) -> Any:
    if value is None or (column in _MAY_BE_EMPTY and not value):
        return None
    if column in _DATES:
        return date.fromisoformat(value)
    if column in _IDS:
        return UUID(value)
    return _CHOICES[column](value) if column in _CHOICES else value


def _make(made: type[Some], base: Mapping[str, Any], content: Content) -> Some:
    known = {one.name for one in fields(made)}
    known -= set(base)
    return made(**base, **{name: _typed(name, value) for name, value in content.items() if name in known})


@dataclass(frozen=True, slots=True)
class Kept:
    """One item as it is read for a plan or a version, before it is made a piece."""

    item_id: UUID
    kind: ItemKind
    section: SectionKey
    content: Content
    released: bool | None = None
    labels: Labels | None = None
    source: Whose | None = None
    used_less: bool = False


def pieces_of(kept: Iterable[Kept], names: Names) -> Pieces:
    """Make pieces of contents, in the order given; steps come with their goal."""
    texts: dict[SectionKey, list[Piece]] = {}
    domains: dict[str, DomainPiece] = {}
    goals: list[GoalPiece] = []
    steps: list[StepPiece] = []
    help_: list[HelpPiece] = []
    team: list[TeamPiece] = []
    parts: list[Piece] = []
    everything = list(kept)
    notes = _notes(everything, names)
    for one in everything:
        if one.kind == ItemKind.SIDE_NOTE:
            continue
        content = dict(one.content)
        base: dict[str, Any] = {
            "item_id": one.item_id,
            "kind": one.kind,
            "section": one.section,
            "released": one.released,
            "labels": one.labels,
            "source": one.source,
            "used_less": one.used_less,
            "topic": content.get("topic", ""),
            "words": {slot: _spoken(said, names) for slot, said in content.pop("words").items()},
            "about": tuple(filter(None, (names.person(UUID(one)) for one in content.pop("about_ids", ())))),
            "notes": tuple(notes.get(one.item_id, ())),
        }
        if one.kind == ItemKind.GOAL:
            goal = _make(GoalPiece, base, content)
            goals.append(
                replace(
                    goal, whose=names.person(goal.whose_id), expressed_by=names.person(goal.expressed_by_id)
                )
            )
        elif one.kind == ItemKind.ACTION:
            step = _make(StepPiece, base, content)
            steps.append(replace(step, owner=_owner(step, names)))
        elif one.kind == ItemKind.DOMAIN:
            domain = _make(DomainPiece, base, content)
            domains[domain.domain] = domain
        elif one.kind == ItemKind.HELP:
            help_one = _make(HelpPiece, base, content)
            help_.append(replace(help_one, for_whom=names.person(help_one.for_whom_id)))
        elif one.kind == ItemKind.TEAM_MEMBER:
            team.append(_make(TeamPiece, base, content))
        elif part := make_part(base, content, names.person):
            parts.append(part)
        else:
            texts.setdefault(one.section, []).append(Piece(**base))
    seen = {goal.item_id for goal in goals}
    return Pieces(
        texts={key: tuple(pieces) for key, pieces in texts.items()},
        domains=domains,
        help=tuple(help_),
        goals=tuple(
            replace(goal, steps=tuple(step for step in steps if step.goal_id == goal.item_id))
            for goal in goals
        ),
        loose_steps=tuple(step for step in steps if step.goal_id not in seen),
        team=tuple(team),
        parts=tuple(parts),
    )


def _notes(kept: Iterable[Kept], names: Names) -> dict[UUID, list[NotePiece]]:
    """The notes of workers, by the piece beside which they stand. A note beside nothing that is read is not read."""
    found: dict[UUID, list[NotePiece]] = {}
    for one in kept:
        if one.kind == ItemKind.SIDE_NOTE:
            beside, author = UUID(one.content["beside"]), UUID(one.content["author_id"])
            note = NotePiece(
                one.item_id,
                one.kind,
                one.section,
                {slot: _spoken(said, names) for slot, said in one.content["words"].items()},
                one.released,
                labels=one.labels,
                source=one.source,
                beside_id=beside,
                by=names.worker(author),
            )
            found.setdefault(beside, []).append(note)
    return found


def _spoken(said: Mapping[str, Any], names: Names) -> Spoken:
    speaker_id = UUID(said["speaker_id"]) if said["speaker_id"] else None
    return Spoken(
        said["text"],
        said["language"],
        speaker_id,
        names.person(speaker_id),
        tuple(_translation(language, one, names) for language, one in said.get("translations", {}).items()),
    )


def _translation(language: str, one: Mapping[str, Any], names: Names) -> Translation:
    person, author = (UUID(one[key]) if one[key] else None for key in ("speaker_id", "author_id"))
    by = names.person(person) or names.worker(author)
    return Translation(one["text"], language, by, one["by_interpreter"], one["of_earlier"])


def _owner(step: StepPiece, names: Names) -> str:
    return (
        names.person(step.person_id)
        or names.worker(step.staff_member_id)
        or step.organisation_name
        or step.network_name
    )


def worker_names(kept: Iterable[Kept], others: Iterable[UUID | None] = ()) -> dict[UUID, str]:
    """The names of the workers that some contents speak of, and of others; who wrote by their actor. One query."""
    contents = [one.content for one in kept]
    ids = {UUID(one["staff_member_id"]) for one in contents if one.get("staff_member_id")}
    ids |= {one for one in others if one}
    writers = {UUID(one) for content in contents for one in _writers(content)}
    names: dict[UUID, str] = {}
    for key, actor_id, name in StaffMember.objects.filter(
        Q(id__in=ids) | Q(actor_id__in=writers)
    ).values_list("id", "actor_id", "name"):
        names |= {key: name, actor_id: name}
    return names


def _writers(content: Content) -> Iterable[str]:
    """Who wrote a note, and who translated what a piece says, by their actor."""
    if content.get("author_id"):
        yield content["author_id"]
    for said in content["words"].values():
        yield from (one["author_id"] for one in said.get("translations", {}).values() if one["author_id"])
