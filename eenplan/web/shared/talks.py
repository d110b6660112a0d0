"""Talks with a psychologist, in words: how many and about what; and the forms of whoever notes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core import clock
from eenplan.plans.enums import SessionStatus
from eenplan.plans.queries.sessions import Series, SessionOn, Theme
from eenplan.web.shared import words
from eenplan.web.shared.forms import ChoiceField, ChoicesField, DateField, Form, choose


@dataclass(frozen=True, slots=True)
class DayLine:
    """One talk: its day in words, and whether it was held."""

    session_id: UUID
    day: str
    status: str
    is_held: bool


@dataclass(frozen=True, slots=True)
class TalkLine:
    """Talks as a page shows them: a title, with whom and for whom, how many, and the days for who may know them."""

    series_id: UUID
    title: str
    who: str
    count: str
    keeps: bool
    today: str
    days: tuple[DayLine, ...]


def talk_lines(found: Iterable[Series], sessions: Sequence[SessionOn] = ()) -> list[TalkLine]:
    """Talks in words, with their days where those were read."""
    return [
        TalkLine(
            one.series_id,
            title_of(one),
            _who(one),
            count_words(one.held),
            one.keeps,
            clock.today().isoformat(),
            tuple(_day_line(day) for day in sessions if day.series_id == one.series_id),
        )
        for one in found
    ]


def title_of(one: Series) -> str:
    """'Rustig worden: voor de toetsen'; 'Gesprekken' when the theme is not for the reader."""
    if not one.theme:
        return _("Gesprekken")
    return f"{words.sentence(one.theme)}: {one.line}" if one.line else words.sentence(one.theme)


def _who(one: Series) -> str:
    name = one.psychologist or _("een psycholoog")
    if not one.for_whom:
        return _("met %(name)s") % {"name": name}
    return _("met %(name)s, voor %(whom)s") % {"name": name, "whom": words.listed(one.for_whom)}


def count_words(held: int) -> str:
    """'3 gesprekken gehouden'."""
    if not held:
        return _("nog geen gesprek gehouden")
    return ngettext("%(n)s gesprek gehouden", "%(n)s gesprekken gehouden", held) % {"n": held}


def _day_line(one: SessionOn) -> DayLine:
    return DayLine(
        one.session_id, words.weekday(one.day), str(one.status.label), one.status == SessionStatus.KEPT
    )


class ThemeForm(Form):
    """What talks are about: a theme of the list, and at most a few words more."""

    theme = ChoiceField(label=gettext_lazy("Waarover gaan de gesprekken?"))
    line = forms.CharField(
        label=gettext_lazy("In enkele woorden meer"),
        help_text=gettext_lazy(
            "Zoals in een agenda: hoogstens 60 tekens. Geen klacht en geen diagnose, die horen hier niet."
        ),
        required=False,
    )

    def __init__(self, *args: Any, themes: Sequence[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "theme", [(one.code, words.sentence(one.label)) for one in themes])


class SeriesForm(ThemeForm):
    """Talks that begin: for whom, since when they say yes, about what. `helpers`: for a coach who notes for one."""

    helper = ChoiceField(
        label=gettext_lazy("Met welke psycholoog?"),
        help_text=gettext_lazy(
            "Staat die er niet bij? Zet de psycholoog dan eerst in het plan, bij wie helpt."
        ),
    )
    about = ChoicesField(label=gettext_lazy("Voor wie zijn de gesprekken?"))
    agreed_on = DateField(
        label=gettext_lazy("Wanneer zeiden ze ja tegen deze gesprekken?"),
        help_text=gettext_lazy(
            "Voor wie ze zijn, zegt zelf ja. Voor een kind dat nog niet zelf beslist, zegt een ouder ja."
        ),
        latest=clock.today,
    )
    field_order = ("helper", "about", "agreed_on", "theme", "line")

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        helpers: Sequence[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "about", people)
        if helpers is None:
            del self.fields["helper"]
        else:
            choose(self, "helper", helpers)


class SessionForm(Form):
    """One talk: the day, and whether it was held."""

    day = DateField(label=gettext_lazy("Welke dag?"))
    status = ChoiceField(label=gettext_lazy("Ging het door?"), choices=SessionStatus.choices)


def first_day() -> dict[str, Any]:
    """With what a form begins: today, and held."""
    return {"day": clock.today(), "status": SessionStatus.KEPT.value}
