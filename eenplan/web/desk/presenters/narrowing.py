"""The filters of the desk as an address, as chips that can be taken off, and as the bar that says what is left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.referrals.enums import ReferrerType, State, Urgency
from eenplan.referrals.queries import AgeBand, Cursor, DeskCounts, Due, Narrowing, Use, ViewRow
from eenplan.web.shared import words
from eenplan.web.shared.components import Pill, Words

# What each filter is called in the address, what it shows, and its name on the screen.
STATES: dict[str, tuple[State, Words]] = {
    "nieuw": (State.RECEIVED, gettext_lazy("Nieuw")),
    "coach": (State.TAKEN_UP, gettext_lazy("Coach kiezen")),
    "plannen": (State.COACH_GIVEN, gettext_lazy("Gesprek plannen")),
    "gepland": (State.CONVERSATION_PLANNED, gettext_lazy("Gesprek gepland")),
}
CLOCKS: dict[str, tuple[Due, Words]] = {
    "te-laat": (Due.LATE, gettext_lazy("te laat")),
    "deze-week": (Due.SOON, gettext_lazy("binnen de week")),
    "gevaar": (Due.DANGER, gettext_lazy("acuut gevaar gemeld")),
}
URGENCIES: dict[str, tuple[Urgency, Words]] = {
    "vandaag": (Urgency.TODAY, gettext_lazy("vandaag nog")),
    "deze-week": (Urgency.SOON, gettext_lazy("liefst deze week")),
    "gewoon": (Urgency.ORDINARY, gettext_lazy("gewoon")),
}
AGES: dict[str, tuple[AgeBand, Words]] = {
    "op-komst": (AgeBand.UNBORN, gettext_lazy("nog niet geboren")),
    "0-2": (AgeBand.TO_2, gettext_lazy("0 tot en met 2 jaar")),
    "3-5": (AgeBand.TO_5, gettext_lazy("3 tot en met 5 jaar")),
    "6-11": (AgeBand.TO_11, gettext_lazy("6 tot en met 11 jaar")),
    "12-17": (AgeBand.TO_17, gettext_lazy("12 tot en met 17 jaar")),
    "18-25": (AgeBand.TO_25, gettext_lazy("18 tot en met 25 jaar")),
    "niet-bekend": (AgeBand.UNKNOWN, gettext_lazy("leeftijd niet bekend")),
}
NOBODY, SOMEBODY = "niemand", "iemand"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of the desk is shown, as the address says it. What makes no sense is left out."""

    toon: str = ""
    klok: str = ""
    zone: str = ""
    urgentie: str = ""
    jongste: str = ""
    oudste: str = ""
    aanmelder: str = ""
    coach: str = ""
    # Where on the list: after a row, before one, or (`einde`) the last page.
    na: str = ""
    voor: str = ""
    einde: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """From the query of an address, or from what was saved of one."""
        known: dict[str, Mapping[str, object]] = {
            "toon": STATES,
            "klok": CLOCKS,
            "urgentie": URGENCIES,
            "jongste": AGES,
            "oudste": AGES,
        }
        found = {name: query.get(name, "") for name in cls.__dataclass_fields__}
        for name, values in known.items():
            if found[name] not in values:
                found[name] = ""
        if found["aanmelder"] not in ReferrerType.values:
            found["aanmelder"] = ""
        if found["coach"] not in (NOBODY, SOMEBODY) and _uuid(found["coach"]) is None:
            found["coach"] = ""
        if _uuid(found["zone"]) is None:
            found["zone"] = ""
        return cls(**found)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are on, without the place on the list: what may be saved."""
        return {name: value for name, value in asdict(self).items() if value and name not in PLACES}

    @property
    def query(self) -> str:
        """What stands behind the question mark."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def href(self) -> str:
        """The address that shows this."""
        return reverse("desk:list-referrals") + (f"?{self.query}" if self.query else "")

    @property
    def is_all(self) -> bool:
        """Whether nothing is filtered."""
        return not self.filters

    @property
    def is_first(self) -> bool:
        """Whether this is the beginning of the list."""
        return not (self.na or self.voor or self.einde)

    @property
    def narrowing(self) -> Narrowing:
        """The filters as the queries understand them."""
        return Narrowing(
            states=(STATES[self.toon][0],) if self.toon else (),
            zone_id=_uuid(self.zone),
            urgency=URGENCIES[self.urgentie][0] if self.urgentie else None,
            youngest=AGES[self.jongste][0] if self.jongste else None,
            oldest=AGES[self.oudste][0] if self.oudste else None,
            referrer_type=ReferrerType(self.aanmelder) if self.aanmelder else None,
            due=CLOCKS[self.klok][0] if self.klok else None,
            coach_id=_uuid(self.coach),
            has_coach={NOBODY: False, SOMEBODY: True}.get(self.coach),
        )

    @property
    def after(self) -> Cursor | None:
        """Where the page before this one ended."""
        return Cursor.read(self.na) if self.na else None

    @property
    def before(self) -> Cursor | None:
        """Where the page after this one begins."""
        return Cursor.read(self.voor) if self.voor else None

    def at(self, **place: str) -> "Chosen":
        """The same part of the desk at another place on the list; the beginning when none is given."""
        return replace(self, **({"na": "", "voor": "", "einde": ""} | place))

    def without(self, name: str) -> "Chosen":
        """The same with one filter off, from the beginning."""
        return replace(self.at(), **{name: ""})


