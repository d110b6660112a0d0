"""'Mijn blad': the plan on exactly one page for one member of the family, with only what that member may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import day_of, today
from eenplan.core.errors import NotFound
from eenplan.core.languages import language_now
from eenplan.network.queries import CrisisContactOn, crisis_contacts
from eenplan.plans.enums import GoalStatus
from eenplan.plans.queries import GoalPiece, Pieces, StepPiece, VersionNow
from eenplan.plans.queries.appointments import diary
from eenplan.plans.queries.contributions import BroughtIn, said_beside
from eenplan.plans.queries.fridge import appointment_of_all, for_one, has_kept
from eenplan.web.shared import words
from eenplan.web.shared.brought import said_words
from eenplan.web.shared.fridge import Call, Cutter, calls_of, open_steps, shorten
from eenplan.web.shared.pdf import lay_out, pdf_response, write
from eenplan.web.shared.plan_view import Saying, day, saying, steps


@dataclass(frozen=True, slots=True)
class OwnRoom:
    """How much goes on the sheet, and how many signs of a goal, step and name. `named`: of what is left out."""

    goals: int
    mine: int
    others: int
    calls: int
    remarks: int
    named: int
    goal_signs: int
    step_signs: int
    name_signs: int
    # Smaller letters and drawings: only when whole sentences of everybody would not fit.
    tight: bool = False


# Tried in turn until it fits. The last one fits whatever is written in it.
ROOMS = (
    OwnRoom(4, 5, 6, 4, 1, 3, 200, 100, 40),
    OwnRoom(3, 4, 4, 4, 1, 3, 140, 80, 34),
    OwnRoom(3, 3, 3, 3, 1, 2, 90, 60, 30),
    OwnRoom(3, 3, 3, 3, 1, 2, 90, 60, 30, tight=True),
    OwnRoom(2, 2, 2, 2, 0, 1, 50, 36, 22, tight=True),
)


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A goal, whose it is or that nobody else reads it, and what somebody of the family says beside it (the newest)."""

    words: Saying
    about: str
    remarks: tuple[tuple[str, Saying], ...]


@dataclass(frozen=True, slots=True)
class OwnStep:
    """What somebody does, in the language in which it was written; who and by when in `detail`."""

    text: str
    lang: str
    detail: str


@dataclass(frozen=True, slots=True)
class OwnSheetView:
    """All that stands on the sheet. `left_out` says which pieces stand on the whole plan alone; `is_cut`, whether
    a sentence was shortened. `is_kept`: something on it is known to its reader and the coach alone."""

    name: str
    number: int
    holds: str
    goals: tuple[OwnGoal, ...]
    mine: tuple[OwnStep, ...]
    others: tuple[OwnStep, ...]
    calls: tuple[Call, ...]
    crisis: tuple[CrisisContactOn, ...]
    appointment: str
    review: str
    left_out: tuple[str, ...]
    is_cut: bool
    is_kept: bool
    tight: bool


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What was read for the sheet of one person, once; `view` makes it fit."""

    person_id: UUID
    name: str
    version: VersionNow
    pieces: Pieces
    remarks: Mapping[UUID, Sequence[BroughtIn]]
    appointment: datetime | None
    crisis: tuple[CrisisContactOn, ...]
    has_kept: bool
    is_kept: bool

    def view(self, room: OwnRoom) -> OwnSheetView:
        """The sheet with no more on it than there is room for; it says what it leaves out."""
        cut = Cutter()
        goals = self._goals()
        steps_open = open_steps(self.pieces.steps)
        mine = [one for one in steps_open if one.person_id == self.person_id]
        others = [one for one in steps_open if one.person_id != self.person_id]
        calls = calls_of(self.version, self.pieces)
        left = (
            (_("Doelen: %(titles)s"), [_title(one) for one in goals[room.goals :]]),
            (
                _("Stappen: %(titles)s"),
                [_title(one) for one in (*mine[room.mine :], *others[room.others :])],
            ),
            (_("Wie we bellen: %(titles)s"), [one.name for one in calls[room.calls :]]),
        )
        return OwnSheetView(
            name=shorten(self.name, room.name_signs),
            number=self.version.head.number,
            holds=day(day_of(self.version.head.activated_at)),
            goals=tuple(self._goal(goal, room, cut) for goal in goals[: room.goals]),
            mine=_steps(mine[: room.mine], room, cut, name_owner=False),
            others=_steps(others[: room.others], room, cut, name_owner=True),
            calls=tuple(one.shortened(room.name_signs) for one in calls[: room.calls]),
            crisis=self.crisis,
            appointment=words.day_and_hour(self.appointment) if self.appointment else "",
            review=day(self.version.head.review_date),
            left_out=tuple(said % {"titles": _listed(titles, room)} for said, titles in left if titles),
            is_cut=cut.did,
            is_kept=self.is_kept,
            tight=room.tight,
        )

    def _goals(self) -> list[GoalPiece]:
        """Those that are open: one's own first, then by their day."""
        found = (one for one in self.pieces.goals if one.status == GoalStatus.OPEN)
        return sorted(found, key=lambda one: (one.whose_id != self.person_id, one.target_date or date.max))

    def _goal(self, goal: GoalPiece, room: OwnRoom, cut: Cutter) -> OwnGoal:
        said = saying(goal) or Saying("")
        about = ""
        if goal.whose_id:
            about = (
                _("voor jou")
                if goal.whose_id == self.person_id
                else _("voor %(name)s") % {"name": shorten(goal.whose, room.name_signs)}
            )
        if not goal.released:
            about = _("Alleen jij en je coach lezen dit")
        return OwnGoal(
            Saying(
                cut(said.text, room.goal_signs),
                cut(said.by or goal.expressed_by, room.name_signs),
                said.lang,
                translations=tuple(
                    type(one)(cut(one.text, room.goal_signs), one.lang, one.about)
                    for one in said.translations
                    if one.lang[:2] == language_now()
                )[:1],
            ),
            about,
            tuple(
                (
                    said_words(
                        one.what, shorten(one.person, room.name_signs), mine=one.person_id == self.person_id
                    ),
                    Saying(cut(one.text, room.step_signs), "", one.language),
                )
                for one in reversed(self.remarks.get(goal.item_id, ())[-room.remarks :])
            )
            if room.remarks
            else (),
        )


