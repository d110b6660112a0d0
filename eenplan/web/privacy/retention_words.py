"""What ends, is held back or was destroyed, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.rights.enums import EndGround, Wiped
from eenplan.rights.queries.retention import CertificateRow, EndingRow, HoldRow
from eenplan.rights.rules.retention import End, Periods, tell_from
from eenplan.web.shared import words
from eenplan.web.shared.components import Row


def day(on: date) -> str:
    """'23 november 2048': with the year always, for these days are read years later too."""
    return date_format(on, "j F Y")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the calendar. `tone` and `state` are those of a status."""

    id: UUID
    reference: str
    what: str
    why: str
    when: str
    next: str
    state: str
    tone: str
    needs_date: bool
    may_hold: bool


def line(row: EndingRow, law: Periods) -> Line:
    """A row of the calendar in words."""
    if row.held_until and row.held_until >= row.day:
        state, tone = _("langer bewaard"), "people"
    elif row.told_on:
        state, tone = _("aangekondigd"), "soon"
    else:
        state, tone = _("op de kalender"), "done"
    return Line(
        row.id,
        row.reference,
        _("Wat over één kind gaat") if row.one_child else _("Het hele dossier"),
        why(row.ground, law),
        _("Bewaard tot en met %(day)s") % {"day": day(row.day)},
        _next(row, law),
        state,
        tone,
        row.needs_date,
        row.held_until is None,
    )


def _next(row: EndingRow, law: Periods) -> str:
    if row.goes_on is None:
        end = End(row.day, row.ground)
        return _("We kondigen het aan vanaf %(day)s.") % {"day": day(tell_from(end, law))}
    said = {"told": day(row.told_on or row.day), "day": day(row.goes_on)}
    if row.mailed:
        return _("Aangekondigd op %(told)s, ook aan het gezin. Wordt gewist op %(day)s.") % said
    return _("Aangekondigd op %(told)s. Wordt gewist op %(day)s.") % said


def why(ground: EndGround, law: Periods) -> str:
    """Why something ends."""
    known = {
        EndGround.CHILD: ngettext(
            "Het kind is dan %(n)d jaar.", "Het kind is dan %(n)d jaar.", law.retention_child_years
        )
        % {"n": law.retention_child_years},
        EndGround.LAST_CHILD: _("Het jongste kind is dan %(n)d jaar.") % {"n": law.retention_child_years},
        EndGround.NO_CHILD: _("Gezin zonder kinderen: %(n)d jaar na de laatste dag.")
        % {"n": law.retention_no_child_years},
        EndGround.UNTAKEN: _("Nooit opgenomen: %(n)d jaar na het einde van de aanmelding.")
        % {"n": law.retention_untaken_years},
        EndGround.CONSULT: _("Enkel overleg met de aanmelder: %(n)d jaar na de laatste dag.")
        % {"n": law.retention_consult_years},
    }
    return known[ground]


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in words."""

    id: UUID
    reference: str
    reason: str
    days: str


def hold(row: HoldRow) -> Held:
    """A hold in words."""
    days = _("Sinds %(since)s, tot en met %(until)s") % {
        "since": day(row.placed_on),
        "until": day(row.until),
    }
    return Held(row.id, row.reference, row.reason, days)


def periods(law: Periods) -> list[Row]:
    """How long each kind is kept."""
    rows = (
        (_("Kinderen"), _("tot en met de dag dat ze %(n)d worden"), law.retention_child_years),
        (_("Wat over meer kinderen gaat"), _("tot het jongste van hen %(n)d is"), law.retention_child_years),
        (_("Volwassenen"), _parents(law), law.retention_parent_years),
        (_("Gezin zonder kinderen"), _("%(n)d jaar na de laatste dag"), law.retention_no_child_years),
        (_("Nooit opgenomen"), _("%(n)d jaar na de laatste dag"), law.retention_untaken_years),
        (_("Enkel overleg"), _("%(n)d jaar na de laatste dag"), law.retention_consult_years),
        (_("Aankondiging"), _("%(n)d dagen vooraf"), law.retention_notice_days),
    )
    return [Row(name, text % {"n": number}) for name, text, number in rows]


def _parents(law: Periods) -> str:
    if law.retention_parent_years:
        return _("nog %(n)d jaar na het jongste kind")
    return _("even lang als het jongste kind")


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate in words. `tables` are pairs of a table and how many of its rows."""

    id: UUID
    reference: str
    title: str
    destroyed: str
    summary: Sequence[Row]
    removed: Sequence[tuple[str, int]]
    taken_out: Sequence[tuple[str, int]]


def certificate(row: CertificateRow) -> Proof:
    """A certificate in words."""
    title = _("Wat over één kind ging") if row.what is Wiped.CHILD else _("Een heel dossier")
    return Proof(
        row.id,
        row.reference,
        title,
        _("Gewist op %(day)s") % {"day": day(row.destroyed_on)},
        [
            Row(_("Wat"), title),
            Row(_("Waarom"), words.sentence(str(row.ground.label))),
            Row(_("Termijn"), row.basis),
            Row(_("Bewaard tot en met"), day(row.ended_on)),
            Row(_("Aangekondigd op"), day(row.told_on)),
            Row(_("Gewist op"), day(row.destroyed_on)),
            Row(_("Gewiste rijen"), words.number(row.rows)),
            Row(_("Ook uit reservekopieën"), backups(row.backups_until)),
        ],
        sorted(row.removed.items()),
        sorted(row.taken_out.items()),
    )


def backups(until: date) -> str:
    """Until when a backup of before may exist."""
    return _("uiterlijk op %(day)s") % {"day": day(until)}
