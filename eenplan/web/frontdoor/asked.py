"""What a partnership asks in words of its own: other labels, questions left out, questions of its own (rule 47)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.actions import is_own
from eenplan.network.enums import AskedOf, FormPlace, QuestionKind
from eenplan.network.queries import QuestionOn, form_questions
from eenplan.referrals.enums import ReferrerType
from eenplan.web.frontdoor.draft import Voice
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Form, TextField, YesNoField

# How much somebody may write to a question of one's own.
LONGEST_ANSWER = 1000
# Whom each kind of question is for, beside everybody. In a consult without names nothing may name a family.
ASKED_OF = {
    Voice.REFERRER: AskedOf.PROFESSIONAL,
    Voice.OWN: AskedOf.FAMILY,
    Voice.YOUNG: AskedOf.YOUNGSTER,
}
# The page of each place in the form; who has no last page of its own reads it with the question.
PAGES = {FormPlace.REACH: "contact", FormPlace.QUESTION: "vraag", FormPlace.END: "aanmelder"}
LAST_OF_FAMILY = "vraag"


@dataclass(frozen=True, slots=True)
class Standard:
    """A question of the form that may have other words; `field` in the forms of a referrer, or of the family."""

    label: Words
    field: str
    own: bool = False
    may_hide: bool = False


# No law or rule needs these to be asked in these very words. What is required stays, and stays as it is.
STANDARD: Mapping[str, Standard] = {
    "goes-well": Standard(_("Wat gaat goed in dit gezin?"), "going_well"),
    "goes-well-own": Standard(_("Wat gaat goed bij jullie?"), "going_well", own=True),
    "domains": Standard(_("Waarover gaat het?"), "domains", may_hide=True),
    "domains-own": Standard(_("Waarover gaat het? (het gezin zelf)"), "domains", own=True, may_hide=True),
    "when": Standard(_("Wanneer en hoe best?"), "preferred_contact", may_hide=True),
    "organisation": Standard(_("Je organisatie"), "referrer_organisation", may_hide=True),
    "feedback": Standard(_("Wil je horen hoe het verdergaat?"), "wants_feedback"),
}


def in_their_words(form: Form, acting: Acting, *, own: bool, partnership_id: UUID | None) -> None:
    """Give the questions of a page the words of the partnership; before its place is known, those for all.

    A question that must be answered is never left out. One query per request.
    """
    asked = {code: one for code, one in STANDARD.items() if one.field in form.fields and one.own == own}
    if not asked:
        return
    said = form_questions(acting, partnership_id=partnership_id, on=today())
    for code, one in asked.items():
        words = said.get(code)
        if words is None:
            continue
        field = form.fields[one.field]
        if not words.shown and one.may_hide and not field.required:
            del form.fields[one.field]
            continue
        field.label = words.label
        field.help_text = words.hint or field.help_text


def own_questions(acting: Acting, voice: Voice, partnership_id: UUID | None) -> list[QuestionOn]:
    """What a partnership asks besides, of whoever speaks. Before its place is known nothing. One query per request."""
    if partnership_id is None or voice not in ASKED_OF:
        return []
    return [
        one
        for one in form_questions(acting, partnership_id=partnership_id, on=today()).values()
        if is_own(one.code) and one.shown and one.asked_of in (AskedOf.ALL, ASKED_OF[voice])
    ]


def questions_by_phone(acting: Acting, partnership_id: UUID | None, *, caller: str = "") -> list[QuestionOn]:
    """What a partnership asks besides, on the one screen of the phone: of whoever calls, once that is chosen.

    `caller` is the kind of referrer, or ''. Then the questions for every kind that may call are shown.
    """
    if caller in ReferrerType.values:
        voice = Voice.OWN if caller == ReferrerType.FAMILY else Voice.REFERRER
        return own_questions(acting, voice, partnership_id)
    spoken = [own_questions(acting, voice, partnership_id) for voice in (Voice.REFERRER, Voice.OWN)]
    return list({one.code: one for one in (*spoken[0], *spoken[1])}.values())


def page_of_question(one: QuestionOn, voice: Voice) -> str:
    """On which page a question of one's own stands."""
    if one.place is None or (one.place is FormPlace.END and voice is not Voice.REFERRER):
        return LAST_OF_FAMILY
    return PAGES[one.place]


def field_of(one: QuestionOn, more: str = "") -> forms.Field:
    """The field in which a question of one's own is answered; never required. `more` stands after its hint."""
    said: dict[str, Any] = {
        "label": one.label,
        "help_text": " ".join(part for part in (one.hint, more) if part),
        "required": False,
    }
    if one.kind is QuestionKind.YES_NO:
        return YesNoField(**said)
    if one.kind is QuestionKind.CHOICE:
        return ChoiceField(choices=one.choices, **said)
    return TextField(max_length=LONGEST_ANSWER, rows=3, **said)


def ask_own(form: Form, questions: list[QuestionOn]) -> None:
    """Put questions of one's own at the end of a form, under their codes."""
    for one in questions:
        form.ask(one.code, field_of(one))


def own_answers(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The codes of the questions of one's own that were answered, with what was answered."""
    return tuple((code, str(one).strip()) for code, one in said.items() if is_own(code) and one)


@dataclass(frozen=True, slots=True)
class FallsAway:
    """An answer to a question that is not asked in the place where the family lives."""

    code: str
    question: str
    answer: str


def falls_away(
    acting: Acting, answers: Mapping[str, str], *, before: UUID | None, now: list[QuestionOn]
) -> list[FallsAway]:
    """Which answers to questions of one's own, of the partnership `before`, are not to any of those of `now`."""
    still = {one.code for one in now}
    lost = {code: said for code, said in answers.items() if is_own(code) and said and code not in still}
    if not lost:
        return []
    known = form_questions(acting, partnership_id=before, on=today())
    found = []
    for code, said in lost.items():
        one = known.get(code)
        words = dict(one.choices) if one else {}
        if one and one.kind is QuestionKind.YES_NO:
            words = {"yes": gettext("Ja"), "no": gettext("Nee")}
        label = one.label if one else gettext("een vraag die we niet meer stellen")
        found.append(FallsAway(code, label, words.get(said, said)))
    return found
