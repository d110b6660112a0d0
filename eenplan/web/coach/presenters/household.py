"""Words for who the people of the family are, and for what stood there before somebody corrected it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.families.actions import NewPerson
from eenplan.families.enums import Gender, LivesHere, PersonRole
from eenplan.families.queries import CorrectionMade, age
from eenplan.plans.queries import PlanNow
from eenplan.web.coach.presenters.choices import Pairs
from eenplan.web.coach.presenters.plan import at
from eenplan.web.desk.presenters.referral import LANGUAGES
from eenplan.web.shared import words
from eenplan.web.shared.components import Words

FIELDS: Mapping[str, Words] = {
    "given_name": gettext_lazy("voornaam"),
    "family_name": gettext_lazy("familienaam"),
    "role": gettext_lazy("wie het is in het gezin"),
    "birth_date": gettext_lazy("geboortedatum"),
    "due_date": gettext_lazy("uitgerekende datum"),
    "gender": gettext_lazy("gender"),
    "lives_here": gettext_lazy("woont bij het gezin"),
    "parental_authority": gettext_lazy("ouderlijk gezag"),
    "name": gettext_lazy("naam van het gezin"),
    "language": gettext_lazy("taal"),
    "interpreter": gettext_lazy("tolk nodig"),
}
KNOWN: Mapping[bool | None, Words] = {
    True: gettext_lazy("ja"),
    False: gettext_lazy("nee"),
    None: gettext_lazy("niet gekend"),
}
CHOICES = {"role": PersonRole, "gender": Gender, "lives_here": LivesHere}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family who is born, and the way to correct what is known of them."""

    name: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One correction: when and by whom, and what stood there before, field by field."""

    when: str
    was: tuple[str, ...]


def called(person: NewPerson) -> str:
    """How to name somebody: by the given name, or by what they are in the family."""
    if person.due_date:
        return person.given_name or _("het kindje dat komt")
    return person.given_name or words.sentence(words.role_words(person.role))


def members(page: PlanNow) -> tuple[Member, ...]:
    """Everybody of the family who is born, in its order."""
    lines = []
    for one in page.persons:
        if one.due_date:
            continue
        years, role = age(one), words.role_words(one.role)
        about = [
            role if one.given_name and one.role != PersonRole.CHILD else "",
            words.age_words(years) if years is not None else "",
            str(LivesHere(one.lives_here).label) if one.lives_here != LivesHere.UNKNOWN else "",
        ]
        lines.append(
            Member(
                " ".join(filter(None, (one.given_name, one.family_name))) or words.sentence(role),
                " · ".join(filter(None, about)),
                at("change-person", page, person_id=one.id),
            )
        )
    return tuple(lines)


def languages() -> Pairs:
    """The languages to choose from, the most spoken first."""
    return [(code, str(label)) for code, label in LANGUAGES.items()]


def earlier(corrections: Iterable[CorrectionMade]) -> list[Earlier]:
    """What stood there before each correction, the newest first."""
    return [
        Earlier(
            _("%(name)s paste dit aan %(moment)s") % {"name": one.by, "moment": words.moment(one.at)}
            if one.by
            else _("Aangepast %(moment)s") % {"moment": words.moment(one.at)},
            tuple(
                _("%(field)s was: %(value)s") % {"field": FIELDS[name], "value": _value(name, value)}
                for name, value in one.before.items()
            ),
        )
        for one in corrections
    ]


def _value(name: str, value: Any) -> str:
    """A value as it stood, in words."""
    if name in ("parental_authority", "interpreter"):
        return str(KNOWN[value])
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name in ("birth_date", "due_date"):
        return words.day(date.fromisoformat(value)) if value else _("niet ingevuld")
    if name == "language":
        return str(LANGUAGES.get(value, value)) or _("zoals het gezin")
    return str(value) or _("niet ingevuld")
