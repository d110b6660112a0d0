"""What each figure means, in plain words, and since when. The same, for makers, stands in docs/figures.md.

A meaning that changes gets a new version with its first day here, in docs/figures.md and in the changelog;
the old one stays, so that a figure made before leads to what it meant then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.reporting.enums import Unit
from eenplan.reporting.queries import UNITS as OF_REFERRALS
from eenplan.web.shared.components import Words

# The first definitions, and the latest change of any of them.
FIRST = date(2026, 11, 21)
SINCE = FIRST


@dataclass(frozen=True, slots=True)
class Version:
    """What a figure meant from a day on, until the next version begins."""

    since: date
    meaning: Words


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its column in the file, how the table calls it, its versions (the latest last)."""

    column: str
    title: Words
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """What it meant on a day; None before it was defined."""
        held = [version for version in self.versions if version.since <= day]
        return held[-1] if held else None


def _known(column: str, title: Words, meaning: Words) -> Definition:
    return Definition(column, title, (Version(FIRST, meaning),))


COLUMNS = (
    _known(
        "referrals",
        _("Aanmeldingen"),
        _("Alle aanmeldingen die in het jaar ontvangen zijn, op welke dag ze ook opgenomen werden."),
    ),
    _known(
        "families",
        _("Gezinnen"),
        _(
            "Hoeveel verschillende gezinnen dat zijn. Een gezin dat in het jaar twee keer werd aangemeld, telt"
            " één keer: daar waar de eerste aanmelding vandaan kwam. Een overleg zonder naam telt niet als gezin."
        ),
    ),
    _known(
        "children",
        _("Kinderen en jongeren"),
        _("Per gezin het hoogste aantal kinderen en jongeren van zijn aanmeldingen, daarna opgeteld."),
    ),
    _known(
        "within_month",
        _("Binnen de maand"),
        _(
            "Bij zoveel aanmeldingen werd het eerste gesprek gehouden én genoteerd vóór de maand om was."
            " Alleen een gesprek dat doorging, met iemand van het gezin, telt."
        ),
    ),
    _known(
        "within_month_share",
        _("Deel"),
        _(
            "Het aantal binnen de maand, gedeeld door de aanmeldingen die al te beoordelen zijn. Wat binnen de"
            " maand anders afliep, en wie nog binnen de maand wacht, telt hier niet mee. Dat staat ernaast."
        ),
    ),
    _known(
        "median_days",
        _("De helft"),
        _(
            "Binnen zoveel dagen na de aanmelding had de helft van de gezinnen een eerste gesprek (de mediaan)."
            " Wie nog wacht, telt mee. Een gezin dat twee keer werd aangemeld, telt hier twee keer."
        ),
    ),
    _known(
        "p75_days",
        _("Driekwart"),
        _(
            "Binnen zoveel dagen na de aanmelding had driekwart van de gezinnen een eerste gesprek (P75)."
            " Wie nog wacht, telt mee."
        ),
    ),
)

APART = (
    _known(
        "ended_otherwise",
        _("Anders afgelopen"),
        _(
            "Binnen de maand, zonder eerste gesprek: alleen advies, doorverwezen, door het gezin ingetrokken,"
            " dubbel aangemeld of niet voor ons."
        ),
    ),
    _known(
        "still_within_month",
        _("Maand loopt nog"),
        _("Nog geen eerste gesprek, en de maand is nog niet om."),
    ),
    _known(
        "held_in_time_recorded_later",
        _("Later genoteerd"),
        _("Het gesprek was op tijd, maar werd pas na de maand genoteerd. Het telt als te laat."),
    ),
)

