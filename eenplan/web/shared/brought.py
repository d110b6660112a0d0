"""What a family brings into its plan, in words: for whoever brought it in, for the rest of the family, for the coach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import day_of
from eenplan.plans.enums import Brings, Verdict
from eenplan.plans.queries.contributions import BroughtIn
from eenplan.plans.rules.contributions import CAN_BE_TAKEN
from eenplan.web.shared import words
from eenplan.web.shared.components import Words
from eenplan.web.shared.said import Saying

ALL, COACH = "all", "coach"
# In the words of whoever writes; nothing is chosen beforehand.
READERS: list[tuple[str, Words]] = [
    (ALL, gettext_lazy("Iedereen in ons plan")),
    (COACH, gettext_lazy("Alleen mijn coach")),
]
READER_HINTS: Mapping[str, Words] = {
    ALL: gettext_lazy("Ook de anderen van je gezin."),
    COACH: gettext_lazy("Niemand van je gezin. Wie je coach vervangt, leest het wel."),
}

MINE: Mapping[Brings, Words] = {
    Brings.GOAL: gettext_lazy("Je stelt een doel voor"),
    Brings.STEP: gettext_lazy("Je stelt een stap voor"),
    Brings.COMMENT: gettext_lazy("Je zegt iets bij het plan"),
    Brings.DISAGREE: gettext_lazy("Je ziet iets anders"),
}
_MOMENT = "%Y%m%dT%H%M%S%f"
TONES = {Verdict.TAKEN: "ontime", Verdict.TALK: "soon", Verdict.NOT_NOW: "done", Verdict.READ: "ontime"}


@dataclass(frozen=True, slots=True)
class BroughtView:
    """Something that was brought in, as it is read. `state` and `tone`: what came of it; `href`: where it is answered.

    `can_be_taken`: whether the coach can put it in the plan; `at_once`: without asking anything more.
    """

    item_id: UUID
    title: str
    # The same right under the piece that it is about.
    here: str
    by: str
    sent: str
    said: Saying
    about: str
    beside: str
    who_reads: str
    # Kept for the coach alone.
    is_kept: bool
    state: str
    tone: str
    reason: Saying | None
    came_of_it: str
    href: str = ""
    can_be_taken: bool = False
    at_once: bool = False


def brought_view(
    one: BroughtIn, *, mine: bool = False, to_coach: bool = False, href: str = ""
) -> BroughtView:
    """One of them in words: `mine` for whoever brought it in, `to_coach` for who answers."""
    by = _("Jij") if mine else one.person
    answered = one.answered
    takes = to_coach and bool(href) and not one.is_taken and one.what in CAN_BE_TAKEN
    return BroughtView(
        item_id=one.item_id,
        title=str(MINE[one.what]) if mine else what_words(one),
        here=said_words(one.what, one.person, mine=mine),
        by=by,
        sent=_("geschreven %(moment)s") % {"moment": words.moment(one.sent_at)},
        said=Saying(one.text, by, one.language),
        about=_about(one, mine=mine),
        beside=one.beside_text,
        who_reads=_who_reads(one, mine=mine, to_coach=to_coach),
        is_kept=not one.for_all,
        state=state_of(one, to_coach=to_coach),
        tone=TONES[answered.verdict] if answered else "soon",
        reason=Saying(answered.text, "", answered.language) if answered and answered.text else None,
        came_of_it="" if to_coach else _came_of_it(one),
        href=href,
        can_be_taken=takes,
        at_once=takes
        and (one.what == Brings.GOAL or (one.what == Brings.STEP and one.own and one.by_day is not None)),
    )


def state_of(one: BroughtIn, *, to_coach: bool = False) -> str:
    """What came of it, in a word or two."""
    if one.answered:
        return str(one.answered.verdict.label)
    return _("wacht op jou") if to_coach else _("wacht op je coach")


def what_words(one: BroughtIn) -> str:
    """'Lars stelt een doel voor', for the list of today."""
    said = {
        Brings.GOAL: _("%(name)s stelt een doel voor"),
        Brings.STEP: _("%(name)s stelt een stap voor"),
        Brings.COMMENT: _("%(name)s zegt iets bij het plan"),
        Brings.DISAGREE: _("%(name)s ziet iets anders"),
    }
    return said[one.what] % {"name": one.person}


def further_back(href: str, before: datetime | None) -> str:
    """The address of the page that begins before a moment; '' when there is none."""
    return f"{href}?voor={before.astimezone(UTC):{_MOMENT}}" if before else ""


def moment_in(text: str | None) -> datetime | None:
    """The moment in such an address; None when it is none."""
    try:
        return datetime.strptime(text or "", _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


def beside_views(found: Mapping[UUID, Iterable[BroughtIn]], *, me: UUID) -> dict[UUID, list[BroughtView]]:
    """What was said beside each piece, for somebody who reads with their card."""
    return {
        piece: [brought_view(one, mine=one.person_id == me) for one in said] for piece, said in found.items()
    }


def said_words(what: Brings, name: str, *, mine: bool) -> str:
    """Whose words follow: 'Lars zegt hierbij:'."""
    if what == Brings.DISAGREE:
        return _("Jij ziet dit anders:") if mine else _("%(name)s ziet dit anders:") % {"name": name}
    return _("Jij zegt hierbij:") if mine else _("%(name)s zegt hierbij:") % {"name": name}


def _about(one: BroughtIn, *, mine: bool) -> str:
    facts = []
    if one.what == Brings.GOAL:
        facts.append(
            (_("voor jou") if mine else _("voor %(name)s") % {"name": one.person})
            if one.own
            else _("voor het hele gezin")
        )
    if one.what == Brings.STEP:
        facts.append(
            (_("jij doet het") if mine else _("%(name)s doet het") % {"name": one.person})
            if one.own
            else _("wie het doet, kiezen we nog")
        )
        if one.by_day:
            facts.append(_("tegen %(day)s") % {"day": words.day(one.by_day)})
    return " · ".join(facts)


def _who_reads(one: BroughtIn, *, mine: bool, to_coach: bool) -> str:
    if one.for_all:
        return _("Iedereen in het plan leest dit")
    if mine:
        return _("Alleen jij en je coach lezen dit")
    return _("Alleen jij en %(name)s lezen dit") % {"name": one.person} if to_coach else ""


def _came_of_it(one: BroughtIn) -> str:
    if one.answered is None:
        return ""
    on = {"day": words.day(day_of(one.answered.at))}
    return {
        Verdict.TAKEN: _(
            "Je coach zette het op %(day)s in het plan, in dezelfde woorden. Je leest het daar zodra jullie de nieuwe versie afspreken."
        ),
        Verdict.TALK: _("Je coach las dit op %(day)s. Jullie praten er samen over."),
        Verdict.NOT_NOW: _("Je coach las dit op %(day)s. Nu lukt het niet. Later mag je het opnieuw vragen."),
        Verdict.READ: _("Je coach las dit op %(day)s."),
    }[one.answered.verdict] % on
