"""Numbers, days, clocks and people in the words of every worker's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from eenplan.core.clock import day_of, now, today
from eenplan.core.languages import InDutch
from eenplan.families.enums import PersonRole
from eenplan.network.enums import Phase
from eenplan.referrals.enums import ClockState, ReferrerType
from eenplan.referrals.rules import Clock

_NUMBERS = (
    gettext_lazy("geen"), gettext_lazy("één"), gettext_lazy("twee"), gettext_lazy("drie"), gettext_lazy("vier"),
    gettext_lazy("vijf"), gettext_lazy("zes"), gettext_lazy("zeven"), gettext_lazy("acht"), gettext_lazy("negen"),
    gettext_lazy("tien"), gettext_lazy("elf"), gettext_lazy("twaalf"),
)  # fmt: skip

REFERRERS = {
    ReferrerType.FAMILY: gettext_lazy("zelf aangemeld"),
    ReferrerType.CLB: gettext_lazy("CLB"),
    ReferrerType.CAW: gettext_lazy("CAW"),
    ReferrerType.KIND_EN_GEZIN: gettext_lazy("Kind en Gezin"),
    ReferrerType.GP: gettext_lazy("huisarts"),
    ReferrerType.SCHOOL: gettext_lazy("school"),
    ReferrerType.OCMW: gettext_lazy("OCMW"),
    ReferrerType.CGG: gettext_lazy("CGG"),
    ReferrerType.CKG: gettext_lazy("CKG"),
    ReferrerType.VAPH: gettext_lazy("VAPH"),
    ReferrerType.YOUTH_HELP: gettext_lazy("jeugdhulp"),
    ReferrerType.MANDATED: gettext_lazy("OCJ of VK"),
    ReferrerType.COURT_SERVICE: gettext_lazy("sociale dienst jeugdrechtbank"),
    ReferrerType.CRISIS: gettext_lazy("crisismeldpunt"),
    ReferrerType.OTHER: gettext_lazy("iemand anders"),
}


def referrer(kind: str) -> str:
    """Who refers, in a word or two: 'CLB', 'huisarts'."""
    return str(REFERRERS[ReferrerType(kind)])


def number(count: int) -> str:
    """'drie' for 3; figures from thirteen on."""
    return str(_NUMBERS[count]) if 0 <= count < len(_NUMBERS) else str(count)


def listed(names: Sequence[str]) -> str:
    """'Kaat, Jeroen en Seppe'."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def sentence(text: str) -> str:
    """The text with a capital at its start; Dutch writes 'Eén', not 'Één', and Turkish 'İyi', not 'Iyi'."""
    said = _capital(text) + text[1:]
    return InDutch(said) if isinstance(text, InDutch) else said


def _capital(text: str) -> str:
    if text.startswith("éé"):
        return "E"
    return "İ" if text.startswith("i") and get_language() == "tr" else text[:1].upper()


def day(on: date) -> str:
    """'23 november', with the year when it is not this one."""
    return _day(on, "j F" if on.year == today().year else "j F Y", get_language())


@lru_cache(maxsize=2_000)
def _day(on: date, as_written: str, language: str | None) -> str:
    """A list says the same few days over and over. The language is that which is active."""
    return written(on, as_written)


def written(on: date, as_written: str) -> str:
    """A day in words, as Django's formats say. Ukrainian has another form of a month beside a day, and writes days small."""
    if get_language() != "uk":
        return date_format(on, as_written)
    return date_format(on, as_written.replace("F", "E") if "j" in as_written else as_written).lower()


def weekday(on: date) -> str:
    """'maandag 23 november'; in Turkish the day of the week comes last: '23 Kasım Pazartesi'."""
    name = _day(on, "l", get_language())
    return f"{day(on)} {name}" if get_language() == "tr" else f"{name} {day(on)}"


def hour(moment: datetime) -> str:
    """'14.02' or '9.05', in Brussels."""
    at = localtime(moment)
    return f"{at.hour}.{at.minute:02}"


def day_and_hour(moment: datetime) -> str:
    """'maandag 23 november om 14.02'."""
    return _("%(day)s om %(hour)s") % {"day": weekday(day_of(moment)), "hour": hour(moment)}


def moment(at: datetime) -> str:
    """'om 14.02' for today, else 'op 21 november om 14.02'."""
    if day_of(at) == today():
        return _("om %(hour)s") % {"hour": hour(at)}
    return _("op %(day)s om %(hour)s") % {"day": day(day_of(at)), "hour": hour(at)}


