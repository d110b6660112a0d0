"""The pages of a referral in their order, for a referrer and for a family, and what the answers make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.families.actions import NewDetail, NewPerson
from eenplan.families.enums import DetailKind, LivesHere, PersonRole
from eenplan.referrals.actions import NewReferral, Where
from eenplan.referrals.enums import ReferrerType, Urgency
from eenplan.referrals.rules import Child, is_eligible
from eenplan.web.frontdoor import forms
from eenplan.web.frontdoor.asked import (
    FallsAway,
    ask_own,
    falls_away,
    in_their_words,
    own_answers,
    own_questions,
    page_of_question,
)
from eenplan.web.frontdoor.draft import Draft, Voice, as_data
from eenplan.web.frontdoor.forms import EXPECTED, Question, yes_no

HOUSEHOLD, OVERRIDE, WHO, DANGER, PLACE = "gezin", "leeftijd", "wie", "gevaar", "plaats"
PAPERS = "papieren"
# Where a partnership may ask questions of its own.
OWN_ON = frozenset(("contact", "vraag", "aanmelder"))
# What is asked on a page of its own, and not as a form with questions.
APART = {HOUSEHOLD: "frontdoor:list-persons", PAPERS: "frontdoor:list-papers"}

_BY_REFERRER, _BY_OWN, _BY_YOUNG, _FOR_CONSULT = Voice.REFERRER, Voice.OWN, Voice.YOUNG, Voice.CONSULT


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `forms` holds what it asks in each voice; a voice that is not there does not get the page."""

    slug: str
    title: Promise
    forms: Mapping[Voice, type[Question]]
    titles: Mapping[Voice, Promise] = field(default_factory=dict)

    def title_for(self, draft: Draft) -> Promise:
        """The title, in the words for who speaks."""
        return self.titles.get(draft.voice, self.title)

    def form_for(self, draft: Draft) -> type[Question]:
        """The questions, in the words for who speaks."""
        return self.forms.get(draft.voice, Question)


# The order in which is asked.
PAGES = (
    Page(WHO, _("Wie meldt aan"), {_BY_REFERRER: forms.WhoForm, _FOR_CONSULT: forms.WhoForm}),
    Page(
        DANGER,
        _("Veiligheid"),
        {
            _BY_REFERRER: forms.DangerForm,
            _FOR_CONSULT: forms.DangerForm,
            _BY_OWN: forms.OwnDangerForm,
            _BY_YOUNG: forms.YoungDangerForm,
        },
    ),
    Page(
        "weten",
        _("Wat het gezin weet"),
        {_BY_REFERRER: forms.KnowsForm, _FOR_CONSULT: forms.KnowsForm},
    ),
    Page("jij", _("Over jou"), {_BY_YOUNG: forms.YoungForm}),
    Page(
        PLACE,
        _("Waar het gezin woont"),
        {
            _BY_REFERRER: forms.PlaceForm,
            _FOR_CONSULT: forms.PlaceForm,
            _BY_OWN: forms.OwnPlaceForm,
            _BY_YOUNG: forms.OwnPlaceForm,
        },
        {_BY_OWN: _("Waar je woont"), _BY_YOUNG: _("Waar je woont")},
    ),
    Page(
        HOUSEHOLD,
        _("Wie bij het gezin hoort"),
        {_BY_REFERRER: Question, _BY_OWN: Question},
        {_BY_OWN: _("Wie bij jullie hoort")},
    ),
    Page(OVERRIDE, _("Leeftijd"), {_BY_REFERRER: forms.OverrideForm, _BY_OWN: forms.OverrideForm}),
    Page("leeftijden", _("De kinderen"), {_FOR_CONSULT: forms.AgesForm}),
    Page(
        "contact",
        _("Hoe we het gezin bereiken"),
        {
            _BY_REFERRER: forms.ContactForm,
            _BY_OWN: forms.OwnContactForm,
            _BY_YOUNG: forms.YoungContactForm,
        },
        {_BY_OWN: _("Hoe we je bereiken"), _BY_YOUNG: _("Hoe we je veilig bereiken")},
    ),
    Page("ouders", _("Je ouders"), {_BY_YOUNG: forms.ParentsForm}),
    Page("taal", _("Taal"), {_BY_REFERRER: forms.LanguageForm, _BY_OWN: forms.OwnLanguageForm}),
    Page(
        "vraag",
        _("Wat het gezin zegt"),
        {
            _BY_REFERRER: forms.QuestionForm,
            _BY_OWN: forms.OwnQuestionForm,
            _BY_YOUNG: forms.YoungQuestionForm,
        },
        {_BY_OWN: _("Je vraag"), _BY_YOUNG: _("Je vraag")},
    ),
    Page("kijk", _("Hoe jij het ziet"), {_BY_REFERRER: forms.ViewForm}),
    Page(PAPERS, _("Papieren"), {_BY_REFERRER: Question, _BY_OWN: Question, _BY_YOUNG: Question}),
    Page("overleg", _("Wat je wil overleggen"), {_FOR_CONSULT: forms.ConsultForm}),
    Page(
        "aanmelder",
        _("Over jou"),
        {_BY_REFERRER: forms.ReferrerForm, _FOR_CONSULT: forms.ConsultCallerForm},
    ),
)


