"""Partners, agreements and stretches of time in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import today
from eenplan.network.enums import ListVerdict
from eenplan.network.queries import (
    OrganisationDetail,
    OrganisationFull,
    OrganisationLine,
    PartnerOn,
    PartnerStretch,
    PersonHere,
)
from eenplan.network.queries.partners import reminder_days
from eenplan.network.rules.partner_verdicts import Judged
from eenplan.network.rules.partners import Terms
from eenplan.web.coordination.views.place import Place
from eenplan.web.shared import words
from eenplan.web.shared.components import Row

# More zones than these are counted in the list, not named.
MOST_ZONES = 4


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """An agreement as the component `clock` shows it: 'Loopt af over 6 weken', 'op 13 april'."""

    tone: str
    text: str
    detail: str

    @property
    def is_pressing(self) -> bool:
        """Whether it ended, or ends soon."""
        return self.tone in ("late", "soon")


def agreement_words(terms: Terms, on: date) -> AgreementWords:
    """How an agreement stands on a day, in words first."""
    until = terms.agreement_until
    if until is None:
        return AgreementWords("done", _("Zonder einde"), _("de overeenkomst loopt door"))
    days = (until - on).days
    if days < 0:
        return AgreementWords(
            "late", _("Overeenkomst afgelopen"), _("op %(day)s") % {"day": words.day(until)}
        )
    if days > reminder_days(terms):
        return AgreementWords(
            "ontime", _("Overeenkomst loopt"), _("tot en met %(day)s") % {"day": words.day(until)}
        )
    detail = _("op %(day)s") % {"day": words.day(until)}
    return AgreementWords("soon", _("Loopt %(when)s af") % {"when": ahead(days)}, detail)


def ahead(days: int) -> str:
    """'vandaag', 'morgen', 'over 9 dagen', 'over 6 weken', 'over 5 maanden'."""
    if days == 0:
        return _("vandaag")
    if days == 1:
        return _("morgen")
    if days < 14:
        return _("over %(days)s dagen") % {"days": days}
    if days < 100:
        return _("over %(weeks)s weken") % {"weeks": days // 7}
    return _("over %(months)s maanden") % {"months": days // 30}


def ending_words(days: int) -> str:
    """'loopt over 6 weken af', 'is afgelopen'."""
    return _("is afgelopen") if days < 0 else _("loopt %(when)s af") % {"when": ahead(days)}


def stretch_words(since: date | None, until: date | None) -> str:
    """'sinds 1 maart 2021', 'van 1 maart tot en met 30 juni'. `until` is exclusive."""
    last = until - timedelta(days=1) if until else None
    if since and last:
        return _("van %(since)s tot en met %(last)s") % {"since": words.day(since), "last": words.day(last)}
    if since:
        return _("vanaf %(since)s") % {"since": words.day(since)}
    return _("tot en met %(last)s") % {"last": words.day(last)} if last else _("begin niet gekend")


def people_words(count: int) -> str:
    """'3 mensen hier', 'niemand hier'."""
    if not count:
        return _("niemand van hen werkt hier")
    return ngettext("%(count)s van hen werkt hier", "%(count)s van hen werken hier", count) % {"count": count}


def number_words(number: str) -> str:
    """'0206.731.645'."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}" if number else ""


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A partner in the list: exactly what its row shows."""

    name: str
    href: str
    what: str
    days: str
    zones: str
    people: str
    agreement: AgreementWords
    assumed: bool


def zone_words(zones: Sequence[str], of: int) -> str:
    """'alle zones', 'Kemp en Duin, Maasland'; of many only the first and how many more."""
    if not zones:
        return _("zones niet ingevuld")
    if len(zones) == of and of > 1:
        return _("alle zones")
    shown, more = zones[:MOST_ZONES], len(zones) - MOST_ZONES
    said = ", ".join(shown)
    return _("%(zones)s en nog %(more)s") % {"zones": said, "more": more} if more > 0 else said


def lines(partners: Sequence[PartnerOn], place: Place, on: date, *, zones: int) -> list[PartnerLine]:
    """The rows of the list; `zones` is how many the partnership has."""
    return [
        PartnerLine(
            name=one.name,
            href=partner_href(one.organisation_id, place),
            what=" · ".join(filter(None, (words.sentence(str(one.sector.label)), terms_words(one.terms)))),
            days=words.sentence(stretch_words(one.since, one.until)),
            zones=words.sentence(zone_words(one.zones, zones)),
            people=people_words(one.people),
            agreement=agreement_words(one.terms, on),
            assumed=one.assumed,
        )
        for one in partners
    ]


def terms_words(terms: Terms) -> str:
    """'kernpartner, gesubsidieerd'."""
    said = str(terms.role.label)
    return _("%(role)s, gesubsidieerd") % {"role": said} if terms.subsidised else said


def summing(partners: Sequence[PartnerOn]) -> str:
    """'32 partners, 12 daarvan gesubsidieerd'."""
    total, subsidised = len(partners), sum(one.terms.subsidised for one in partners)
    said = ngettext("%(total)s partner", "%(total)s partners", total) % {"total": total}
    if not subsidised:
        return said
    return _("%(partners)s, %(subsidised)s daarvan gesubsidieerd") % {
        "partners": said,
        "subsidised": subsidised,
    }


def partner_href(organisation_id: UUID, place: Place) -> str:
    """The page of a partner."""
    return reverse("coordination:read-partner", args=[organisation_id]) + place.query


@dataclass(frozen=True, slots=True)
class StretchLine:
    """A stretch of a partner's history."""

    what: str
    days: str
    detail: str
    take_back_id: UUID | None
    planned: bool


