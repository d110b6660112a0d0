"""The kinds of words and numbers that can be changed: what each is called, holds, and where it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.capacity.enums import NormKey
from eenplan.consent.enums import TermCode
from eenplan.consent.rules.terms import Unit, unit_of
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network import actions
from eenplan.network.enums import STAFF_ROLES, AskedOf, FormPlace, Phase, QuestionKind, Wording
from eenplan.network.queries import Dated, life_domains, zones_of
from eenplan.referrals.enums import ReferrerType
from eenplan.web.frontdoor.asked import STANDARD
from eenplan.web.shared import words as shared
from eenplan.web.shared.components import Words
from eenplan.web.words.keepers import Keeper, Norms, Quotas, Terms, Themes, Worded

ALL = "alle"
# In the address of a question that is not there yet.
NEW = "nieuw"
NORM, QUOTA, ASKING = "norm", "quota", "navragen"
THEMES, TERMS = "gespreksthemas", "wettelijke-termijnen"

Codes = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `needs_place`: only within a partnership; `central`: one list for everybody."""

    slug: str
    title: Words
    lead: Words
    icon: str
    codes: Callable[[Acting, UUID | None, list[Dated]], Codes]
    said: Callable[[Mapping[str, Any]], str]
    keeper: Keeper
    needs_place: bool = False
    central: bool = False
    # What holds for a code for which nothing was chosen.
    nothing: Callable[[str], str] = lambda _code: _("Niets ingesteld.")
    # Whether it changes tomorrow at the soonest.
    tomorrow: bool = False
    # Whether one may be added that is not there yet.
    adds: bool = False
    # Whether a number needs no drawing of how it will look: it is said in a sentence.
    in_words: bool = False
    # What follows from another value, for a code.
    follows: Callable[[str], str] = lambda _code: ""
    # Whether a jurist looks at it.
    reviewed: bool = False


def _domains(acting: Acting, place: UUID | None, rows: list[Dated]) -> Codes:
    return [
        (one.code, one.label("nl"))
        for one in life_domains(acting, on=today(), partnership_id=place, with_hidden=True)
    ]


def _contacts(acting: Acting, place: UUID | None, rows: list[Dated]) -> Codes:
    zones = zones_of(acting, place, today()) if place else []
    return [("", _("Het hele samenwerkingsverband")), *((str(zone.id), zone.name) for zone in zones)]


def _crisis(acting: Acting, place: UUID | None, rows: list[Dated]) -> Codes:
    latest = {row.code: row for row in sorted(rows, key=lambda row: row.since or date.min)}
    return [
        (row.code, str(row.values["name"]))
        for row in sorted(latest.values(), key=lambda row: row.values["position"])
    ]


def _questions(acting: Acting, place: UUID | None, rows: list[Dated]) -> Codes:
    """Those that were added, by their words of now or else their last; then those of the form itself."""
    added: dict[str, str] = {}
    for row in sorted(
        rows, key=lambda row: (row.code, row.holds_on(today()), row.own, row.since or date.min)
    ):
        if actions.is_own(row.code):
            added[row.code] = str(row.values["label_nl"])
    return [*added.items(), *((code, str(one.label)) for code, one in STANDARD.items())]


def _translated(name: str) -> Callable[[Mapping[str, Any]], str]:
    def said(values: Mapping[str, Any]) -> str:
        found = [str(values.get(f"{name}{language}") or "") for language in ("nl", "fr", "en")]
        hidden = "" if values.get("shown", True) else _("niet meer gevraagd")
        return " · ".join(one for one in (*dict.fromkeys(found), hidden) if one)

    return said


def how_asked(values: Mapping[str, Any]) -> str:
    """Of a question that was added: how it is answered, by whom, and where it stands."""
    if not values.get("shown", True):
        return str(_("Niet gevraagd"))
    return _("Te beantwoorden %(kind)s, door %(whom)s, %(place)s") % {
        "kind": QuestionKind(values["kind"]).label,
        "whom": AskedOf(values["asked_of"]).label,
        "place": FormPlace(values["place"]).label,
    }


