"""'Voor op de koelkast': the plan on exactly one page, for everybody who comes into the kitchen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from unicodedata import category
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound
from eenplan.families.queries import Appointment, family
from eenplan.network.queries import CrisisContactOn, crisis_contacts
from eenplan.plans.enums import GoalStatus, TeamKind
from eenplan.plans.queries import GoalPiece, Pieces, StepPiece, TeamPiece, VersionNow, version
from eenplan.plans.queries.fridge import appointment_of_all, in_sight
from eenplan.web.shared import words
from eenplan.web.shared.components import Step
from eenplan.web.shared.pdf import lay_out, pdf_response, write
from eenplan.web.shared.plan_view import Saying, day, saying, steps

Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes on the page: goals, steps of each, people to call, and signs of a goal, step and name."""

    goals: int
    steps: int
    calls: int
    goal_signs: int
    step_signs: int
    name_signs: int


# Tried in turn until it fits. The last one fits whatever is written in it.
ROOMS = (
    Room(3, 4, 4, 200, 100, 40),
    Room(3, 3, 3, 140, 80, 34),
    Room(3, 2, 3, 100, 60, 30),
    Room(2, 2, 2, 70, 44, 24),
)


@dataclass(frozen=True, slots=True)
class FridgeGoal:
    """A goal with what there is to do."""

    words: Saying
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call. `call` is the number as a telephone dials it."""

    name: str
    what: str
    phone: str
    call: str

    def shortened(self, most: int) -> "Call":
        """The same with no more signs of who it is than there is room for."""
        return replace(self, name=shorten(self.name, most), what=shorten(self.what, most))


@dataclass(frozen=True, slots=True)
class FridgeView:
    """All that stands on the page. `has_more`: the plan says more than fits here."""

    family_name: str
    number: int
    holds: str
    goals: tuple[FridgeGoal, ...]
    steps: tuple[Step, ...]
    calls: tuple[Call, ...]
    crisis: tuple[CrisisContactOn, ...]
    appointment: str
    review: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class Fridge:
    """What was read for the page, once; `view` makes it fit."""

    version: VersionNow
    pieces: Pieces
    appointment: Appointment | None
    crisis: tuple[CrisisContactOn, ...]

    def view(self, room: Room) -> FridgeView:
        """The page with no more on it than there is room for."""
        cut = Cutter()
        open_goals = sorted(
            (one for one in self.pieces.goals if one.status == GoalStatus.OPEN),
            key=lambda goal: goal.target_date or date.max,
        )
        goals = tuple(_goal(goal, room, cut) for goal in cut.first(open_goals, room.goals))
        loose = cut.first(
            open_steps(self.pieces.loose_steps), room.steps if not goals else min(2, room.steps)
        )
        return FridgeView(
            family_name=cut(self.version.family_name, room.name_signs),
            number=self.version.head.number,
            holds=day(day_of(self.version.head.activated_at)),
            goals=goals,
            steps=_steps(loose, room, cut),
            calls=tuple(
                one.shortened(room.name_signs)
                for one in cut.first(calls_of(self.version, self.pieces), room.calls)
            ),
            crisis=self.crisis,
            appointment=words.day_and_hour(self.appointment.planned_for) if self.appointment else "",
            review=day(self.version.head.review_date),
            has_more=cut.did or not goals,
        )


def read_fridge(acting: Acting, found: VersionNow) -> Fridge:
    """What may hang in sight of a version. Five queries. Raises NotFound when the version no longer holds."""
    if not found.head.is_active:
        raise NotFound("plan version")
    return Fridge(
        found,
        in_sight(acting, found),
        appointment_of_all(acting, found.family_id),
        tuple(crisis_contacts(acting, on=today())),
    )


def hung_up(acting: Acting, family_id: UUID) -> tuple[VersionNow | None, bool]:
    """The version that hangs on the fridge, if one holds; and whether one did that is over. For pages on a screen.

    Raises NotFound for a family out of reach.
    """
    try:
        found = version(acting, family_id)
    except NotFound:
        family(acting, family_id)
        record_read(acting, "plans:version", families=[family_id])
        return None, False
    return (found, False) if found.head.is_active else (None, True)


def fridge_paper(request: HttpRequest, acting: Acting, found: VersionNow) -> HttpResponse:
    """The page as a PDF: one A4, whatever stands in the plan."""
    fridge = read_fridge(acting, found)
    for room in ROOMS:
        context = {"fridge": fridge.view(room)}
        document = lay_out("shared/fridge-paper.html", context, request, sheet="fridge")
        if len(document.pages) == 1:
            break
    return pdf_response(write(document), "koelkast.pdf")


class Cutter:
    """Shortens, and remembers whether it did."""

    def __init__(self) -> None:
        self.did = False

    def __call__(self, text: str, most: int) -> str:
        short = shorten(text, most)
        self.did = self.did or short != " ".join(text.split())
        return short

    def first(self, rows: Sequence[Some], most: int) -> Sequence[Some]:
        self.did = self.did or len(rows) > most
        return rows[:most]


def shorten(text: str, most: int) -> str:
    """A text of at most `most` signs, cut between words, with '…' where something was left out.

    A word that is longer than all the room is cut inside, never between a letter and its accent.
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    kept = text[:most]
    if text[most - 1] != " " and " " in kept[most // 2 :]:
        kept = kept[: kept.rindex(" ")]
    else:
        kept = kept[:-1]
        while kept and (category(text[len(kept)]) in ("Mn", "Me", "Cf", "Sk") or category(kept[-1]) == "Cf"):
            kept = kept[:-1]
    return kept.rstrip(" ,;:.-–") + "…"


def open_steps(found: Sequence[StepPiece]) -> list[StepPiece]:
    """What is still to be done, by its day."""
    return sorted((one for one in found if one.done_on is None), key=lambda one: one.due_on or date.max)


def _goal(goal: GoalPiece, room: Room, cut: Cutter) -> FridgeGoal:
    said = saying(goal) or Saying("")
    by = said.by or goal.expressed_by
    chosen = cut.first(open_steps(goal.steps), room.steps)
    return FridgeGoal(
        Saying(
            cut(said.text, room.goal_signs),
            cut(by, room.name_signs),
            said.lang,
            translations=tuple(
                replace(one, text=cut(one.text, room.goal_signs)) for one in said.translations
            ),
        ),
        _steps(chosen, room, cut),
    )


def _steps(chosen: Sequence[StepPiece], room: Room, cut: Cutter) -> tuple[Step, ...]:
    return tuple(
        Step(cut(str(one.text), room.step_signs), one.done, shorten(str(one.detail), room.name_signs + 24))
        for one in steps(chosen)
    )


def calls_of(found: VersionNow, pieces: Pieces) -> list[Call]:
    """Whom to call: the coach first, then helpers with a number, then family and friends with one."""
    coach = found.coach
    mine = coach.staff_member_id if coach else None
    team = sorted(
        pieces.team, key=lambda one: (one.staff_member_id != mine, one.team_kind != TeamKind.PROFESSIONAL)
    )
    calls = [_call(one) for one in team if one.phone or (mine and one.staff_member_id == mine)]
    if coach and mine not in {one.staff_member_id for one in pieces.team}:
        calls.insert(0, Call(coach.name, coach.organisation, "", ""))
    return calls


def _call(one: TeamPiece) -> Call:
    dialled = "".join(sign for sign in one.phone if sign.isdigit() or sign == "+")
    return Call(one.name, one.role or one.organisation, one.phone, dialled)