def read_own_sheet(
    acting: Acting, found: VersionNow, person_id: UUID, name: str, *, kept_too: bool = False
) -> OwnSheet:
    """What stands on the sheet of a person as whom `acting` reads, and as whom `found` was read. Five queries, or six.

    `kept_too`: also what only they and the coach know, and their own appointments; for nobody but themselves to ask.
    Raises NotFound when the version no longer holds.
    """
    if not found.head.is_active:
        raise NotFound("plan version")
    beside = said_beside(acting, found.family_id)
    if kept_too:
        to_come = diary(acting, found.family_id).to_come
        at = to_come[0].at if to_come else None
    else:
        of_all = appointment_of_all(acting, found.family_id)
        at = of_all.planned_for if of_all else None
    return OwnSheet(
        person_id=person_id,
        name=name,
        version=found,
        pieces=for_one(found, kept_too=kept_too),
        remarks={key: tuple(one for one in said if one.for_all or kept_too) for key, said in beside.items()},
        appointment=at,
        crisis=tuple(crisis_contacts(acting, on=today())),
        has_kept=has_kept(found),
        is_kept=kept_too,
    )


def own_sheet_paper(request: HttpRequest, sheet: OwnSheet) -> HttpResponse:
    """The sheet as a PDF, in the language that is active now: one A4, whatever stands in the plan."""
    for room in ROOMS:
        document = lay_out(
            "shared/own-sheet-paper.html", {"sheet": sheet.view(room)}, request, sheet="own-sheet"
        )
        if len(document.pages) == 1:
            break
    return pdf_response(write(document), "mijn-blad.pdf")


def _steps(
    chosen: Sequence[StepPiece], room: OwnRoom, cut: Cutter, *, name_owner: bool
) -> tuple[OwnStep, ...]:
    return tuple(
        OwnStep(
            cut(str(one.text), room.step_signs),
            piece.text.language if piece.text else "",
            shorten(str(one.detail), room.name_signs + 24)
            if piece.released
            else _("Alleen jij en je coach lezen dit"),
        )
        for piece, one in zip(chosen, steps(chosen, name_owner=name_owner), strict=True)
    )


def _title(piece: GoalPiece | StepPiece) -> str:
    return piece.text.text if piece.text else ""


def _listed(titles: Sequence[str], room: OwnRoom) -> str:
    """'‘We eten samen’, ‘Naar school’ en nog 2 andere'; never more than there is room for."""
    named = ", ".join(f"‘{shorten(one, room.step_signs // 2)}’" for one in titles[: room.named])
    more = len(titles) - room.named
    if more <= 0:
        return named
    return _("%(named)s en nog %(count)s") % {"named": named, "count": more}