def _question(values: Mapping[str, Any]) -> str:
    words = _translated("label_")(values)
    return words if values["kind"] == QuestionKind.STANDARD else f"{words} ({how_asked(values)})"


def _no_question(code: str) -> str:
    return _("We vragen dit nu niet.") if actions.is_own(code) else _("In de woorden van het formulier zelf.")


def _no_contact(code: str) -> str:
    if code:
        return _("Hier geldt het nummer van het hele samenwerkingsverband.")
    return _("Nog niemand: wie ons zoekt, ziet hier geen nummer.")


def _contact(values: Mapping[str, Any]) -> str:
    return " · ".join(str(values[name]) for name in ("name_nl", "phone", "hours_nl") if values.get(name))


def _crisis_said(values: Mapping[str, Any]) -> str:
    return f"{values['name']}: {values['phone']} ({values['hours_nl']})"


def _norm(values: Mapping[str, Any]) -> str:
    number = int(values["value"])
    return ngettext("%(n)s gezin per voltijdse coach", "%(n)s gezinnen per voltijdse coach", number) % {
        "n": number
    }


def _weeks(values: Mapping[str, Any]) -> str:
    number = int(values["value"])
    return ngettext("na %(n)s week", "na %(n)s weken", number) % {"n": number}


def _quota(values: Mapping[str, Any]) -> str:
    number = values["number"]
    return ngettext("%(n)s traject per jaar", "%(n)s trajecten per jaar", number) % {"n": number}


def _themes(acting: Acting, place: UUID | None, rows: list[Dated]) -> Codes:
    latest = {row.code: row for row in sorted(rows, key=lambda row: (row.own, row.since or date.min))}
    return [(code, str(latest[code].values["label_nl"])) for code in dict.fromkeys(row.code for row in rows)]


_COUNTED: Mapping[Unit, Callable[[int], str]] = {
    Unit.YEARS: lambda n: ngettext("%(n)s jaar", "%(n)s jaar", n),
    Unit.MONTHS: lambda n: ngettext("%(n)s maand", "%(n)s maanden", n),
    Unit.DAYS: lambda n: ngettext("%(n)s dag", "%(n)s dagen", n),
    Unit.HOURS: lambda n: ngettext("%(n)s uur", "%(n)s uur", n),
}


def term_words(code: str, value: int) -> str:
    """A term of the law with its unit: '12 jaar'."""
    return _COUNTED[unit_of(TermCode(code))](value) % {"n": value}


def term_said(values: Mapping[str, Any]) -> str:
    """The number with its unit, and where it is written."""
    return f"{term_words(values['code'], values['value'])} · {values['reference']}"