def pages_of(draft: Draft, people: list[dict[str, Any]] | None = None) -> list[Page]:
    """The pages that this draft needs, in order. `people`: what is said of them, if it was read already."""
    asked = [page for page in PAGES if draft.voice in page.forms]
    if any(page.slug == OVERRIDE for page in asked):
        said = said_of_persons(draft) if people is None else people
        if not outside_offer(map(new_person, said)):
            asked = [page for page in asked if page.slug != OVERRIDE]
    return asked


def page_of(draft: Draft, slug: str) -> Page | None:
    """The page with this name, if this draft has it."""
    return next((page for page in pages_of(draft) if page.slug == slug), None)


def url_of(page: Page) -> str:
    """Where a page is."""
    if page.slug in APART:
        return reverse(APART[page.slug])
    return reverse("frontdoor:answer-page", args=[page.slug])


def next_url(draft: Draft) -> str:
    """The first page that has no answer yet; when all have one, the page to check them."""
    for page in pages_of(draft):
        if page.slug not in draft.answers or page.slug in draft.unfinished:
            return url_of(page)
    return reverse("frontdoor:check-answers")


def back_url(draft: Draft, slug: str) -> str:
    """The page before this one; the first page leads to the front."""
    asked = pages_of(draft)
    place = next((i for i, page in enumerate(asked) if page.slug == slug), len(asked))
    return url_of(asked[place - 1]) if place else reverse("frontdoor:welcome")


def form_of(page: Page, draft: Draft, acting: Acting, data: Any = None) -> Question:
    """The form of a page, filled with what was just sent (`data`) or else with what was kept."""
    kind = page.form_for(draft)
    extra: dict[str, Any] = {}
    if issubclass(kind, forms.PlaceForm | forms.WithDomains):
        extra["acting"] = acting
    form = kind(data if data is not None else as_data(draft.answers.get(page.slug)), **extra)
    in_their_words(form, acting, own=draft.own, partnership_id=region_of(draft))
    asked = own_questions(acting, draft.voice, region_of(draft)) if page.slug in OWN_ON else []
    ask_own(form, [one for one in asked if page_of_question(one, draft.voice) == page.slug])
    return form


def falling_away(draft: Draft, acting: Acting, region: str) -> list[FallsAway]:
    """The answers that do not go along when the family turns out to live in another partnership."""
    if draft.voice is Voice.CONSULT:
        return []
    given = {name: values[0] for kept in draft.answers.values() for name, values in kept.items() if values}
    asked = own_questions(acting, draft.voice, UUID(region))
    return falls_away(acting, given, before=region_of(draft), now=asked)


def move_to(draft: Draft, acting: Acting, region: str) -> None:
    """Let a draft be for another partnership: its questions are asked on pages that were answered already."""
    lost = {one.code for one in falling_away(draft, acting, region)}
    for kept in draft.answers.values():
        for code in lost & kept.keys():
            del kept[code]
    if region == draft.region:
        return
    draft.region = region
    asked = own_questions(acting, draft.voice, UUID(region))
    for slug in dict.fromkeys(page_of_question(one, draft.voice) for one in asked):
        if slug in draft.answers and slug not in draft.unfinished:
            draft.unfinished.append(slug)


def region_of(draft: Draft) -> UUID | None:
    """The partnership of the place that was answered, as it was found then; None before."""
    return UUID(draft.region) if draft.region else None


def person_form(draft: Draft, data: Any) -> Question:
    """The form of one person."""
    return (forms.OwnPersonForm if draft.own else forms.PersonForm)(data)


def new_person(said: dict[str, Any]) -> NewPerson:
    """Somebody of the family, from the answers of a form for one person."""
    role, day = said["role"], said.get("day")
    lives = said.get("lives_here") or LivesHere.UNKNOWN
    return NewPerson(
        PersonRole.CHILD if role == EXPECTED else PersonRole(role),
        given_name=said["given_name"].strip(),
        birth_date=None if role == EXPECTED else day,
        due_date=day if role == EXPECTED else None,
        lives_here=LivesHere(lives),
    )


def said_of_persons(draft: Draft) -> list[dict[str, Any]]:
    """The cleaned answers for each person; a line that does not hold (any more) is left out."""
    found = []
    for kept in draft.persons:
        form = person_form(draft, as_data(kept))
        if form.is_valid():
            found.append(form.cleaned_data)
    return found