PLACES = ("na", "voor", "einde")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address that takes it off. `without` counts what the list would then show."""

    label: str
    href: str
    without: int | None = None


def labels(chosen: Chosen, zone: str, coach: str) -> dict[str, str]:
    """Each filter that is on, in words. `zone` and `coach` are the names of those that were chosen."""
    coaches = {NOBODY: _("nog geen coach"), SOMEBODY: _("heeft een coach")}
    said: dict[str, Callable[[str], Words]] = {
        "toon": lambda value: STATES[value][1],
        "klok": lambda value: CLOCKS[value][1],
        "zone": lambda value: _("zone %(name)s") % {"name": zone or "?"},
        "urgentie": lambda value: _("urgentie: %(what)s") % {"what": URGENCIES[value][1]},
        "jongste": lambda value: _("jongste: %(age)s") % {"age": AGES[value][1]},
        "oudste": lambda value: _("oudste: %(age)s") % {"age": AGES[value][1]},
        "aanmelder": lambda value: _("aangemeld door %(who)s") % {"who": words.referrer(value)},
        "coach": lambda value: coaches.get(value) or _("coach: %(name)s") % {"name": coach or "?"},
    }
    return {name: str(said[name](value)) for name, value in chosen.filters.items()}


def chips(chosen: Chosen, zone: str, coach: str, without: Mapping[str, int] | None = None) -> list[Chip]:
    """A chip for each filter that is on."""
    counts = without or {}
    return [
        Chip(words.sentence(label), chosen.without(name).href, counts.get(name))
        for name, label in labels(chosen, zone, coach).items()
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of the desk is in sight, and who that presses is not."""

    shown: str
    outside: str
    outside_href: str


def bar(counts: DeskCounts, chosen: Chosen) -> Bar:
    """'12 van 44 gezinnen.' and 'Buiten deze lijst: 2 gezinnen die te laat zijn.' with the way to see them."""
    if chosen.is_all:
        text = ngettext("%(number)s gezin wacht.", "%(number)s gezinnen wachten.", counts.open)
        return Bar(text % {"number": counts.open}, "", "")
    shown = ngettext(
        "Je ziet %(shown)s van %(number)s gezin.", "Je ziet %(shown)s van %(number)s gezinnen.", counts.open
    ) % {"shown": counts.shown.number, "number": counts.open}
    late, danger = counts.late_outside, counts.danger_outside
    said = []
    if danger:
        said.append(
            ngettext("%(number)s gezin met acuut gevaar", "%(number)s gezinnen met acuut gevaar", danger)
            % {"number": danger}
        )
    if late:
        said.append(
            ngettext("%(number)s gezin dat te laat is", "%(number)s gezinnen die te laat zijn", late)
            % {"number": late}
        )
    if not said:
        return Bar(shown, "", "")
    outside = _("Buiten deze lijst: %(who)s.") % {"who": _(" en ").join(said)}
    clock = "gevaar" if danger and not late else "te-laat" if late and not danger else ""
    return Bar(shown, outside, Chosen(klok=clock).href)


def choices(known: Mapping[str, tuple[object, Words]], everything: Words) -> list[tuple[str, Words]]:
    """The values of a filter as answers of a list, 'everything' first."""
    return [("", everything), *((name, label) for name, (_value, label) in known.items())]


def view_pills(views: Sequence[ViewRow], chosen: Chosen) -> list[Pill]:
    """The lists that were saved, one's own and the desk's."""
    return [
        Pill(view.name, Chosen.read(view.filters).href, current=view.filters == chosen.filters)
        for view in views
    ]


def quota_lines(uses: Sequence[Use]) -> list[tuple[str, str, str]]:
    """For each quota who it is for, 'used x of y this year', and the tone of a status."""
    return [
        (
            words.sentence(words.referrer(use.referrer_type)) if use.referrer_type else _("Alle trajecten"),
            _("%(used)s van %(number)s dit jaar") % {"used": use.used, "number": use.number},
            "soon" if use.is_full else "done",
        )
        for use in uses
    ]


def quota_warning(uses: Sequence[Use], referrer_type: str) -> str:
    """What to know before taking up one more; '' when there is room. It refuses nothing."""
    full = [use for use in uses if use.is_full and use.referrer_type in ("", referrer_type)]
    if not full:
        return ""
    use = full[-1]
    who = words.referrer(use.referrer_type) if use.referrer_type else _("alle aanmelders samen")
    return _(
        "Voor %(who)s zijn dit jaar %(used)s van de %(number)s voorziene trajecten begonnen."
        " Dit gezin kan er gewoon bij. Noteer dan kort waarom."
    ) % {"who": who, "used": use.used, "number": use.number}


def question_words(count: int) -> str:
    """'Twee vragen van collega’s wachten op jou.'; '' when none does."""
    if not count:
        return ""
    text = ngettext(
        "%(number)s vraag van een collega wacht op jou.",
        "%(number)s vragen van collega’s wachten op jou.",
        count,
    )
    return words.sentence(text % {"number": words.number(count)})
