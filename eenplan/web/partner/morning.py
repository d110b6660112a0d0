"""A partner's morning in words: invitations, my steps, families that share with me, waits of what we offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.plans.enums import Coming
from eenplan.plans.queries.helpers import Invitation, MyStep
from eenplan.web.shared import words
from eenplan.web.shared.round_tables import when_words
from eenplan.web.shared.said import day


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A round table to which I am asked. `answer` is '' while I did not answer."""

    table_id: UUID
    family_id: UUID
    family: str
    when: str
    answer: str
    tone: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of mine."""

    action_id: UUID
    family_id: UUID
    family: str
    text: str
    lang: str
    when: str
    done: bool
    late: bool


def invitation_lines(found: Sequence[Invitation], names: Mapping[UUID, str]) -> list[InvitationLine]:
    """Invitations, those without an answer first."""
    said = {Coming.YES: (_("je komt"), "ontime"), Coming.NO: (_("je kan niet"), "done"), None: ("", "soon")}
    lines = [
        InvitationLine(
            one.table.id,
            one.table.family_id,
            names.get(one.table.family_id, ""),
            words.sentence(when_words(one.table)),
            *said[one.said],
        )
        for one in found
    ]
    return sorted(lines, key=lambda one: bool(one.answer))


def step_lines(found: Sequence[MyStep], names: Mapping[UUID, str]) -> list[StepLine]:
    """My steps, with their day in words."""
    return [
        StepLine(
            one.action_id,
            one.family_id,
            names.get(one.family_id, ""),
            one.text,
            one.language,
            _("gedaan op %(day)s") % {"day": day(one.done_on)}
            if one.done_on
            else _("tegen %(day)s") % {"day": day(one.due_on)},
            one.done_on is not None,
            one.is_late,
        )
        for one in found
    ]


def summing(
    families: int, steps: Sequence[StepLine], invitations: Sequence[InvitationLine], places: int = 0
) -> str:
    """'Drie gezinnen delen iets met jou. Eén stap is van jou.': what there is, in a sentence or three."""
    parts = []
    if families:
        parts.append(
            ngettext(
                "Eén gezin deelt een stuk van zijn plan met jou.",
                "%(number)s gezinnen delen een stuk van hun plan met jou.",
                families,
            )
            % {"number": words.number(families).capitalize()}
        )
    asked = sum(not one.answer for one in invitations)
    if asked:
        parts.append(
            ngettext(
                "Eén uitnodiging wacht op je antwoord.",
                "%(number)s uitnodigingen wachten op je antwoord.",
                asked,
            )
            % {"number": words.number(asked).capitalize()}
        )
    if places:
        parts.append(
            ngettext("Eén coach vraagt een plaats.", "Coaches vragen %(number)s plaatsen.", places)
            % {"number": words.number(places)}
        )
    mine = sum(not one.done for one in steps)
    if mine:
        parts.append(
            ngettext("Eén stap is van jou.", "%(number)s stappen zijn van jou.", mine)
            % {"number": words.number(mine).capitalize()}
        )
    return " ".join(parts)
