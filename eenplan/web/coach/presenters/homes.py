"""Words for where the family lives, who belongs to it and who is what to which child."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.clock import today
from eenplan.families.enums import LivesHere, PersonRole
from eenplan.families.queries import TieNow, age
from eenplan.plans.queries import HomePiece, MattersPiece, PlanNow
from eenplan.web.coach.presenters.choices import Pairs, people
from eenplan.web.coach.presenters.household import Member, members
from eenplan.web.coach.presenters.plan import at
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.shared import words
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.plan_parts import home_words, matters_words


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a name, what is to say of it, and the way to change it; `act` is another act with it."""

    name: str
    about: str
    href: str
    seen: SeenChip | None = None
    icon: str = ""
    act: str = ""
    act_href: str = ""


@dataclass(frozen=True, slots=True)
class TieLine:
    """What somebody is to a child, and the way to say that it is so no longer."""

    id: UUID
    name: str
    what: str
    end_href: str


@dataclass(frozen=True, slots=True)
class ChildTies:
    """A child with all who are something to it."""

    name: str
    ties: tuple[TieLine, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A parent who lives elsewhere, and whether they know of the plan."""

    name: str
    said: str
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class WhoPart:
    """Where they live, who is expected and who matters, for the page of the plan."""

    members: tuple[Member, ...]
    homes: tuple[Line, ...]
    expected: tuple[Line, ...]
    matters: tuple[Line, ...]
    add_home: str
    add_matters: str
    add_person: str
    ties: str
    drawing: str
    name_href: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not (self.members or self.homes or self.expected or self.matters)


def who_part(page: PlanNow) -> WhoPart:
    """Where they live, who is expected and who matters."""
    return WhoPart(
        members=members(page),
        homes=tuple(
            Line(
                one.name,
                home_words(one),
                at("change-home", page, item_id=one.item_id),
                seen(page, one),
                "house",
            )
            for one in page.pieces.of(HomePiece)
        ),
        expected=tuple(
            Line(
                one.given_name or _("een kindje"),
                expected_words(one.due_date),
                at("change-person", page, person_id=one.id),
                icon="sprout",
                act=_("Het is geboren"),
                act_href=at("record-birth", page, person_id=one.id),
            )
            for one in page.persons
            if one.due_date
        ),
        matters=tuple(
            Line(
                one.name,
                matters_words(one),
                at("change-who-matters", page, item_id=one.item_id),
                seen(page, one),
                "heart" if one.gives_strength else "users",
            )
            for one in page.pieces.of(MattersPiece)
        ),
        add_home=at("add-home", page),
        add_matters=at("add-who-matters", page),
        add_person=at("add-person", page),
        ties=at("list-ties", page),
        drawing=at("read-drawing", page),
        name_href=at("change-family", page),
    )


def expected_words(due: date) -> str:
    """'verwacht rond 1 maart 2027'; when that has passed: ask."""
    if due < today():
        return _("was verwacht rond %(day)s") % {"day": words.day(due)}
    return _("verwacht rond %(day)s") % {"day": words.day(due)}


def last_day(home: HomePiece) -> date | None:
    """The last day in a home: its period ends before `until`."""
    return home.until - timedelta(days=1) if home.until else None


def everybody(page: PlanNow) -> Pairs:
    """Everybody of the family, also who is expected."""
    expected: Pairs = [
        (str(one.id), one.given_name or _("het kindje dat komt")) for one in page.persons if one.due_date
    ]
    return [*people(page), *expected]


def grown_ups(page: PlanNow) -> Pairs:
    """The grown-ups of the family."""
    grown = {str(one.id) for one in page.persons if one.role != PersonRole.CHILD}
    return [(key, label) for key, label in people(page) if key in grown]


def children(page: PlanNow) -> Pairs:
    """The children of the family, also who is expected."""
    young = {str(one.id) for one in page.persons if one.role == PersonRole.CHILD}
    return [(key, label) for key, label in everybody(page) if key in young]


def tie_lines(page: PlanNow, ties: Iterable[TieNow]) -> list[ChildTies]:
    """Each child with who is what to it."""
    names = {one.id: one.given_name or words.sentence(words.role_words(one.role)) for one in page.persons}
    found: dict[UUID, list[TieLine]] = {}
    for one in ties:
        what = str(one.kind.label)
        if one.since:
            what = _("%(what)s, sinds %(day)s") % {"what": what, "day": words.day(one.since)}
        found.setdefault(one.child_id, []).append(
            TieLine(one.id, names.get(one.person_id, ""), what, at("end-tie", page, tie_id=one.id))
        )
    return [ChildTies(str(label), tuple(found.get(UUID(key), ()))) for key, label in children(page)]


def elsewhere(page: PlanNow) -> list[Elsewhere]:
    """Parents who live elsewhere, and whether they know of the plan."""
    said: dict[bool | None, tuple[str, str]] = {
        True: (_("weet van het plan"), "ontime"),
        False: (_("weet het nog niet"), "soon"),
        None: (_("we weten niet of die het weet"), "done"),
    }
    lines = []
    for one in page.persons:
        if one.role == PersonRole.CHILD or one.lives_here != LivesHere.NO:
            continue
        told, tone = said[one.informed]
        if one.informed and one.informed_on:
            told = _("%(told)s, zeker sinds %(day)s") % {"told": told, "day": words.day(one.informed_on)}
        lines.append(Elsewhere(one.given_name, told, tone, at("note-informed", page, person_id=one.id)))
    return lines


def years_of(page: PlanNow, person_id: UUID) -> int | None:
    """The age of somebody of the family."""
    return age(page.person(person_id))
