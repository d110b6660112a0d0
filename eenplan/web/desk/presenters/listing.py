"""The list of referrals: its filters, its rows and the sentence that sums it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core.clock import day_of, now
from eenplan.network.queries import ZoneOn
from eenplan.plans.queries import CoachOf
from eenplan.referrals.enums import OPEN_STATES, Act, State, Urgency
from eenplan.referrals.queries import Cursor, DeskCounts, DeskRow, Due
from eenplan.web.shared import words
from eenplan.web.shared.components import Pill, Words
from eenplan.web.shared.words import ClockWords

# What each filter is called in the address, which states it shows, and its name on the screen.
FILTERS: dict[str, tuple[tuple[State, ...], Words]] = {
    "nieuw": ((State.RECEIVED,), gettext_lazy("Nieuw")),
    "coach": ((State.TAKEN_UP,), gettext_lazy("Coach kiezen")),
    "plannen": ((State.COACH_GIVEN,), gettext_lazy("Gesprek plannen")),
    "gepland": ((State.CONVERSATION_PLANNED,), gettext_lazy("Gesprek gepland")),
}
CLOCKS = {"te-laat": Due.LATE, "deze-week": Due.SOON, "gevaar": Due.DANGER}

ACTS: dict[Act, tuple[Words, str]] = {
    Act.TAKE_UP: (gettext_lazy("Lezen en opnemen"), "desk:read-referral"),
    Act.GIVE_COACH: (gettext_lazy("Coach kiezen"), "desk:choose-coach"),
    Act.PLAN_CONVERSATION: (gettext_lazy("Gesprek plannen"), "desk:plan-conversation"),
    Act.RECORD_CONVERSATION: (gettext_lazy("Gesprek noteren"), "desk:record-conversation"),
    Act.NONE: (gettext_lazy("Bekijken"), "desk:read-referral"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of the desk is shown, as the address says it. What makes no sense is left out."""

    show: str = ""
    zone: str = ""
    clock: str = ""
    after: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """From the query of an address."""
        show, clock = query.get("toon", ""), query.get("klok", "")
        return cls(
            show if show in FILTERS else "",
            query.get("zone", ""),
            clock if clock in CLOCKS else "",
            query.get("na", ""),
        )

    @property
    def href(self) -> str:
        """The address that shows this."""
        named = {"toon": self.show, "klok": self.clock, "zone": self.zone, "na": self.after}
        query = urlencode({name: value for name, value in named.items() if value})
        return reverse("desk:list-referrals") + (f"?{query}" if query else "")

    @property
    def states(self) -> tuple[State, ...]:
        """The states to show."""
        return FILTERS[self.show][0] if self.show else OPEN_STATES

    @property
    def due(self) -> Due | None:
        """The clocks to show; None for all."""
        return CLOCKS.get(self.clock)

    @property
    def cursor(self) -> Cursor | None:
        """Where the page before this one ended."""
        return Cursor.read(self.after) if self.after else None

    @property
    def is_all(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.show or self.zone or self.clock)

    def zone_id(self, zones: Sequence[ZoneOn]) -> UUID | None:
        """The zone chosen, if the partnership serves it."""
        return next((zone.id for zone in zones if zone.code == self.zone), None)


@dataclass(frozen=True, slots=True)
class Summing:
    """A part of the sentence that sums up, with the list behind it."""

    text: str
    href: str


def sum_up(counts: DeskCounts) -> list[Summing]:
    """'Drie gezinnen wachten langer dan beloofd.' and 'Zeven moeten binnen de week een gesprek krijgen.'"""
    late, soon = counts.late, counts.soon
    said = []
    if late:
        text = ngettext(
            "%(number)s gezin wacht langer dan beloofd.",
            "%(number)s gezinnen wachten langer dan beloofd.",
            late,
        )
        said.append(
            Summing(words.sentence(text % {"number": words.number(late)}), Chosen(clock="te-laat").href)
        )
    if soon:
        text = (
            ngettext(
                "%(number)s moet binnen de week een gesprek krijgen.",
                "%(number)s moeten binnen de week een gesprek krijgen.",
                soon,
            )
            if late
            else ngettext(
                "%(number)s gezin moet binnen de week een gesprek krijgen.",
                "%(number)s gezinnen moeten binnen de week een gesprek krijgen.",
                soon,
            )
        )
        said.append(
            Summing(words.sentence(text % {"number": words.number(soon)}), Chosen(clock="deze-week").href)
        )
    return said


def danger_words(counts: DeskCounts) -> str:
    """'Bij één gezin is acuut gevaar gemeld.'; '' when there is none (rule 12)."""
    if not counts.danger:
        return ""
    text = ngettext(
        "Bij %(number)s gezin is acuut gevaar gemeld.",
        "Bij %(number)s gezinnen is acuut gevaar gemeld.",
        counts.danger,
    )
    return text % {"number": words.number(counts.danger)}


