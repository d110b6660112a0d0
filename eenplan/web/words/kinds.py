"""The kinds of words and numbers that can be changed: what each is called, holds, and where it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.capacity import actions as capacity
from eenplan.capacity.queries import norms_through_time, quotas_through_time
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network import actions
from eenplan.network.enums import STAFF_ROLES, AskedOf, FormPlace, Phase, QuestionKind, Wording
from eenplan.network.queries import Dated, life_domains, words_through_time, zones_of
from eenplan.referrals.enums import ReferrerType
from eenplan.web.frontdoor.asked import STANDARD
from eenplan.web.shared.components import Words

ALL = "alle"
# In the address of a question that is not there yet.
NEW = "nieuw"
NORM, QUOTA = "norm", "quota"

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
    wording: Wording | None = None
    needs_place: bool = False
    central: bool = False
    # What holds for a code for which nothing was chosen.
    nothing: Callable[[str], str] = lambda _code: _("Niets ingesteld.")
    # Whether it changes tomorrow at the soonest.
    tomorrow: bool = False
    # Whether one may be added that is not there yet.
    adds: bool = False

    def through_time(self, acting: Acting, place: UUID | None) -> list[Dated]:
        """All words of this kind for a place, past and planned."""
        if self.wording:
            return words_through_time(acting, self.wording, partnership_id=place)
        if self.slug == NORM:
            return norms_through_time(acting, partnership_id=place)
        return quotas_through_time(acting, partnership_id=place) if place else []

    def change(
        self, acting: Acting, place: UUID | None, code: str, said: dict[str, Any], since: date
    ) -> None:
        """Let it be so from a day on. Raises RuleBroken."""
        if self.wording:
            actions.change_words(
                acting, kind=self.wording, partnership_id=place, code=code, words=said, since=since
            )
        elif self.slug == NORM:
            capacity.set_norm(acting, partnership_id=place, value=said["value"], from_day=since)
        else:
            capacity.set_quota(
                acting, referrer_type=code, number=said["number"], from_day=since, partnership_id=place
            )

    def end(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """Have no own words any more from a day on. Raises RuleBroken."""
        if self.wording:
            actions.end_words(acting, kind=self.wording, partnership_id=place, code=code, since=since)
        elif place:
            self.change(acting, place, code, {"value": None, "number": None}, since)

    def take_back(self, acting: Acting, place: UUID | None, code: str, since: date) -> None:
        """Take a planned change back. Raises RuleBroken and NotFound."""
        if self.wording:
            actions.take_back_words(acting, kind=self.wording, partnership_id=place, code=code, since=since)
        else:
            capacity.take_back_number(
                acting,
                partnership_id=place,
                since=since,
                referrer_type=code if self.slug == QUOTA else None,
            )


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


def _quota(values: Mapping[str, Any]) -> str:
    number = values["number"]
    return ngettext("%(n)s traject per jaar", "%(n)s trajecten per jaar", number) % {"n": number}


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
            Wording.ROLES,
            nothing=lambda _code: _("Nog geen andere naam."),
        ),
        Kind(
            "fases",
            gettext_lazy("Fases"),
            gettext_lazy("Hoe jullie de stappen van een gezin noemen, van aanmelding tot nazorg."),
            "list",
            lambda _acting, _place, _rows: [(phase.value, str(phase.label)) for phase in Phase],
            _translated("name_"),
            Wording.PHASES,
            nothing=lambda _code: _("Nog geen andere naam."),
        ),
        Kind(
            "levensdomeinen",
            gettext_lazy("Levensdomeinen"),
            gettext_lazy("Waarover een plan vragen stelt, en hoe we dat noemen."),
            "house",
            _domains,
            _translated("label_"),
            Wording.DOMAINS,
            tomorrow=True,
        ),
        Kind(
            "vragen",
            gettext_lazy("Vragen op het formulier"),
            gettext_lazy("Eigen vragen, andere woorden voor een vraag, of een vraag weglaten."),
            "clipboard-list",
            _questions,
            _question,
            Wording.QUESTIONS,
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
            Wording.CONTACTS,
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
            Wording.CRISIS,
            central=True,
        ),
    )
}  # fmt: skip


def open_to(acting: Acting) -> list[Kind]:
    """The kinds that somebody may change; the national numbers are the administrator's alone."""
    return [kind for kind in KINDS.values() if acting.role == Role.ADMIN or not kind.central]