def stands_in(name: str, instead_of: str, until: date | None) -> str:
    """'Sara vervangt Jeroen tot 3 december.'; without a day when nobody knows it yet."""
    if until is None:
        return _("%(name)s vervangt %(other)s.") % {"name": name, "other": instead_of}
    return _("%(name)s vervangt %(other)s tot %(day)s.") % {
        "name": name,
        "other": instead_of,
        "day": day(until),
    }


def kept(what: str) -> str:
    """The quiet message after an act: 'Bewaard om 14.02: Sara V. is de coach.'"""
    return _("Bewaard om %(hour)s: %(what)s") % {"hour": hour(now()), "what": what}


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A clock as the component `clock` shows it."""

    tone: str
    text: str
    detail: str

    @property
    def is_pressing(self) -> bool:
        """Whether it is late or nearly so."""
        return self.tone in ("late", "soon")


def clock_words(clock: Clock, *, ended_as: str = "") -> ClockWords:
    """The promise in words. What was late says so for ever, also after the conversation (rule 4)."""
    promised = day(promised_on(clock))
    if clock.state is ClockState.CONSULT:
        return ClockWords("people", _("Overleg zonder naam"), _("bel de aanmelder terug"))
    if clock.state is ClockState.STOPPED:
        return _stopped(clock)
    if clock.state is ClockState.ENDED:
        on = _on(clock)
        if clock.late_since:
            detail = _("op %(on)s, na de belofte van %(day)s") % {"on": day(on), "day": promised}
            return ClockWords("late", sentence(ended_as), detail)
        return ClockWords("done", sentence(ended_as), _("op %(on)s") % {"on": day(on)})
    if clock.state is ClockState.OVERDUE:
        text = ngettext("%(days)s dag te laat", "%(days)s dagen te laat", -clock.days_left)
        detail = _("beloofd tegen %(day)s") % {"day": promised}
        return ClockWords("late", text % {"days": -clock.days_left}, detail)
    tone = "soon" if clock.state is ClockState.AT_RISK else "ontime"
    if clock.days_left == 0:
        return ClockWords(tone, _("Vandaag"), _("laatste dag van de belofte"))
    text = ngettext("Nog %(days)s dag", "Nog %(days)s dagen", clock.days_left) % {"days": clock.days_left}
    return ClockWords(tone, text, _("tegen %(day)s") % {"day": promised})


def promised_on(clock: Clock) -> date:
    """The day of the promise. Once it was broken, a corrected date of receipt does not move it (rule 4)."""
    return clock.late_since - timedelta(days=1) if clock.late_since else clock.deadline


def _on(clock: Clock) -> date:
    """The day on which a clock stopped or ended."""
    return clock.deadline - timedelta(days=clock.days_left)


def _stopped(clock: Clock) -> ClockWords:
    held_on, promised = _on(clock), promised_on(clock)
    if clock.late_since is None:
        detail = _("op %(day)s, binnen de maand") % {"day": day(held_on)}
        return ClockWords("ontime", _("Gesprek gehouden"), detail)
    if held_on <= promised:
        detail = _("op %(day)s, maar later genoteerd dan beloofd") % {"day": day(held_on)}
        return ClockWords("late", _("Gesprek te laat genoteerd"), detail)
    detail = _("op %(held)s, beloofd tegen %(promised)s") % {"held": day(held_on), "promised": day(promised)}
    return ClockWords("late", _("Gesprek te laat gehouden"), detail)


def family_words(municipality: str, children: int, expected: int = 0, alone: int | None = None) -> str:
    """'Gezin met 3 kinderen, Genk'. `children` are born; `alone` is the age of a youngster without parents."""
    if alone is not None:
        return _("Jongere, %(age)s jaar, %(place)s") % {"age": alone, "place": municipality}
    if not children:
        return (_("Gezin, kindje op komst, %(place)s") if expected else _("Gezin, %(place)s")) % {
            "place": municipality
        }
    text = ngettext("Gezin met %(count)s kind", "Gezin met %(count)s kinderen", children) % {
        "count": children
    }
    if expected:
        text = _("%(family)s en een kindje op komst") % {"family": text}
    return f"{text}, {municipality}"


def age_words(years: int) -> str:
    """'7 jaar'; 'nog geen jaar' for a baby."""
    return (
        ngettext("%(years)s jaar", "%(years)s jaar", years) % {"years": years}
        if years
        else _("nog geen jaar")
    )


def phase(one: Phase, called: Mapping[str, str]) -> str:
    """How a phase is `called` here, else what it is called everywhere."""
    return called.get(one.value) or str(one.label)


def role_words(role: str) -> str:
    """'ouder', 'kind of jongere'…"""
    return str(PersonRole(role).label)
