"""The list for the weekly meeting of the team: every open referral once, in the group where it asks attention."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core.clock import day_of, now, today
from eenplan.plans.queries import CoachOf, CoachRoom
from eenplan.referrals.enums import ClockState, State, Urgency
from eenplan.referrals.queries import DeskRow
from eenplan.web.desk.presenters.choices import room_words
from eenplan.web.shared import words
from eenplan.web.shared.components import Words

NEW_FOR = timedelta(days=7)
GROUPS: dict[str, Words] = {
    "late": gettext_lazy("Te laat"),
    "new": gettext_lazy("Nieuw deze week"),
    "decide": gettext_lazy("Te beslissen"),
    "coach": gettext_lazy("Wacht op een coach"),
    "plan": gettext_lazy("Gesprek te plannen"),
    "planned": gettext_lazy("Gesprek gepland"),
}
# Groups that are a phase: a partnership's own word for it goes before ours.
PHASES = {"coach": State.TAKEN_UP, "plan": State.COACH_GIVEN, "planned": State.CONVERSATION_PLANNED}


@dataclass(frozen=True, slots=True)
class Line:
    """One family on the list."""

    clock: str
    until: str
    family: str
    reference: str
    where: str
    referred: str
    coach: str
    planned: str
    marks: str


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the list, with its heading and how many stand in it."""

    title: str
    count: str
    lines: list[Line]


def group_of(row: DeskRow) -> str:
    """Where a family stands on the list: late goes before all else."""
    if row.clock.state is ClockState.OVERDUE:
        return "late"
    if row.state is State.RECEIVED:
        return "new" if now() - row.received_at < NEW_FOR else "decide"
    if row.state is State.COACH_GIVEN:
        return "plan"
    return "planned" if row.state is State.CONVERSATION_PLANNED else "coach"


def groups(
    rows: Sequence[DeskRow], coaches: Mapping[UUID, CoachOf], called: Mapping[str, str], *, names: bool
) -> list[Group]:
    """All rows, each once. Without `names` a family is its reference and the first letter of its name.

    `called` is how the phases are called here.
    """
    found: dict[str, list[Line]] = {key: [] for key in GROUPS}
    for row in rows:
        found[group_of(row)].append(_line(row, coaches.get(row.family_id), names=names))
    return [
        Group(called.get(PHASES.get(key, ""), str(title)), families_words(len(found[key])), found[key])
        for key, title in GROUPS.items()
        if found[key]
    ]


def families_words(number: int) -> str:
    """'1 gezin', '12 gezinnen'."""
    return ngettext("%(number)s gezin", "%(number)s gezinnen", number) % {"number": number}


def _line(row: DeskRow, coach: CoachOf | None, *, names: bool) -> Line:
    clock = words.clock_words(row.clock, ended_as=_("anders afgerond"))
    marks = []
    if row.acute_danger:
        marks.append(_("acuut gevaar"))
    if row.urgency is not Urgency.ORDINARY:
        marks.append(str(row.urgency.label))
    children = words.family_words(row.municipality, row.children - row.expected, row.expected, row.alone)
    return Line(
        clock=clock.text,
        until=clock.detail,
        family=row.family_name if names else first_letter(row.family_name),
        reference=row.reference,
        where=children,
        referred=f"{words.referrer(row.referrer_type)} · {words.day(day_of(row.received_at))}",
        coach=(coach.name if names else initials(coach.name)) if coach else _("nog niemand"),
        planned=words.day_and_hour(row.planned_for) if row.planned_for else "",
        marks=", ".join(marks),
    )


def first_letter(name: str) -> str:
    """'J.' for 'Janssens'; '' when there is no letter."""
    return next((f"{letter.upper()}." for letter in name if letter.isalpha()), "")


def initials(name: str) -> str:
    """'S.V.' for 'Sara Vermeulen'."""
    return "".join(f"{part[0].upper()}." for part in name.split() if part[0].isalpha())


def rooms(found: Sequence[CoachRoom]) -> list[tuple[str, str]]:
    """Who can take a family, with how much room there is."""
    return [(room.name, room_words(room)) for room in found]


def day_words() -> str:
    """'Stand op maandag 23 november.'"""
    return _("Stand op %(day)s.") % {"day": words.weekday(today())}