def quiet_words(counts: DeskCounts) -> str:
    """What to say when no clock presses."""
    if not counts.open:
        return _("Niemand wacht nu op een eerste gesprek.")
    return _("Iedereen zit ruim binnen de beloofde maand.")


def filters(counts: DeskCounts, chosen: Chosen) -> list[Pill]:
    """The pills above the list, with how many each holds. They keep the zone."""
    everything = Chosen(zone=chosen.zone)
    number = None if chosen.zone else counts.open
    found = [Pill(_("Alle open"), everything.href, number, not chosen.show and not chosen.clock)]
    for name, (states, label) in FILTERS.items():
        number = None if chosen.zone else sum(counts.by_state.get(state, 0) for state in states)
        found.append(Pill(label, replace(everything, show=name).href, number, chosen.show == name))
    return found


def zone_filters(zones: Sequence[ZoneOn], chosen: Chosen) -> list[Pill]:
    """A pill for each zone; nothing when there is nothing to choose."""
    if len(zones) < 2:
        return []
    base = replace(chosen, after="")
    return [
        Pill(_("Alle zones"), replace(base, zone="").href, current=not chosen.zone),
        *(
            Pill(zone.name, replace(base, zone=zone.code).href, current=chosen.zone == zone.code)
            for zone in zones
        ),
    ]


def zone_words(zones: Sequence[ZoneOn], chosen: Chosen) -> str:
    """'Zone: alle', or the name of the one chosen."""
    name = next((zone.name for zone in zones if zone.code == chosen.zone), _("alle"))
    return _("Zone: %(name)s") % {"name": name}


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list."""

    clock: ClockWords
    title: str
    name: str
    reference: str
    href: str
    quote: str
    quote_language: str
    tags: list[tuple[str, str]]
    source: str
    coach: str
    planned: str
    act: Words
    act_href: str
    act_kind: str


def listed(row: DeskRow, coach: CoachOf | None, shown_until: int = 90) -> Listed:
    """One referral as its row says it: one next act, filled only when the clock presses."""
    clock = words.clock_words(row.clock, ended_as=_("anders afgerond"))
    label, name = ACTS[row.act]
    referrer = row.referrer_organisation or words.referrer(row.referrer_type)
    still_to_come = (
        row.act is Act.RECORD_CONVERSATION and row.planned_for is not None and row.planned_for > now()
    )
    return Listed(
        clock=clock,
        title=words.family_words(row.municipality, row.children - row.expected, row.expected, row.alone),
        name=row.family_name,
        reference=row.reference,
        href=reverse("desk:read-referral", args=[row.id]),
        quote=_shortened(row.quote.text, shown_until) if row.quote else "",
        quote_language=row.quote.language if row.quote else "",
        tags=_tags(row),
        source=f"{referrer} · {words.day(day_of(row.received_at))}",
        coach=coach.name if coach else "",
        planned=_planned(row),
        act=label,
        act_href=reverse(name, args=[row.id]),
        act_kind="filled" if _is_pressing(row, clock) and not still_to_come else "quiet",
    )


def _is_pressing(row: DeskRow, clock: ClockWords) -> bool:
    pressing = clock.is_pressing and row.clock.is_running
    return row.act is not Act.NONE and (pressing or row.acute_danger or row.urgency is Urgency.TODAY)


def _tags(row: DeskRow) -> list[tuple[str, str]]:
    tags = []
    if row.acute_danger and row.clock.is_running:
        tags.append((_("acuut gevaar gemeld"), "late"))
    if row.urgency is not Urgency.ORDINARY and row.clock.is_running:
        tags.append((str(row.urgency.label), "soon"))
    return tags


def _planned(row: DeskRow) -> str:
    if row.state is not State.CONVERSATION_PLANNED or row.planned_for is None:
        return ""
    on = words.day_and_hour(row.planned_for)
    if row.planned_for <= now():
        return _("gesprek was op %(moment)s") % {"moment": on}
    return _("gesprek op %(moment)s") % {"moment": on}


def _shortened(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"


def following(chosen: Chosen, cursor: Cursor | None) -> str:
    """The address of the next page; '' on the last."""
    return replace(chosen, after=str(cursor)).href if cursor else ""


def first(chosen: Chosen) -> str:
    """The way back to the first page; '' when on it."""
    return replace(chosen, after="").href if chosen.after else ""


def narrowed_words(chosen: Chosen) -> str:
    """What part a clock filter shows; '' without one."""
    if not chosen.clock:
        return ""
    said = {
        Due.LATE: _("Je ziet enkel wie langer wacht dan beloofd."),
        Due.DANGER: _("Je ziet enkel de gezinnen bij wie acuut gevaar gemeld is."),
        Due.SOON: _("Je ziet enkel wie binnen de week een gesprek moet krijgen."),
    }
    return said[CLOCKS[chosen.clock]]


def found_words(count: int) -> str:
    """'Twee aanmeldingen gevonden.'"""
    text = ngettext("%(number)s aanmelding gevonden.", "%(number)s aanmeldingen gevonden.", count)
    return words.sentence(text % {"number": words.number(count)})
