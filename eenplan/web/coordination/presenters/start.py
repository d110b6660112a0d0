"""What asks for a coordinator's attention: each with a few lines and the way to where it is solved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.consent.queries.emergency import Access
from eenplan.network.queries.composition import ZoneWithout
from eenplan.network.queries.partners import EndingAgreement
from eenplan.network.queries.redrawing import RedrawingLine
from eenplan.network.queries.team import Away, Member
from eenplan.plans.queries.coaches import CoachRoom
from eenplan.plans.queries.continuity import Coming
from eenplan.plans.queries.handovers import WaitingRedrawing
from eenplan.plans.queries.stand_ins import StoodIn
from eenplan.referrals.queries import DeskCounts
from eenplan.rights.queries.retention import Announced
from eenplan.web.shared import words
from eenplan.web.shared.components import Step
from eenplan.web.shared.continuity import who_comes

# So many lines of each; the rest stands behind the link.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of thing that asks for attention. `tone` as that of a status: 'late', 'soon' or 'people'.

    Without `href` and `action` each line leads to where it is solved.
    """

    title: str
    tone: str
    lines: Sequence[Step]
    href: str = ""
    action: str = ""
    more: int = 0


def _line(text: str, detail: str = "", href: str = "") -> Step:
    return Step(text, detail=detail, href=href)


def _matter(title: str, tone: str, lines: Iterable[Step], href: str, action: str) -> list[Matter]:
    every = list(lines)
    if not every:
        return []
    return [Matter(title, tone, every[:SHOWN], href, action, max(0, len(every) - SHOWN))]


def referrals(counts: DeskCounts) -> list[Matter]:
    """Referrals in danger, past their month or about to miss it; the desk shows which."""
    desk = reverse("desk:list-referrals")
    found = [
        (counts.everything.danger, "gevaar", ngettext("%(n)d aanmelding met acuut gevaar", "%(n)d aanmeldingen met acuut gevaar", counts.everything.danger)),
        (counts.everything.late, "te-laat", ngettext("%(n)d gezin wacht langer dan beloofd", "%(n)d gezinnen wachten langer dan beloofd", counts.everything.late)),
        (counts.everything.soon, "deze-week", ngettext("%(n)d gezin moet binnen de week een gesprek hebben", "%(n)d gezinnen moeten binnen de week een gesprek hebben", counts.everything.soon)),
    ]  # fmt: skip
    lines = [_line(said % {"n": n}, href=f"{desk}?klok={clock}") for n, clock, said in found if n]
    pressing = counts.everything.danger + counts.everything.late
    return _matter(
        _("De belofte van een maand"), "late" if pressing else "soon", lines, desk, _("Naar de aanmeldingen")
    )


def emergencies(rows: Iterable[Access]) -> list[Matter]:
    """Files that were opened in an emergency and that a second person must still review, the most overdue first."""
    found = list(rows)
    lines = (
        _line(
            row.name,
            (_("moest nagekeken zijn tegen %(day)s") if row.is_overdue else _("na te kijken tegen %(day)s"))
            % {"day": words.day(row.review_by)},
            reverse("emergency:review-access", args=[row.id]),
        )
        for row in found
    )
    return _matter(
        _("Dossiers die in nood geopend werden"),
        "late" if any(row.is_overdue for row in found) else "soon",
        lines,
        reverse("emergency:list-accesses"),
        _("Nakijken"),
    )


def to_tell(names: Mapping[UUID, str], rows: Iterable[Coming]) -> list[Matter]:
    """Who comes soon in the families for whom the coordinator stands in: each of them, as the coach's 'Vandaag' says it."""
    lines = [
        _line(
            who_comes(one),
            names[one.family_id],
            reverse("coach:read-family", args=[one.family_id]) + "#wie-komt",
        )
        for one in rows
    ]
    return [Matter(_("Vertel wie er komt"), "people", lines)] if lines else []


def stood_in(rows: Iterable[StoodIn]) -> list[Matter]:
    """Families without their own coach, those that have been longest first."""
    lines = (
        _line(
            row.family_name,
            _("%(stand_in)s is er in de plaats van %(coach)s, %(days)s")
            % {
                "stand_in": row.stand_in,
                "coach": row.own_coach,
                "days": ngettext("%(n)d dag", "%(n)d dagen", row.days) % {"n": row.days},
            },
            reverse("coach:change-coach", args=[row.family_id]),
        )
        for row in rows
    )
    return _matter(
        _("Gezinnen zonder eigen coach"), "late", lines, reverse("coordination:list-team"), _("Naar het team")
    )


