"""What the coach's forms offer to choose from."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.consent.queries.trusted import TrustedOn
from eenplan.core.languages import language_now
from eenplan.families.queries import age
from eenplan.network.queries import StaffOn
from eenplan.plans.enums import Horizon
from eenplan.plans.queries import GoalPiece, PlanNow
from eenplan.web.coach.forms.parts import WHOLE_FAMILY, WORKER
from eenplan.web.shared import words
from eenplan.web.shared.components import Words

Pairs = list[tuple[str, Words]]


def people(page: PlanNow, prefix: str = "") -> Pairs:
    """Everybody of the family who has been born: name and age or place."""
    return everybody(page.persons, prefix)


def names_of(page: PlanNow) -> set[str]:
    """What gives a family away when it is written: first names, and the longer words of its name."""
    first = [word for one in page.persons for word in re.findall(r"\w{3,}", one.given_name)]
    return {word for word in [*first, *re.findall(r"\w{4,}", page.family_name)] if not word.islower()}


def everybody(persons: Iterable[Any], prefix: str = "") -> Pairs:
    """These persons, if they have been born: name and age or place."""
    found: Pairs = []
    for person in persons:
        if person.due_date is None:
            years = age(person)
            about = words.role_words(person.role) if years is None else words.age_words(years)
            label = f"{person.given_name}, {about}" if person.given_name else words.sentence(about)
            found.append((f"{prefix}{person.id}", label))
    return found


def speakers(page: PlanNow) -> Pairs:
    """Who can have said something; last of all a worker, who only wrote it down."""
    return [*people(page), (WORKER, _("Niemand van het gezin: wij schreven dit op"))]


def trusted(page: PlanNow, found: Iterable[TrustedOn]) -> Pairs:
    """The trusted persons of those of the family, who may be there when the plan is agreed on."""
    names = {one.id: one.given_name or words.role_words(one.role) for one in page.persons}
    return [
        (
            f"trusted:{one.id}",
            _("%(name)s, vertrouwenspersoon van %(whose)s")
            % {"name": one.name, "whose": names.get(one.person_id, "")},
        )
        for one in found
        if one.person_id in names
    ]


def whose(page: PlanNow) -> Pairs:
    """Whose goal it can be."""
    return [(WHOLE_FAMILY, _("Van het hele gezin")), *people(page)]


def domains(page: PlanNow, goal: GoalPiece | None) -> Pairs:
    """The life domains; a goal keeps its own, also when that is not asked any more."""
    codes = {row.domain.code for row in page.domains} | {goal.domain if goal else None}
    return [(code, one.label(language_now())) for code, one in page.known_domains.items() if code in codes]


def goals(page: PlanNow) -> Pairs:
    """The goals, shortened."""
    return [(str(goal.item_id), _short(goal.text.text if goal.text else "")) for goal in page.pieces.goals]


def long_goals(page: PlanNow, goal: GoalPiece | None) -> Pairs:
    """The goals for later, of which another goal can be a small step."""
    return [
        (str(one.item_id), _short(one.text.text if one.text else ""))
        for one in page.pieces.goals
        if one.horizon == Horizon.LONG and (goal is None or one.item_id != goal.item_id)
    ]


def owners(page: PlanNow, me: str) -> Pairs:
    """Who can take a step: somebody of the family, the worker who writes, or one of three other kinds."""
    mine: Pairs = [(f"staff:{me}", _("Ik"))] if me else []
    return [
        *people(page, "person:"),
        *mine,
        ("colleague", _("Een collega")),
        ("organisation", _("Een organisatie")),
        ("network", _("Iemand uit het netwerk van het gezin")),
    ]


def colleagues(team: Iterable[StaffOn], me: str) -> Pairs:
    """The others of the team, each once, by name."""
    names = {str(worker.staff_member_id): worker.name for worker in team}
    names.pop(me, None)
    return [(key, name) for key, name in sorted(names.items(), key=lambda pair: pair[1])]


def asked(page: PlanNow) -> list[tuple[UUID, str]]:
    """Who is asked what they think of the plan."""
    labels = dict(people(page))
    return [
        (person.id, person.given_name or str(labels[str(person.id)]))
        for person in page.persons
        if person.id in page.asked
    ]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"