def history(stretches: Sequence[PartnerStretch], on: date) -> list[StretchLine]:
    """What was and what is planned, the newest first."""
    return [
        StretchLine(
            words.sentence(terms_words(one.terms)),
            stretch_words(one.since, one.until),
            ", ".join(
                filter(None, (_agreement(one.terms), one.source, _("aangenomen") if one.assumed else ""))
            ),
            one.id if one.may_go else None,
            one.since is not None and one.since > on,
        )
        for one in stretches
    ]


def _agreement(terms: Terms) -> str:
    until = terms.agreement_until
    return _("overeenkomst tot en met %(day)s") % {"day": words.day(until)} if until else ""


def facts(full: OrganisationFull) -> list[Row]:
    """What an organisation is."""
    rows = [
        Row(_("Sector"), words.sentence(str(full.sector.label))),
        Row(_("Laag"), words.sentence(str(full.layer.label)) if full.layer else _("niet ingevuld")),
        Row(_("KBO-nummer"), number_words(full.enterprise_number) or _("niet ingevuld")),
    ]
    if full.source:
        rows.append(Row(_("Bron"), full.source))
    return rows


def is_to_come(until: date | None) -> bool:
    """Whether something still holds on this day, or has no end. `until` is exclusive."""
    return until is None or until > today()


