"""A round table in words, for every door: when, where, who, the agenda, what was said and decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import day_of, today
from eenplan.core.ids import new_id
from eenplan.families.enums import ItemKind
from eenplan.plans.enums import Attendance, Coming
from eenplan.plans.queries.round_tables import DecisionNow, PointNow, SeatNow, TableHead, TableNow
from eenplan.web.shared import words
from eenplan.web.shared.calendar_file import Moment
from eenplan.web.shared.forms import ChoiceField, DateField, Form, TextField, choose

# What is chosen instead of a seat when nobody has to do anything.
NOBODY = "nobody"
ABOUT = {
    ItemKind.GOAL: gettext_lazy("een doel uit het plan"),
    ItemKind.HELP: gettext_lazy("hulp waar jullie op wachten"),
    ItemKind.DOMAIN: gettext_lazy("daar willen jullie over praten"),
    None: gettext_lazy("een eigen punt"),
}


@dataclass(frozen=True, slots=True)
class SeatView:
    """Somebody who is asked: how they must or may come, and what they said."""

    id: UUID
    name: str
    attendance: str
    said: str
    tone: str
    mine: bool


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What was decided, who does it and by when; `is_loose`: that is not known yet."""

    id: UUID
    text: str
    language: str
    detail: str
    is_loose: bool
    is_step: bool


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of the agenda, with its number among those that the reader sees."""

    number: int
    item_id: UUID
    title: str
    language: str
    by: str
    about: str
    lines: tuple[tuple[str, str, str], ...]
    decisions: tuple[DecisionView, ...]
    released: bool

    @property
    def settled(self) -> list[DecisionView]:
        """What was decided with who does it and by when."""
        return [one for one in self.decisions if not one.is_loose]

    @property
    def is_undecided(self) -> bool:
        """Whether nothing was decided."""
        return not self.decisions


@dataclass(frozen=True, slots=True)
class TableView:
    """A round table as a page shows it."""

    id: UUID
    day: str
    when: str
    where: str
    state: str
    tone: str
    seats: tuple[SeatView, ...]
    points: tuple[PointView, ...]
    came: str
    absent: str

    @property
    def loose(self) -> list[DecisionView]:
        """What was decided without who does it and by when: it keeps the table open."""
        return [one for point in self.points for one in point.decisions if one.is_loose]

    @property
    def undecided(self) -> list[PointView]:
        """The points at which nothing was decided."""
        return [one for one in self.points if one.is_undecided]


def when_words(table: TableHead) -> str:
    """'woensdag 25 november, van 14.00 tot 15.30'."""
    return _("%(day)s, van %(from)s tot %(until)s") % {
        "day": words.weekday(_day(table)),
        "from": words.hour(table.starts_at),
        "until": words.hour(table.starts_at + timedelta(minutes=table.minutes)),
    }


def day_words(table: TableHead) -> str:
    """'woensdag 25 november'."""
    return words.weekday(_day(table))


def _day(table: TableHead) -> date:
    return day_of(table.starts_at)


def state_words(table: TableHead) -> tuple[str, str]:
    """Where it stands, in a word or two, with its tone."""
    if table.cancelled_at:
        return _("afgezegd"), "done"
    if table.closed_at:
        return _("gehouden"), "ontime"
    if table.opened_at:
        return _("bezig"), "soon"
    return (_("gepland"), "people") if table.is_agreed else (_("nog niemand uitgenodigd"), "soon")


@dataclass(frozen=True, slots=True)
class TableLine:
    """A round table in a short list."""

    id: UUID
    when: str
    state: str
    tone: str


def table_lines(found: Iterable[TableHead]) -> list[TableLine]:
    """Round tables in a short list, as they come."""
    return [TableLine(one.id, words.sentence(when_words(one)), *state_words(one)) for one in found]


def table_view(table: TableNow) -> TableView:
    """All of it that the reader sees."""
    state, tone = state_words(table)
    came = [_name(one) for one in table.seats if one.came]
    absent = [_name(one) for one in table.seats if one.came is False]
    return TableView(
        table.id,
        day_words(table),
        when_words(table),
        table.where,
        state,
        tone,
        tuple(_seat(one) for one in table.seats),
        tuple(_point(one, place) for place, one in enumerate(table.points, 1)),
        words.listed(came),
        words.listed(absent),
    )


def moment_of(table: TableNow) -> Moment:
    """What somebody puts in their own calendar: nothing of the family but when and where."""
    return Moment(
        table.id,
        table.starts_at,
        table.minutes,
        place=table.where,
        sequence=table.sequence,
        is_cancelled=table.cancelled_at is not None,
    )


def _name(seat: SeatNow) -> str:
    return seat.name or _("iemand van het gezin")


def _seat(seat: SeatNow) -> SeatView:
    if seat.came is not None:
        text, tone = (_("was erbij"), "ontime") if seat.came else (_("was er niet"), "done")
        return SeatView(seat.id, words.sentence(_name(seat)), "", text, tone, seat.mine)
    said = {Coming.YES: (_("komt"), "ontime"), Coming.NO: (_("kan niet"), "soon")}
    text, tone = said[seat.said] if seat.said else (_("nog geen antwoord"), "done")
    must = _("moet erbij zijn") if seat.attendance == Attendance.MUST else _("mag erbij zijn")
    return SeatView(seat.id, words.sentence(_name(seat)), must, text, tone, seat.mine)


def _point(point: PointNow, number: int) -> PointView:
    return PointView(
        number,
        point.item_id,
        point.text or _("Een punt zonder woorden"),
        point.language,
        point.speaker,
        str(ABOUT.get(point.kind, ABOUT[None])),
        tuple((one.text, one.language, one.speaker) for one in point.lines),
        tuple(_decision(one) for one in point.decisions),
        point.released,
    )


def _decision(one: DecisionNow) -> DecisionView:
    by = _("tegen %(day)s") % {"day": words.day(one.due_on)} if one.due_on else ""
    owner = one.owner or (_("iemand van het gezin") if one.seat_id else "")
    detail = " · ".join(part for part in (owner, by) if part)
    if one.needs_nobody:
        detail = _("zo spreken we het af")
    return DecisionView(one.id, one.text, one.language, detail, not one.fact.is_settled, one.is_step)


class ComingForm(Form):
    """Whether somebody comes."""

    said = ChoiceField(
        label=gettext_lazy("Kom je?"),
        choices=[
            (Coming.YES.value, gettext_lazy("Ja, ik kom")),
            (Coming.NO.value, gettext_lazy("Nee, ik kan niet")),
        ],
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )

    @property
    def coming(self) -> Coming:
        """What was said."""
        return Coming(self.cleaned_data["said"])


class OwnerForm(Form):
    """Who does what was decided, and by when. Both may wait until the table goes on, so nothing says 'hoeft niet'."""

    seat = forms.ChoiceField(label=gettext_lazy("Wie doet dit?"), required=False)
    due_on = DateField(label=gettext_lazy("Tegen wanneer?"), earliest=today, required=False)

    def choose_from(self, table: TableNow) -> None:
        """Who can do something is whoever is asked; and that nobody has to, is an answer too."""
        seats = ((str(one.id), words.sentence(_name(one))) for one in table.seats)
        nobody = (NOBODY, _("Niemand: zo spreken we het af"))
        choose(self, "seat", [("", _("kies iemand")), *seats, nobody])

    @property
    def needs_nobody(self) -> bool:
        """Whether it was said that nobody has to do anything for it."""
        return bool(self.cleaned_data.get("seat") == NOBODY)

    @property
    def seat_id(self) -> UUID | None:
        """Who does it."""
        chosen = self.cleaned_data.get("seat")
        return UUID(chosen) if chosen and chosen != NOBODY else None

    def clean(self) -> dict[str, Any]:
        """What nobody has to do has no day."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("seat") == NOBODY and typed.get("due_on"):
            self.add_error("due_on", _("Moet niemand iets doen? Laat de dag dan leeg. Of kies wie het doet."))
        return typed


class TalkForm(OwnerForm):
    """What is said and decided at a point. All of it may stay empty; what is typed is kept whatever is pressed."""

    line = TextField(label=gettext_lazy("Wat zeggen we hierover?"), rows=2, required=False)
    decision = TextField(
        label=gettext_lazy("Wat spreken we af?"),
        help_text=gettext_lazy(
            "Eén afspraak tegelijk. Met wie en wanneer erbij wordt ze een stap in het plan."
        ),
        rows=2,
        required=False,
    )
    sent_key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_id)
    field_order = ("line", "decision", "seat", "due_on")

    def __init__(self, *args: Any, table: TableNow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from(table)

    def clean_sent_key(self) -> UUID:
        """Which form this is: sent twice, its words are written once."""
        try:
            return UUID(self.cleaned_data["sent_key"])
        except ValueError:
            return new_id()

    def clean(self) -> dict[str, Any]:
        """Who does it and by when are about something."""
        typed = super().clean()
        if (typed.get("seat") or typed.get("due_on")) and not typed.get("decision"):
            self.add_error("decision", _("Schrijf ook op wat jullie afspreken."))
        return typed