def _term_follows(code: str) -> str:
    """What another value changes, from its day on."""
    term = TermCode(code)
    if term in (TermCode.CAPABLE_FROM, TermCode.OF_AGE_FROM):
        return _(
            "Vanaf die dag telt voor elk kind de nieuwe leeftijd: wie zelf beslist, wie toestemming geeft en wie meeleest."
            " Wat al gevraagd en gezegd is, blijft staan."
        )
    if term in (TermCode.RETENTION_AUDIT, TermCode.RETENTION_OUTBOX) or term.value.startswith("retention_"):
        return _(
            "Vanaf die dag rekent de bewaarkalender met de nieuwe termijn, ook voor dossiers die er al zijn."
            " Wat al gewist is, komt niet terug."
        )
    return _(
        "Vanaf die dag geldt de nieuwe termijn. Wat al liep, wordt op elke dag met de termijn van die dag bekeken."
    )


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "rolnamen",
            gettext_lazy("Rolnamen"),
            gettext_lazy("Hoe de mensen heten: gezinscoach, verbinder, plan-trekker."),
            "users",
            lambda _acting, _place, _rows: [(role.value, str(role.label)) for role in STAFF_ROLES],
            _translated(""),
            Worded(Wording.ROLES),
            nothing=lambda _code: _("Nog geen andere naam."),
        ),
        Kind(
            "fases",
            gettext_lazy("Fases"),
            gettext_lazy("Hoe jullie de stappen van een gezin noemen, van aanmelding tot nazorg."),
            "list",
            lambda _acting, _place, _rows: [(phase.value, str(phase.label)) for phase in Phase],
            _translated("name_"),
            Worded(Wording.PHASES),
            nothing=lambda _code: _("Nog geen andere naam."),
        ),
        Kind(
            "levensdomeinen",
            gettext_lazy("Levensdomeinen"),
            gettext_lazy("Waarover een plan vragen stelt, en hoe we dat noemen."),
            "house",
            _domains,
            _translated("label_"),
            Worded(Wording.DOMAINS),
            tomorrow=True,
        ),
        Kind(
            "vragen",
            gettext_lazy("Vragen op het formulier"),
            gettext_lazy("Eigen vragen, andere woorden voor een vraag, of een vraag weglaten."),
            "clipboard-list",
            _questions,
            _question,
            Worded(Wording.QUESTIONS),
            nothing=_no_question,
            adds=True,
        ),
        Kind(
            NORM,
            gettext_lazy("Norm per coach"),
            gettext_lazy("Hoeveel gezinnen een voltijdse coach begeleidt."),
            "scale",
            lambda _acting, _place, _rows: [
                ("families_per_full_time_coach", str(_("Gezinnen per voltijdse coach")))
            ],
            _norm,
            Norms(),
            in_words=True,
        ),
        Kind(
            ASKING,
            gettext_lazy("Navragen bij wachtlijsten"),
            gettext_lazy("Na hoeveel weken een coach opnieuw vraagt hoe het staat."),
            "hourglass",
            lambda _acting, _place, _rows: [
                (NormKey.WEEKS_BETWEEN_CHECKS.value, str(_("Opnieuw navragen")))
            ],
            _weeks,
            Norms(NormKey.WEEKS_BETWEEN_CHECKS),
            in_words=True,
        ),
        Kind(
            QUOTA,
            gettext_lazy("Quota per aanmelder"),
            gettext_lazy("Hoeveel trajecten per jaar je voor wie vrijhoudt."),
            "chart-column",
            lambda _acting, _place, _rows: [
                ("", str(_("Alle aanmelders samen"))),
                *((one.value, str(one.label)) for one in ReferrerType),
            ],
            _quota,
            Quotas(),
            in_words=True,
            needs_place=True,
            nothing=lambda _code: _("Geen aantal vrijgehouden."),
        ),
        Kind(
            "contactpunten",
            gettext_lazy("Contactpunten"),
            gettext_lazy("Wie gezinnen en aanmelders bellen, en wanneer."),
            "phone",
            _contacts,
            _contact,
            Worded(Wording.CONTACTS),
            needs_place=True,
            nothing=_no_contact,
        ),
        Kind(
            "crisisnummers",
            gettext_lazy("Crisisnummers"),
            gettext_lazy("De nummers op elke pagina voor wie niet kan wachten."),
            "life-buoy",
            _crisis,
            _crisis_said,
            Worded(Wording.CRISIS),
            central=True,
        ),
        Kind(
            THEMES,
            gettext_lazy("Thema’s van gesprekken"),
            gettext_lazy("Waarover gesprekken met een psycholoog kunnen gaan. In woorden die iedereen mag lezen."),
            "message-circle",
            _themes,
            _translated("label_"),
            Themes(),
        ),
        Kind(
            TERMS,
            gettext_lazy("Wettelijke termijnen"),
            gettext_lazy("Leeftijden en termijnen, waar ze staan, en of een jurist ze nakeek."),
            "scale",
            lambda _acting, _place, _rows: [
                (one.value, shared.sentence(str(one.label))) for one in TermCode
            ],
            term_said,
            Terms(),
            central=True,
            tomorrow=True,
            in_words=True,
            follows=_term_follows,
            reviewed=True,
        ),
    )
}  # fmt: skip


def open_to(acting: Acting) -> list[Kind]:
    """The kinds that somebody may change; the national numbers are the administrator's alone."""
    return [kind for kind in KINDS.values() if acting.role == Role.ADMIN or not kind.central]