def stop_words(until: date | None) -> str:
    """'Deze organisatie stopt op 31 december 2026.'; empty when it goes on. `until` is exclusive."""
    if until is None:
        return ""
    last = words.day(until - timedelta(days=1))
    if is_to_come(until):
        return _("Deze organisatie stopt na %(day)s.") % {"day": last}
    return _("Deze organisatie stopte na %(day)s.") % {"day": last}


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A site, a zone or a contact on the page of a partner."""

    name: str
    said: str
    phone: str
    email: str
    days: str
    end_href: str
    may_go: bool


def details(
    found: Sequence[OrganisationDetail], kind: str, full: OrganisationFull, place: Place, on: date
) -> list[DetailLine]:
    """Those that hold on a day or later."""
    return [
        DetailLine(
            one.name,
            ", ".join(one.lines),
            one.phone,
            one.email,
            stretch_words(one.since, one.until),
            reverse(f"coordination:end-{kind}", args=[full.id, one.id]) + place.query,
            one.may_go,
        )
        for one in found
        if one.until is None or one.until > on
    ]


def elsewhere(full: OrganisationFull, place: Place, on: date) -> list[str]:
    """Of which other partnerships it is a partner on a day."""
    return [
        _("%(name)s: %(what)s") % {"name": one.partnership_name, "what": terms_words(one.terms)}
        for one in full.stretches
        if one.partnership_id != place.id and one.holds_on(on)
    ]


def people(found: Sequence[PersonHere]) -> list[str]:
    """'Hanne Vermeulen, gezinscoach'."""
    return [_("%(name)s, %(role)s") % {"name": one.name, "role": one.role.label} for one in found]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """An organisation that could be meant, or one in the list of all."""

    name: str
    what: str
    href: str


def found_lines(found: Sequence[OrganisationLine], place: Place) -> list[FoundLine]:
    """The rows of a search."""
    return [
        FoundLine(
            one.name,
            " · ".join(
                filter(
                    None,
                    (
                        words.sentence(str(one.sector.label)),
                        number_words(one.enterprise_number),
                        ngettext(
                            "partner van %(count)s samenwerkingsverband",
                            "partner van %(count)s samenwerkingsverbanden",
                            one.partnerships,
                        )
                        % {"count": one.partnerships},
                        _("tot en met %(day)s") % {"day": words.day(one.until - timedelta(days=1))}
                        if one.until
                        else "",
                    ),
                )
            ),
            partner_href(one.id, place),
        )
        for one in found
    ]


TONES = {
    ListVerdict.NEW: "people",
    ListVerdict.JOINS: "ontime",
    ListVerdict.CHANGES: "soon",
    ListVerdict.SAME: "done",
    ListVerdict.REFUSED: "late",
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a list as the preview shows it."""

    number: int
    name: str
    tone: str
    verdict: str
    said: str
    problems: tuple[tuple[str, str], ...]


def list_lines(judged: Sequence[Judged]) -> list[ListLine]:
    """What each row would do; what needs mending first."""
    order = list(TONES)[::-1]
    first = sorted(
        judged,
        key=lambda one: (
            one.verdict is not ListVerdict.REFUSED,
            order.index(one.verdict) == 1,
            one.row.number,
        ),
    )
    return [
        ListLine(
            one.row.number,
            one.row.name or _("Zonder naam"),
            TONES[one.verdict],
            words.sentence(str(one.verdict.label)),
            _said(one),
            tuple((problem.column, problem.words) for problem in one.problems),
        )
        for one in first
    ]


def _said(one: Judged) -> str:
    said = list(one.changes)
    if one.since and one.verdict in (ListVerdict.NEW, ListVerdict.JOINS):
        said.insert(
            0, _("%(what)s vanaf %(day)s") % {"what": terms_words(one.terms), "day": words.day(one.since)}
        )
    return ", ".join(said)


def list_counts(judged: Sequence[Judged]) -> str:
    """'3 nieuwe organisaties, 2 veranderen, 1 gaat niet mee'."""
    counts = {kind: sum(one.verdict is kind for one in judged) for kind in ListVerdict}
    said = [
        ngettext("%(n)s nieuwe organisatie", "%(n)s nieuwe organisaties", counts[ListVerdict.NEW]),
        ngettext("%(n)s nieuwe partner", "%(n)s nieuwe partners", counts[ListVerdict.JOINS]),
        ngettext("%(n)s verandert", "%(n)s veranderen", counts[ListVerdict.CHANGES]),
        ngettext("%(n)s blijft zoals het is", "%(n)s blijven zoals ze zijn", counts[ListVerdict.SAME]),
        ngettext("%(n)s gaat niet mee", "%(n)s gaan niet mee", counts[ListVerdict.REFUSED]),
    ]
    return ", ".join(
        text % {"n": counts[kind]} for text, kind in zip(said, ListVerdict, strict=True) if counts[kind]
    )


# More columns than these are counted, not named.
MOST_COLUMNS = 8


def unread_words(columns: Sequence[str]) -> str:
    """Which columns of a list are not read: "‘Kleur’, ‘Opmerking’"; empty when each is."""
    shown = [_("‘%(said)s’") % {"said": one} for one in columns[:MOST_COLUMNS]]
    more = len(columns) - len(shown)
    if more > 0:
        shown.append(ngettext("nog %(count)s kolom", "nog %(count)s kolommen", more) % {"count": more})
    return ", ".join(shown)
