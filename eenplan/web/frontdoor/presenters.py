"""Words for the screens of the front door: what was answered, where somebody lives, what comes next."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.network.queries import Area, crisis_contacts, partnership_name
from eenplan.referrals.queries import DraftPaper
from eenplan.web.frontdoor.draft import Draft
from eenplan.web.frontdoor.flow import HOUSEHOLD, PAPERS, Page, Whole, pages_of, url_of
from eenplan.web.frontdoor.forms import EXPECTED, ROLES, PlaceForm, Question
from eenplan.web.shared.attachments import what_words
from eenplan.web.shared.components import Row, Tile
from eenplan.web.shared.words import written

DOORS = (
    ("hand-heart", gettext_lazy("Ik vraag zelf hulp"), gettext_lazy("voor mij of voor mijn gezin"), "frontdoor:ask-help"),
    ("message-circle", gettext_lazy("Ik ben jonger dan 18"), gettext_lazy("en ik wil zelf hulp vragen"), "frontdoor:ask-help-young"),
    ("send", gettext_lazy("Meld een gezin aan"), gettext_lazy("als je een gezin kent dat hulp nodig heeft"), "frontdoor:start-referral"),
)  # fmt: skip


def doors() -> list[Tile]:
    """The ways in."""
    return [Tile(icon, title, reverse(name), detail) for icon, title, detail, name in DOORS]


def day_words(day: date) -> str:
    """A day with its year: '21 december 2026'."""
    return written(day, "j F Y")


def day_soon(day: date) -> str:
    """A day not far off, without its year: '21 december'."""
    return written(day, "j F")


def person_words(said: dict[str, Any]) -> str:
    """Somebody of the family in a line: 'Kaat, 3 mei 2019'."""
    name = said.get("given_name", "")
    if said.get("is_me"):
        name = _("%(name)s (jij)") % {"name": name} if name else _("jij zelf")
    name = name or _("naam niet gegeven")
    day = said.get("day")
    if said["role"] == EXPECTED:
        when = _("uitgerekend op %(day)s") % {"day": day_words(day)} if day else _("datum nog niet gekend")
    else:
        when = day_words(day) if day else ""
    return ", ".join(part for part in (name, when) if part)


def role_words(said: dict[str, Any]) -> str:
    """Who somebody is in the family."""
    return str(dict(ROLES)[said["role"]]).capitalize()


def persons_rows(people: list[dict[str, Any]], label: str) -> list[Row]:
    """The people of the family, each with a way to change them."""
    return [
        Row(role_words(said), person_words(said), reverse("frontdoor:answer-person", args=[place]), label)
        for place, said in enumerate(people, start=1)
    ]


def _answer(form: Question, name: str, value: Any) -> str:
    asked = form.fields[name]
    if isinstance(asked, django_forms.ChoiceField):
        words = {str(key): str(label) for key, label in list(asked.choices)}  # type: ignore[arg-type]  # our choices are pairs
        chosen = value if isinstance(value, list) else [str(value)]
        return capfirst(", ".join(words.get(one, one) for one in chosen))
    if isinstance(asked, django_forms.BooleanField):
        return _("Ja")
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return day_words(value) if isinstance(value, date) else str(value)


def answers_of(page: Page, form: Question) -> list[Row]:
    """What was answered on a page; what was left open is left out."""
    if isinstance(form, PlaceForm):
        area = form.found.area
        return [
            Row(
                form.fields["place"].label or "",
                area_words(area, form.found.renamed),
                url_of(page),
                _("Wijzig"),
            )
        ]
    return [
        Row(asked.label or "", _answer(form, name, form.cleaned_data[name]), url_of(page), _("Wijzig"))
        for name, asked in form.fields.items()
        if form.cleaned_data.get(name)
    ]


def _papers_rows(page: Page, papers: Iterable[DraftPaper]) -> list[Row]:
    return [
        Row(what_words(paper.kind, paper.size), paper.name, url_of(page), _("Wijzig")) for paper in papers
    ]


def all_answers(draft: Draft, whole: Whole, papers: Iterable[DraftPaper] = ()) -> list[tuple[str, list[Row]]]:
    """Every page with its answers, for 'kijk je antwoorden na'."""
    return [
        (
            str(page.title_for(draft)),
            persons_rows(whole.people, _("Wijzig"))
            if page.slug == HOUSEHOLD
            else _papers_rows(page, papers)
            if page.slug == PAPERS
            else answers_of(page, whole.forms[page.slug]),
        )
        for page in pages_of(draft)
    ]


def area_words(area: Area | None, renamed: str = "") -> str:
    """A municipality with who helps there: 'Genk: De Plan-trekkers'."""
    if area is None or area.municipality is None:
        return ""
    words = area.municipality.name
    if renamed and renamed != words:
        words = _("%(now)s (vroeger %(before)s)") % {"now": words, "before": renamed}
    if area.partnership:
        words = _("%(place)s, bij %(partnership)s") % {"place": words, "partnership": area.partnership.name}
    return words


def receipt(kept: dict[str, Any], acting: Acting) -> dict[str, Any]:
    """What the receipt says: the reference, who helps, and by when somebody sits together with the family."""
    deadline = date.fromisoformat(kept["deadline"])
    return {
        "reference": kept["reference"],
        "partnership": partnership_name(acting, UUID(kept["partnership"]), today()),
        "received": day_words(date.fromisoformat(kept["received"])),
        "deadline": day_soon(deadline),
        "own": kept["own"],
        "young": kept.get("young", False),
        "consult": kept.get("consult", False),
        "danger": kept["danger"],
        "contacts": crisis_contacts(acting, on=today()) if kept["danger"] or kept["own"] else [],
    }