OUTCOMES = (
    _known("taken_up", _("Opgenomen"), _("Het gezin kreeg een plaats: er komt of kwam een eerste gesprek.")),
    _known(
        "consult_only",
        _("Overleg"),
        _("Enkel overleg met wie aanmeldde, die zelf verder kan. Ook een overleg zonder naam telt hier."),
    ),
    _known(
        "forwarded",
        _("Doorgegeven"),
        _("Doorgegeven aan iemand anders. Binnen de samenwerkingsverbanden telt zo'n aanmelding één keer."),
    ),
    _known("withdrawn", _("Ingetrokken"), _("Het gezin wilde het niet meer.")),
    _known("duplicate", _("Dubbel"), _("Het gezin was al aangemeld.")),
    _known("not_eligible", _("Niet voor ons"), _("De vraag viel buiten het aanbod.")),
    _known("open", _("Nog open"), _("Op de dag van de cijfers was er nog niet beslist.")),
)

YOUNG = (
    _known(
        "per_1000",
        _("Per 1.000 jongeren"),
        _(
            "De aanmeldingen van het jaar, gedeeld door de inwoners jonger dan 25, maal duizend. Het aantal"
            " inwoners heeft een bron en een dag; is het geschat, dan staat dat erbij."
        ),
    ),
)
# Of waiting for help, in a table and a file of its own.
WAITING = (
    _known(
        "waiting",
        _("Wachten nu"),
        _(
            "Zoveel keer wacht op die dag een gezin met een coach, of iemand van dat gezin, op die soort hulp. Een"
            " gezin dat op twee dingen wacht, telt twee keer."
        ),
    ),
    _known(
        "median_weeks",
        _("De helft wacht tot"),
        _(
            "Na zoveel weken was bij de helft van de wachten de hulp gestart (de mediaan). We kijken naar wachten die"
            " begonnen in de twee jaar ervoor. Wie nog wacht, telt mee."
        ),
    ),
    _known(
        "p75_weeks",
        _("Drie op vier wachten tot"),
        _(
            "Na zoveel weken was bij drie op vier wachten de hulp gestart (P75). We kijken naar wachten die begonnen"
            " in de twee jaar ervoor. Wie nog wacht, telt mee."
        ),
    ),
    _known(
        "longest_weeks",
        _("Langst"),
        _("Zoveel weken wacht wie op die dag nog wacht en het vroegst begon te wachten."),
    ),
    _known(
        "within_31_days_share",
        _("Binnen de maand gestart"),
        _(
            "Bij zoveel van de wachten die begonnen in de twee jaar ervoor, startte de hulp binnen 31 dagen. Wie nog"
            " wacht, telt mee."
        ),
    ),
)
_WEEKS = ("median_weeks", "p75_weeks", "longest_weeks")
UNITS: Mapping[str, Unit] = {
    **OF_REFERRALS,
    **{known.column: Unit.WEEK if known.column in _WEEKS else Unit.WAIT for known in WAITING},
}
# What the tables by year hold, and all that has a page.
ALL = (*COLUMNS, *YOUNG, *OUTCOMES, *APART)
EVERY = (*ALL, *WAITING)


@dataclass(frozen=True, slots=True)
class Shown:
    """A definition as the page shows it."""

    column: str
    title: str
    unit: str
    meaning: str
    since: date


def find(column: str) -> Definition | None:
    """The figure of a column."""
    return next((known for known in EVERY if known.column == column), None)


def title(column: str) -> str:
    """How the table calls a column."""
    return next(str(known.title) for known in EVERY if known.column == column)


def unit(column: str) -> str:
    """What a column counts."""
    return str(UNITS[column].label)


def show(known: Definition, version: Version) -> Shown:
    """One version, in the reader's language."""
    return Shown(known.column, str(known.title), unit(known.column), str(version.meaning), version.since)


def present() -> dict[str, list[Shown]]:
    """What every figure means now, in the groups of the page."""
    groups = {
        "columns": COLUMNS,
        "outcomes": OUTCOMES,
        "apart": APART,
        "young": YOUNG,
        "waiting": WAITING,
    }
    return {name: [show(known, known.versions[-1]) for known in group] for name, group in groups.items()}