def over_norm(rows: Iterable[CoachRoom]) -> list[Matter]:
    """Coaches with more families than the norm."""
    lines = (
        _line(
            row.name,
            _("%(has)d gezinnen, plaats voor %(fits)d") % {"has": row.caseload, "fits": int(row.capacity)},
            reverse("coordination:read-worker", args=[row.staff_member_id]),
        )
        for row in rows
    )
    return _matter(
        _("Coaches met te veel gezinnen"),
        "soon",
        lines,
        reverse("coordination:list-team"),
        _("Naar het team"),
    )


def zones(rows: Iterable[ZoneWithout], partnership_code: str) -> list[Matter]:
    """Zones that lack a partner whom the call asks."""
    href = reverse("coordination:read-partnership-composition", args=[partnership_code])
    lines = (
        _line(row.name, _("nog niemand voor: %(what)s") % {"what": "; ".join(row.lacks)}, href)
        for row in rows
    )
    return _matter(_("Zones waar nog een partner ontbreekt"), "soon", lines, href, _("Naar de samenstelling"))


def agreements(rows: Iterable[EndingAgreement]) -> list[Matter]:
    """Agreements that end soon, or have ended."""
    lines = (
        _line(row.name, _ends(row), reverse("coordination:read-partner", args=[row.organisation_id]))
        for row in rows
    )
    return _matter(
        _("Overeenkomsten die aflopen"),
        "soon",
        lines,
        reverse("coordination:list-partners"),
        _("Naar de partners"),
    )


def to_decide(rows: Iterable[WaitingRedrawing]) -> list[Matter]:
    """Redrawings with files of ours of which nobody decided yet whether they go along."""
    lines = (
        _line(
            row.name,
            ngettext(
                "%(n)d gezin om over te beslissen, voor %(day)s",
                "%(n)d gezinnen om over te beslissen, voor %(day)s",
                row.undecided,
            )
            % {"n": row.undecided, "day": words.day(row.takes_effect_on)},
            reverse("coordination:read-redrawing", args=[row.redrawing_id]),
        )
        for row in rows
    )
    return _matter(
        _("Gezinnen in zones die overgaan"),
        "soon",
        lines,
        reverse("coordination:read-areas"),
        _("Naar het gebied"),
    )


def redrawings(rows: Iterable[RedrawingLine], on: date) -> list[Matter]:
    """Redrawings that are still to come: there may be files to decide on."""
    lines = (
        _line(
            row.name,
            (_("gaat in op %(day)s") if row.confirmed else _("voorstel, voor %(day)s"))
            % {"day": words.day(row.takes_effect_on)},
            reverse("coordination:read-redrawing", args=[row.id]),
        )
        for row in rows
        if row.takes_effect_on > on
    )
    return _matter(
        _("Gebieden die hertekend worden"),
        "people",
        lines,
        reverse("coordination:read-areas"),
        _("Naar het gebied"),
    )


def _ends(row: EndingAgreement) -> str:
    said = {"day": words.day(row.agreement_until)}
    return _("liep af op %(day)s") % said if row.days < 0 else _("loopt af op %(day)s") % said


def comings_and_goings(away: Iterable[Away], ending: Iterable[Member], on: date) -> list[Matter]:
    """Who is or will be away, and whose work here ends."""
    lines = [
        _line(one.name, _away(one, on), reverse("coordination:read-worker", args=[one.staff_member_id]))
        for one in away
    ]
    lines += [
        _line(
            one.name,
            _("werkt hier tot %(day)s") % {"day": words.day(one.until)},
            reverse("coordination:read-worker", args=[one.staff_member_id]),
        )
        for one in ending
        if one.until
    ]
    return _matter(
        _("Wie afwezig is of stopt"), "people", lines, reverse("coordination:list-team"), _("Naar het team")
    )


def _away(one: Away, on: date) -> str:
    said = {"since": words.day(one.since), "until": words.day(one.until) if one.until else ""}
    if one.holds_on(on):
        said_so = _("afwezig tot %(until)s") if one.until else _("afwezig, nog niet geweten tot wanneer")
    else:
        said_so = _("afwezig vanaf %(since)s")
    return said_so % said


def announced(found: Announced) -> list[Matter]:
    """Files of long ago that are destroyed soon: whoever has a reason against it says so in time."""
    if not found.number or found.first is None:
        return []
    said = ngettext("%(n)d keer wordt er binnenkort iets gewist", "%(n)d keer wordt er binnenkort iets gewist", found.number)  # fmt: skip
    first = _("De eerste keer op %(day)s.") % {"day": words.day(found.first)}
    line = _line(said % {"n": found.number}, first)
    href = reverse("privacy:list-endings") + "?toon=aangekondigd"
    return _matter(_("Bewaren en wissen"), "people", [line], href, _("Bekijk de kalender"))
