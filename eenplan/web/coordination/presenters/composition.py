"""What partnerships are made of, in words: the table, one partnership with what is missing, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.network.enums import Strength
from eenplan.network.queries import CallOn, Composition, CompositionOn
from eenplan.network.rules.composition import Finding, ListState
from eenplan.web.shared.components import Pill

# The day of the answer in parliament lies in these months; from here on all of Flanders and Brussels is covered.
OF_THE_TABLE, OF_NOW = date(2021, 1, 1), date(2021, 7, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One partnership in the table. Texts that are empty are not shown."""

    name: str
    code: str
    href: str
    is_own: bool
    subsidised: str
    partners: str
    team: str
    missing: str
    lineage: str


@dataclass(frozen=True, slots=True)
class CallWords:
    """The call of the day: its name, since when it binds, and whom it asks, strongest first."""

    title: str
    when: str
    asks: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole table, for a page or for paper."""

    on: str
    lines: list[Line]
    total: str
    call: CallWords | None
    limits: list[str]


def full_day(on: date) -> str:
    """'1 januari 2021': a day on a list that is kept, always with its year."""
    return date_format(on, "j F Y")


def present(found: CompositionOn, *, own: UUID | None, reads_all: bool) -> Shown:
    """The table of a day; the own partnership first. `reads_all`: every partnership has a page to open."""
    ordered = sorted(found.partnerships, key=lambda one: one.partnership.id != own)
    lines = [
        _line(one, found.on, is_own=one.partnership.id == own, opens=reads_all or one.partnership.id == own)
        for one in ordered
    ]
    total = found.published_total
    return Shown(
        full_day(found.on),
        lines,
        str(total) if total is not None else "",
        call_words(found.call, found.partnerships[0].findings if found.partnerships else ()),
        limits(found),
    )


def _line(one: Composition, on: date, *, is_own: bool, opens: bool) -> Line:
    address = reverse("coordination:read-partnership-composition", args=[one.partnership.code])
    return Line(
        one.partnership.name,
        one.partnership.code,
        f"{address}?op={on.isoformat()}" if opens else "",
        is_own,
        number(one.subsidised_recipients),
        partners(one),
        team(one),
        missing(one),
        lineage(one),
    )


def number(value: int | None) -> str:
    """A number, or that it is not known."""
    return _("niet bekend") if value is None else str(value)


def partners(one: Composition) -> str:
    """'niet bekend', '3 genoemd, er zijn er meer' or '31'."""
    if one.state is ListState.NONE:
        return _("niet bekend")
    if one.state is ListState.PART:
        return _("%(number)s bekend, er zijn er meer") % {"number": len(one.partners)}
    return str(len(one.partners))


def team(one: Composition) -> str:
    """'6 mensen van 5 organisaties', '20 coaches en 4 eerstelijnspsychologen (13 november 2019)' or 'niet bekend'."""
    workers = one.workers
    if workers.kept is not None:
        people = ngettext("%(number)s mens", "%(number)s mensen", workers.kept) % {"number": workers.kept}
        lenders = workers.organisations or 0
        of = ngettext("van %(number)s organisatie", "van %(number)s organisaties", lenders) % {
            "number": lenders
        }
        return f"{people} {of}"
    if workers.coaches and workers.psychologists and workers.coaches.since:
        return _("%(coaches)s coaches en %(psychologists)s eerstelijnspsychologen (geteld op %(day)s)") % {
            "coaches": workers.coaches.value,
            "psychologists": workers.psychologists.value,
            "day": full_day(workers.coaches.since),
        }
    return _("niet bekend")


def missing(one: Composition) -> str:
    """'niet bekend', 'niemand' or '3: basisvoorzieningen in 2 zones, …'."""
    lacks = one.missing
    if lacks is None:
        return _("niet bekend")
    if not lacks:
        return _("niemand")
    zones: dict[str, int] = {}
    for finding in lacks:
        zones[finding.requirement.words] = zones.get(finding.requirement.words, 0) + (
            finding.zone is not None
        )
    return ", ".join(f"{words} ({_in_zones(count)})" if count else words for words, count in zones.items())


def _in_zones(count: int) -> str:
    return ngettext("%(number)s zone", "%(number)s zones", count) % {"number": count}


def lineage(one: Composition) -> str:
    """What became of it, when that is something else than it was."""
    said = [
        _("Ging op %(day)s op in %(name)s%(assumed)s.")
        % {
            "day": full_day(later.on),
            "name": later.name,
            "assumed": _(" (aangenomen)") if later.assumed else "",
        }
        for later in one.went_on_in
    ]
    if one.later_name:
        said.append(_("Heet later %(name)s.") % {"name": one.later_name})
    return " ".join(said)


STRENGTHS = {
    Strength.MUST: lambda: _("Moeten volgens de oproep minstens meedoen"),
    Strength.ASKED: lambda: _("Met wie de oproep samenwerking vraagt"),
    Strength.CRUCIAL: lambda: _("Cruciaal genoemd, maar niet verplicht"),
    Strength.OWN: lambda: _("Wat het samenwerkingsverband zelf afsprak"),
}


def call_words(call: CallOn | None, findings: Sequence[Finding]) -> CallWords | None:
    """The call of the day and whom it asks, each once."""
    if call is None:
        return None
    # Of a day that is assumed only the month was public.
    published = (
        date_format(call.published_on, "F Y") if call.published_assumed else full_day(call.published_on)
    )
    asks: dict[Strength, list[str]] = {}
    for finding in findings:
        requirement = finding.requirement
        words = requirement.words
        if requirement.strength != Strength.OWN and words not in asks.setdefault(requirement.strength, []):
            asks[requirement.strength].append(words)
    return CallWords(
        _("%(title)s (%(published)s)") % {"title": call.title, "published": published},
        binding(call.since, call.until),
        [(STRENGTHS[strength](), asks[strength]) for strength in STRENGTHS if asks.get(strength)],
    )


def binding(since: date | None, until: date | None) -> str:
    """'van … tot en met …'; `until` is exclusive."""
    if since and until:
        return _("van %(since)s tot en met %(until)s") % {
            "since": full_day(since),
            "until": full_day(until - timedelta(days=1)),
        }
    return _("vanaf %(since)s") % {"since": full_day(since)} if since else ""


def limits(found: CompositionOn) -> list[str]:
    """What these data cannot answer on this day, said plainly."""
    said = []
    if any(one.state is not ListState.KEPT for one in found.partnerships):
        said.append(
            _(
                "Hoeveel partners elk samenwerkingsverband heeft, staat in geen openbare tekst: alleen dat het er 26 tot"
                " 59 zijn. We tonen wie een openbare tekst bij naam noemt. Zolang een samenwerkingsverband zijn lijst"
                " niet zelf bijhoudt, zeggen we niet dat er iemand ontbreekt."
            )
        )
    said.append(
        _(
            "Of álle organisaties van een soort meedoen, kunnen we niet zien: er is geen lijst van alle organisaties"
            " in een gebied. We kijken of er minstens één meedoet."
        )
    )
    if any(one.published for one in found.partnerships):
        said.append(
            _(
                "De aantallen met subsidie komen uit een antwoord in het Vlaams Parlement, kernpartner inbegrepen. Van"
                " welke dag ze zijn, staat er niet bij: we nemen aan van juni 2020 tot en met juni 2021."
            )
        )
    elif found.partnerships:
        said.append(_("Voor deze dag zijn geen aantallen organisaties met subsidie openbaar."))
    if found.call:
        said.append(
            _(
                "Van wanneer tot wanneer een oproep de samenwerkingsverbanden bindt, is aangenomen: ze begonnen er niet"
                " allemaal op dezelfde dag mee. De volledige tekst van de oproepen hebben we niet."
            )
        )
    if any(one.partnership.period_assumed for one in found.partnerships):
        said.append(_("De dag waarop een samenwerkingsverband begon, is aangenomen."))
    if any(one.zones_assumed for one in found.partnerships):
        said.append(_("Welke zones bij wie horen, is voor de meeste samenwerkingsverbanden aangenomen."))
    if any(one.workers.kept is None for one in found.partnerships):
        said.append(
            _(
                "Hoeveel mensen in een team werken, weten we alleen waar het openbaar is of hier wordt bijgehouden."
            )
        )
    return said


def days(address: str, on: date, today: date) -> list[Pill]:
    """The days that most want to see."""
    wanted = [
        (_("Vandaag"), today),
        (_("Start van de 16 (juli 2021)"), OF_NOW),
        (_("De 15 van 1 januari 2021"), OF_THE_TABLE),
    ]
    return [Pill(label, f"{address}?op={day.isoformat()}", current=day == on) for label, day in wanted]