def has_child(persons: Iterable[NewPerson]) -> bool:
    """Whether a child or youngster is among them, born or expected."""
    return any(person.role == PersonRole.CHILD for person in persons)


def outside_offer(persons: Iterable[NewPerson]) -> bool:
    """Whether there are children, but none of an age for this offer today (rule 6)."""
    children = [Child(one.birth_date, one.due_date) for one in persons if one.role == PersonRole.CHILD]
    return bool(children) and not is_eligible(children, today())


def name_of_family(given: str, persons: Iterable[NewPerson]) -> str:
    """What the family is found under: its name, else a given name, else a word that says it has none yet."""
    first = next((person.given_name for person in persons if person.given_name), "")
    return given.strip() or first or str(_("Gezin zonder naam"))


def make_referral(
    said: dict[str, Any], people: list[dict[str, Any]], *, voice: Voice = Voice.REFERRER
) -> NewReferral:
    """What is sent: `said` holds the cleaned answers of all pages together."""
    young, consult = voice is Voice.YOUNG, voice is Voice.CONSULT or bool(said.get("anonymous"))
    own = young or voice is Voice.OWN
    ages: tuple[int, ...] = tuple(said.get("ages", ()))
    if young:
        people = [{"role": PersonRole.CHILD, "given_name": said["given_name"], "is_me": True}]
        ages = () if said.get("age") is None else (said["age"],)
    persons = tuple(new_person(one) for one in people) or tuple(NewPerson(PersonRole.CHILD) for _age in ages)
    safe = yes_no(said.get("safe_to_contact", ""))
    details = tuple(
        NewDetail(kind, said[name], safe)
        for kind, name in ((DetailKind.PHONE, "family_phone"), (DetailKind.EMAIL, "family_email"))
        if said.get(name)
    )
    language = said.get("language") or "und"
    if language == "other":
        language = said.get("other_language") or "und"
    speaker = next((place for place, one in enumerate(people) if one.get("is_me")), None)

    def asked(name: str) -> bool | None:
        return yes_no(said.get(name, ""))

    def text(name: str) -> str:
        return str(said.get(name) or "")

    informed = asked("family_informed")
    if own:
        informed = (asked("parents_may_know") or None) if young else True
    return NewReferral(
        family_name=text("family_name") if consult else name_of_family(text("family_name"), persons),
        referrer_type=ReferrerType.FAMILY if own else ReferrerType(said["referrer_type"]),
        anonymous=consult,
        self_referred=young,
        parents_may_know=asked("parents_may_know") if young else None,
        told_ages=ages,
        persons=persons,
        details=details,
        language=language,
        interpreter=asked("interpreter"),
        question=text("question"),
        question_speaker=speaker,
        referrer_view=text("referrer_view"),
        going_well=text("going_well"),
        domains=tuple(said.get("domains", ())),
        referrer_organisation=text("referrer_organisation"),
        referrer_name=text("referrer_name"),
        referrer_phone=text("referrer_phone"),
        referrer_email=text("referrer_email"),
        stays_involved=asked("stays_involved"),
        wants_feedback=asked("wants_feedback"),
        family_informed=False if consult else informed,
        disagreement_known=asked("disagreement_known"),
        asked_minor=True if young else asked("asked_minor"),
        safe_to_contact=safe,
        preferred_contact=text("preferred_contact"),
        tell_by=text("tell_by"),
        urgency=Urgency.TODAY if asked("acute_danger") else Urgency.ORDINARY,
        acute_danger=asked("acute_danger"),
        concern_about_child=asked("concern_about_child"),
        eligibility_override=text("eligibility_override"),
        answers=own_answers(said),
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """A draft read as one: all pages' forms, their answers together, the people, and where it is."""

    forms: dict[str, Question]
    said: dict[str, Any]
    people: list[dict[str, Any]]
    where: Where | None
    wrong: Page | None


def read_whole(draft: Draft, acting: Acting) -> Whole:
    """Clean every page anew. `wrong` is the first page that must be looked at again."""
    filled: dict[str, Question] = {}
    said: dict[str, Any] = {}
    where: Where | None = None
    wrong: Page | None = None
    people = said_of_persons(draft)
    asked = pages_of(draft, people)
    if not any(page.slug == HOUSEHOLD for page in asked):
        people = []
    for page in asked:
        if page.slug in APART:
            lacks_child = not has_child(map(new_person, people)) or HOUSEHOLD not in draft.answers
            if page.slug == HOUSEHOLD and lacks_child:
                wrong = wrong or page
            continue
        form = filled[page.slug] = form_of(page, draft, acting)
        if page.slug not in draft.answers or page.slug in draft.unfinished or not form.is_valid():
            wrong = wrong or page
            continue
        said |= form.cleaned_data
        if isinstance(form, forms.PlaceForm):
            where = form.found.where
    return Whole(filled, said, people, where, wrong)
