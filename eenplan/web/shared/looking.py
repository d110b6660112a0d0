"""Who looked at a file, in plain words: for the family, and for its coach. And the form to ask or answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.rights.queries.looking import Asked, Looked
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.forms import Form, TextField

Deeds = Mapping[str, Promise]
TO_THE_FAMILY: Deeds = {
    "wrote": gettext_lazy("schreef in jullie plan"),
    "plan": gettext_lazy("las jullie plan"),
    "table": gettext_lazy("werkte aan een rondetafel"),
    "message": gettext_lazy("las een bericht of antwoordde erop"),
    "paper": gettext_lazy("opende een papier"),
    "referral": gettext_lazy("las de aanmelding"),
    "shared": gettext_lazy("las wat met hen gedeeld werd"),
    "file": gettext_lazy("werkte in jullie dossier"),
    "list": gettext_lazy("zag jullie gezin in een lijst"),
}
TO_THE_COACH: Deeds = {
    "wrote": gettext_lazy("schreef in het plan"),
    "plan": gettext_lazy("las het plan"),
    "table": gettext_lazy("werkte aan een rondetafel"),
    "message": gettext_lazy("las een bericht of antwoordde erop"),
    "paper": gettext_lazy("opende een papier"),
    "referral": gettext_lazy("las de aanmelding"),
    "shared": gettext_lazy("las wat met hen gedeeld werd"),
    "file": gettext_lazy("werkte in het dossier"),
    "list": gettext_lazy("zag het gezin in een lijst"),
}
# Said only when there is nothing more to say of that day.
FAINT = ("file", "list")


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody on a day: who, as what, what they did, why; where to ask about it ('' when one cannot)."""

    name: str
    role: str
    deed: str
    why: str
    ask_href: str


@dataclass(frozen=True, slots=True)
class LookedDay:
    """A day and who looked on it."""

    day: str
    lookers: list[Looker] = field(default_factory=list)


def looked_days(found: Iterable[Looked], deeds: Deeds, *, ask_href: str = "") -> list[LookedDay]:
    """By day, the newest first; nobody twice on one day in the same role."""
    return [
        LookedDay(words.sentence(words.weekday(day)), [_looker(one, deeds, ask_href) for one in of_day])
        for day, of_day in groupby(found, key=lambda one: one.day)
    ]


def _looker(one: Looked, deeds: Deeds, ask_href: str) -> Looker:
    told = [key for key in deeds if key in one.deeds and key not in FAINT]
    told = told or [next(key for key in FAINT if key in one.deeds)]
    asked = f"{ask_href}?{urlencode({'dag': one.day.isoformat(), 'wie': one.actor_id})}" if ask_href else ""
    return Looker(
        one.name or _("Iemand die hier niet meer werkt"),
        ", ".join(part for part in (one.title, one.organisation) if part),
        words.sentence(words.listed([str(deeds[key]) for key in told])) + ".",
        words.listed([str(purpose.label) for purpose in one.purposes]),
        asked,
    )


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question and what was answered, for all who read it. `about`: whom and which day it is about."""

    asked: str
    about: str
    words: str
    answer: str
    answered: str
    href: str = ""
    reference: str = ""


def asked_line(one: Asked, href: str = "") -> AskedLine:
    """The question in words; `href` is where it is answered."""
    about = (
        _("Over %(who)s, op %(day)s") % {"who": one.looker or _("iemand"), "day": words.day(one.looked_on)}
        if one.looked_on
        else _("Over wie mag kijken, in het algemeen")
    )
    answered = ""
    if one.answered_on:
        answered = _("%(who)s, op %(day)s") % {"who": one.answered_as, "day": words.day(one.answered_on)}
    return AskedLine(
        words.day(one.asked_on), about, one.words, one.answer, answered, href, one.family_reference
    )


def day_in(asked: str | None) -> date | None:
    """A day as it stands in an address; None for none, or for something else."""
    try:
        return date.fromisoformat(asked or "")
    except ValueError:
        return None


class AskForm(Form):
    """What somebody wants to know about who looked."""

    words = TextField(
        label=gettext_lazy("Wat wil je weten?"),
        error_messages={"required": gettext_lazy("Schrijf wat je wil weten.")},
    )


class AnswerForm(Form):
    """What is answered to whoever asked."""

    words = TextField(
        label=gettext_lazy("Je antwoord"),
        help_text=gettext_lazy("In gewone woorden. Wie het vroeg, leest dit met je naam erbij."),
        error_messages={"required": gettext_lazy("Schrijf een antwoord.")},
    )


def signature(request: SignedRequest) -> str:
    """'Hanne Vermeulen, gezinscoach': how whoever acts stands under an answer."""
    names = request.acting_names
    return ", ".join(part for part in (names.get("person_name"), names.get("role_title")) if part)
