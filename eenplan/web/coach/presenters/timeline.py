"""What happened in a family, told in plain sentences, month by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.families.enums import ContactKind, ContactStatus
from eenplan.plans.enums import AftercareResult, Answer, BridgeKind, Brings, ClosureReason
from eenplan.plans.queries.labels import Labelled
from eenplan.plans.queries.timeline_events import Happened, Occurrence
from eenplan.referrals.enums import CrisisKind, OutcomeKind, ReferrerType
from eenplan.web.coach.presenters.beside import Beside, beside
from eenplan.web.desk.presenters.referral import PLACE_WORDS
from eenplan.web.shared import words
from eenplan.web.shared.components import Pill
from eenplan.web.shared.plan_view import Saying
from eenplan.web.shared.waiting import meanwhile


@dataclass(frozen=True, slots=True)
class Line:
    """One event: when, what in a sentence, who, and what was written."""

    when: str
    what: str
    who: str
    texts: tuple[Saying, ...]
    status: str = ""
    href: str = ""
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """The events of a month, newest first."""

    name: str
    lines: tuple[Line, ...]


def months(
    family_id: UUID, occurrences: Iterable[Occurrence], labels: Mapping[UUID, Labelled], here: str
) -> list[Month]:
    """The events by month; `labels` are those of contacts, `here` is where one comes back to after changing them."""
    return [
        Month(
            words.sentence(date_format(found[0].on, "F Y")),
            tuple(_line(family_id, one, labels, here) for one in found),
        )
        for _key, group in groupby(occurrences, key=lambda one: (one.on.year, one.on.month))
        if (found := list(group))
    ]


def year_pills(family_id: UUID, years: Iterable[int], chosen: int | None) -> list[Pill]:
    """One way to each year; none when there is only one."""
    here = reverse("coach:read-timeline", args=[family_id])
    found = list(years)
    if len(found) < 2:
        return []
    return [
        Pill(
            str(year), here if year == found[0] else f"{here}?jaar={year}", None, year == (chosen or found[0])
        )
        for year in found
    ]


def _line(family_id: UUID, one: Occurrence, labels: Mapping[UUID, Labelled], here: str) -> Line:
    who = (*one.people, one.name) if one.kind is Happened.CONTACT else _who(one)
    status = ""
    if one.kind is Happened.CONTACT and one.status != ContactStatus.HELD:
        status = str(ContactStatus(one.status).label)
    if one.kind in (Happened.BROUGHT, Happened.MESSAGE) and one.more:
        status = _("enkel voor de coach")
    is_help = one.kind in (Happened.HELP_WAITED, Happened.HELP_STARTED, Happened.HELP_ENDED)
    is_bridge = one.kind in (Happened.BRIDGED, Happened.BRIDGE_ENDED)
    return Line(
        when=words.sentence(words.day_and_hour(one.at) if one.has_hour else words.weekday(one.on)),
        what=_what(one),
        who=", ".join(part for part in who if part),
        texts=() if is_help else tuple(Saying(text, "", language) for text, language in one.texts),
        status=status,
        href=reverse("coach:read-version", args=[family_id, one.number])
        if one.kind is Happened.AGREED
        else reverse("coach:read-round-table", args=[family_id, one.id])
        if one.kind is Happened.TABLE
        else "",
        beside=beside(family_id, labels, one.id, back=here) if one.texts and not is_bridge else None,
    )


def _who(one: Occurrence) -> tuple[str, ...]:
    """Who did it, where the sentence does not say so itself."""
    if one.kind in (Happened.BRIDGED, Happened.BRIDGE_ENDED):
        return (_("om te wachten op: %(help)s") % {"help": one.name},) if one.name else ()
    told = (Happened.COACH, Happened.ANSWERED, Happened.EMERGENCY, Happened.BROUGHT, Happened.MESSAGE)
    return () if one.kind in told else (one.name,)


_COACH_WORDS = {
    "first": gettext_lazy("%(name)s werd de coach."),
    "": gettext_lazy("%(name)s werd de nieuwe coach."),
    "back": gettext_lazy("%(name)s is terug als coach."),
}

_EMERGENCY_WORDS = {
    "": gettext_lazy("%(name)s opende het dossier in nood. Dit wordt nog nagekeken."),
    "justified": gettext_lazy("%(name)s opende het dossier in nood. Bij het nakijken: terecht."),
    "not": gettext_lazy("%(name)s opende het dossier in nood. Bij het nakijken: niet terecht."),
}

_BROUGHT_WORDS = {
    Brings.GOAL: gettext_lazy("%(name)s stelde zelf een doel voor."),
    Brings.STEP: gettext_lazy("%(name)s stelde zelf een stap voor."),
    Brings.COMMENT: gettext_lazy("%(name)s zei iets bij het plan."),
    Brings.DISAGREE: gettext_lazy("%(name)s ziet iets in het plan anders."),
}


_MESSAGE_WORDS = {
    "": gettext_lazy("%(name)s schreef een bericht aan de coach. Er is nog geen antwoord."),
    "answered": gettext_lazy("%(name)s schreef een bericht aan de coach, en kreeg antwoord."),
}

_TABLE_WORDS = {
    "": gettext_lazy("Rondetafel gepland. Wie komt, is nog niet met het gezin afgesproken."),
    "agreed": gettext_lazy("Rondetafel afgesproken met het gezin."),
    "off": gettext_lazy("De rondetafel ging niet door."),
}


def _what(one: Occurrence) -> str:
    help_words = (one.texts[0][0] if one.texts else "") or one.more
    if one.kind is Happened.REFERRED:
        return _referred(one)
    if one.kind is Happened.CONTACT:
        kind = (
            _("Eerste gesprek")
            if one.code == ContactKind.FIRST_CONVERSATION
            else words.sentence(str(ContactKind(one.code).label))
        )
        return f"{kind}, {PLACE_WORDS[one.more]}"
    told = {
        Happened.INTAKE_ENDED: lambda: (
            _("De aanmelding: %(outcome)s.") % {"outcome": OutcomeKind(one.code).label}
        ),
        Happened.COACH: lambda: (
            words.stands_in(one.name, one.more, None)
            if one.more
            else _COACH_WORDS[one.code] % {"name": one.name}
        ),
        Happened.HELP_WAITED: lambda: _("We wachten op hulp: %(help)s") % {"help": help_words},
        Happened.HELP_STARTED: lambda: _("Hulp begon: %(help)s") % {"help": help_words},
        Happened.HELP_ENDED: lambda: _("Hulp stopte: %(help)s") % {"help": help_words},
        Happened.AGREED: lambda: (
            _("Versie %(number)s van het plan werd afgesproken.") % {"number": one.number}
        ),
        Happened.ANSWERED: lambda: (
            _("%(name)s over versie %(number)s van het plan: %(answer)s.")
            % {"name": one.name, "number": one.number, "answer": Answer(one.code).label}
        ),
        Happened.REVIEWED: lambda: _("Het plan werd samen opnieuw bekeken."),
        Happened.CLOSED: lambda: (
            _("Het traject werd afgerond: %(reason)s.") % {"reason": ClosureReason(one.code).label}
        ),
        Happened.AFTERCARE: lambda: _asked_later(one),
        Happened.CRISIS: lambda: (
            _("%(hotline)s: %(what)s.") % {"hotline": one.more, "what": CrisisKind(one.code).label}
        ),
        Happened.BROUGHT: lambda: _BROUGHT_WORDS[Brings(one.code)] % {"name": one.name},
        Happened.MESSAGE: lambda: _MESSAGE_WORDS[one.code] % {"name": one.name},
        Happened.TABLE: lambda: str(_TABLE_WORDS[one.code]),
        Happened.BRIDGED: lambda: _("Dit begon te helpen: %(what)s") % {"what": _meanwhile(one)},
        Happened.BRIDGE_ENDED: lambda: _("Dit hielp tot hier: %(what)s") % {"what": _meanwhile(one)},
        Happened.EMERGENCY: lambda: _EMERGENCY_WORDS[one.code] % {"name": one.name},
    }
    return told[one.kind]()


def _meanwhile(one: Occurrence) -> str:
    return meanwhile(BridgeKind(one.code), one.more, is_talks=one.status == "talks")


def _asked_later(one: Occurrence) -> str:
    """What came of the aftercare, with the score that the family gave, if it did."""
    result = AftercareResult(one.code).label
    if one.number < 0:
        return _("Nazorg: %(result)s.") % {"result": result}
    return _("Nazorg: %(result)s, %(score)s op 10.") % {"result": result, "score": one.number}


def _referred(one: Occurrence) -> str:
    if one.code == ReferrerType.FAMILY:
        return _("Het gezin meldde zichzelf aan.")
    by = words.referrer(one.code)
    return _("Aangemeld door: %(referrer)s.") % {
        "referrer": f"{by}, {one.more}" if one.more and one.more != by else by
    }
