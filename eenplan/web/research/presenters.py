"""Rows without names in words and as a file: what each column tells, and what is not told and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eenplan.core.clock import today
from eenplan.network.sheets import write_csv, write_xlsx
from eenplan.reporting.anonymity import NOT_SHOWN, Row
from eenplan.reporting.queries import ResearchRows, Taken
from eenplan.web.shared import words

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The columns of the file, with what they tell. Their codes are for a program, so not translated.
COLUMNS: tuple[tuple[str, Promise], ...] = (
    (
        "pseudonym",
        gettext_lazy("Een schuilnaam voor deze rij, in dit ene bestand. Ze hoort bij niets anders."),
    ),
    ("year", gettext_lazy("Het jaar waarin de aanmelding ontvangen is.")),
    ("quarter", gettext_lazy("Het kwartaal: Q1 tot Q4.")),
    ("zone", gettext_lazy("De eerstelijnszone, op de laatste dag van het jaar.")),
    (
        "partnership",
        gettext_lazy("Het samenwerkingsverband van die zone op die dag; none: er was er geen."),
    ),
    ("referrer_type", gettext_lazy("Wie aanmeldde. group_… is een groep van soorten samen.")),
    ("children", gettext_lazy("Hoeveel kinderen in de aanmelding: 0, 1, 2 of 3_more.")),
    (
        "standing",
        gettext_lazy(
            "in_time: gesprek binnen de maand; late: niet; ended_otherwise: eerder anders afgelopen; "
            "within_month: de maand liep nog."
        ),
    ),
    ("outcome", gettext_lazy("Hoe de intake afliep. ended_otherwise: niet opgenomen, zonder te zeggen hoe.")),
    (
        "days_to_conversation",
        gettext_lazy(
            "Dagen van ontvangst tot het eerste gesprek: d00_07, d08_14, d15_31, d32_61, d62_more; d00_31 en "
            "d32_more zijn grover; none: geen gesprek."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One extraction in the register."""

    title: str
    who: str
    purpose: str
    said: str


def taken_lines(found: Sequence[Taken], *, with_names: bool) -> list[TakenLine]:
    """The register, the newest first."""
    return [
        TakenLine(
            title=_("Aanmeldingen van %(year)s, als %(ending)s")
            % {"year": one.year, "ending": one.ending.upper()},
            who=f"{one.by}, {one.organisation} · {words.moment(one.at)}"
            if with_names
            else words.moment(one.at),
            purpose=one.purpose,
            said=" ".join(
                [rows_said(one.rows), coarser_said(one.coarsened), left_out_said(one.left_out)]
            ).strip(),
        )
        for one in found
    ]


def rows_said(number: int) -> str:
    """How many rows left the house."""
    said = ngettext("%(number)s rij.", "%(number)s rijen.", number)
    return said % {"number": _thousands(number)}


def coarser_said(number: int) -> str:
    """How many tell less than was known."""
    if not number:
        return _("Geen rij moest grover.")
    return _("%(number)s daarvan zeggen minder, omdat er anders geen vijf gelijk zijn.") % {
        "number": _thousands(number)
    }


def left_out_said(number: int) -> str:
    """That some stayed behind: always fewer than five, so never how many."""
    return _("Minder dan vijf zijn weggelaten: ook grover leken er geen vijf op elkaar.") if number else ""


def _thousands(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def notes(taken: ResearchRows) -> list[str]:
    """All that a reader of the file must know."""
    found = taken.found
    said = [_("Demogegevens. Geen echte gezinnen.")] if taken.invented else []
    said += [
        _(
            "Teleenheid: aanmelding. Een gezin dat twee keer aangemeld is, heeft twee rijen; dat is niet te zien."
        ),
        _("Periode: aanmeldingen ontvangen in %(year)s") % {"year": taken.year},
        _("Zoals bekend op %(day)s") % {"day": date_format(taken.known_on, "j F Y")},
        _("Gebieden zoals op 31 december %(year)s") % {"year": taken.year},
        _("Opgehaald op %(day)s") % {"day": date_format(today(), "j F Y")},
        rows_said(len(found.rows)) + " " + coarser_said(found.coarsened),
    ]
    if found.left_out:
        said.append(left_out_said(found.left_out))
    said.append(
        _("%(sign)s betekent: niet getoond. Elke rij is in alles gelijk aan minstens %(others)s andere.")
        % {"sign": NOT_SHOWN, "others": taken.least - 1}
    )
    said += [
        _("%(column)s staat in %(number)s rijen") % {"column": _CODES[name], "number": number}
        for name, number in taken.shown_in.items()
        if number < len(found.rows)
    ]
    said.append(
        _("Schuilnamen van twee bestanden horen niet bij elkaar. De sleutel ervan is nergens bewaard.")
    )
    return said


_CODES = {"referrer": "referrer_type", "wait": "days_to_conversation"} | {
    name: name for name in Row._fields if name not in ("referrer", "wait")
}


def content_of(taken: ResearchRows, ending: str) -> tuple[bytes, str]:
    """The file and its kind."""
    heads = [code for code, _meaning in COLUMNS]
    rows = [heads, *[[row.pseudonym, str(taken.year), *row[1:]] for row in taken.found.rows]]
    if ending == "csv":
        return write_csv([*[[f"# {note.replace(';', ',')}"] for note in notes(taken)], *rows]), CSV
    meaning = [[code, str(said)] for code, said in COLUMNS]
    codes = [[code, name] for code, name in sorted({**taken.zones, **taken.partnerships}.items())]
    more = {
        _("Toelichting"): [[note] for note in notes(taken)],
        _("Kolommen"): [[_("Kolom"), _("Wat ze zegt")], *meaning],
        _("Codes"): [[_("Code"), _("Naam")], *codes],
    }
    return write_xlsx(_("Rijen"), rows, more=more), XLSX


def file_name(taken: ResearchRows, ending: str) -> str:
    """What the file is called; invented rows say so in their very name."""
    return f"{'demogegevens-' if taken.invented else ''}onderzoek-{taken.year}.{ending}"
