"""Words for what a family asks about its own data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from eenplan.families.enums import ItemKind
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries import PlanNow
from eenplan.rights.queries.coming import Coming
from eenplan.rights.queries.looking import Asked
from eenplan.rights.queries.refusals import RefusalOn
from eenplan.rights.queries.requests import RequestOn
from eenplan.web.coach.presenters.lists import Line
from eenplan.web.shared import words
from eenplan.web.shared.copies import Entry, request_entry
from eenplan.web.shared.said import statements

# Where the coach changes a piece of each kind; another kind is changed from the family's page.
_CHANGES = {
    ItemKind.GOAL: "coach:change-goal",
    ItemKind.ACTION: "coach:change-step",
    ItemKind.HELP: "coach:change-help",
    ItemKind.TEAM_MEMBER: "coach:change-team-member",
    ItemKind.HOME: "coach:change-home",
    ItemKind.WHO_MATTERS: "coach:change-who-matters",
    ItemKind.DISAGREEMENT: "coach:change-disagreement",
    ItemKind.LINKED_PLAN: "coach:change-linked-plan",
    ItemKind.REVIEW: "coach:change-review",
    ItemKind.KINSHIP: "coach:change-tie",
    ItemKind.WISH: "coach:change-text",
    ItemKind.STRENGTH: "coach:change-text",
    ItemKind.AGREEMENT: "coach:change-text",
}


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that waits, with where it is answered."""

    entry: Entry
    who: str
    tone: str
    when: str
    href: str


def request_lines(asked: Sequence[RequestOn]) -> list[OpenRequest]:
    """The requests that wait for an answer, as a page of the family shows them."""
    return [
        OpenRequest(
            request_entry(one), one.person, "late" if one.is_late else "soon", _until(one), _href(one)
        )
        for one in sorted(asked, key=lambda one: one.due_on)
    ]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What is used less, and where that is lifted; '' when that was decided."""

    entry: Entry
    who: str
    href: str


def held_lines(asked: Sequence[RequestOn]) -> list[HeldBack]:
    """What is used less, because somebody asked it and got it."""
    return [
        HeldBack(
            request_entry(one),
            one.person,
            "" if one.lifted else reverse("coach:lift-restriction", args=[one.family_id, one.id]),
        )
        for one in asked
        if one.holds_back
    ]


def due_lines(names: Mapping[UUID, str], asked: Sequence[RequestOn]) -> list[Line]:
    """The same for the list of today: who asks what, in which family, until when."""
    return [
        Line(words.sentence(str(one.kind.label)), names.get(one.family_id, ""), _until(one), _href(one))
        for one in asked
    ]


def refused_lines(names: Mapping[UUID, str], found: Sequence[RefusalOn]) -> list[Line]:
    """For the list of today: for whom another helper is to be looked for."""
    return [
        Line(
            _("%(person)s heeft %(helper)s liever niet: zoek iemand anders")
            % {"person": one.person or _("Iemand"), "helper": one.helper},
            names.get(one.family_id, ""),
            _("sinds %(day)s") % {"day": words.day(one.on)},
            reverse("coach:read-rights", args=[one.family_id]) + "#liever-niet",
        )
        for one in found
    ]


def ending_lines(names: Mapping[UUID, str], found: Sequence[Coming]) -> list[Line]:
    """Whose own data end once the trajectory is over."""
    return [
        Line(
            _("Wat enkel over %(name)s gaat, wordt gewist als het traject afgerond is")
            % {"name": one.name or _("een kind")},
            names.get(one.family_id, ""),
            _("bewaard tot en met %(day)s") % {"day": words.day(one.until)},
            reverse("coach:read-rights", args=[one.family_id]),
        )
        for one in found
    ]


def look_lines(names: Mapping[UUID, str], found: Sequence[Asked]) -> list[Line]:
    """What families ask about who looked, as far as nobody answered yet."""
    return [
        Line(
            _("Vraag over wie in het plan keek"),
            names.get(one.family_id, ""),
            _("sinds %(day)s") % {"day": words.day(one.asked_on)},
            reverse("coach:answer-look", args=[one.family_id, one.id]),
        )
        for one in found
    ]


def change_href(one: RequestOn) -> str:
    """Where what somebody calls wrong is changed: the piece itself, or the family's page."""
    if one.piece in _CHANGES and one.item_id:
        return reverse(_CHANGES[one.piece], args=[one.family_id, one.item_id])
    if one.item_id is None:
        return reverse("coach:change-person", args=[one.family_id, one.person_id])
    return reverse("coach:read-plan", args=[one.family_id])


def _until(one: RequestOn) -> str:
    day = words.day(one.due_on)
    return (
        _("moest voor %(day)s") % {"day": day} if one.is_late else _("antwoord tegen %(day)s") % {"day": day}
    )


def _href(one: RequestOn) -> str:
    return reverse("coach:decide-request", args=[one.family_id, one.id])


def beside(page: PlanNow) -> list[Entry]:
    """What somebody wanted to stand beside a piece of the plan, with that piece."""
    pieces = [one for key in SectionKey for one in page.pieces.section(key)]
    of_goals = [step for goal in page.pieces.goals for step in goal.steps]
    return [
        Entry(one.text.text if one.text else str(getattr(one, "name", "")), beside=statements(one))
        for one in (*pieces, *of_goals)
        if one.statements
    ]
