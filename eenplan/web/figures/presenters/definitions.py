"""What each figure means, in plain words. The same agreements, for makers, stand in docs/figures.md."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from eenplan.reporting.queries import UNITS
from eenplan.web.shared.components import Words

# A change of meaning gets a new date: here, in docs/figures.md and in the changelog.
SINCE = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its column in the file, how the table calls it, and what it means."""

    column: str
    title: Words
    meaning: Words


COLUMNS = (
    Definition(
        "referrals",
        _("Aanmeldingen"),
        _("Alle aanmeldingen die in het jaar ontvangen zijn, op welke dag ze ook opgenomen werden."),
    ),
    Definition(
        "families",
        _("Gezinnen"),
        _("Hoeveel verschillende gezinnen dat zijn. Een gezin dat twee keer werd aangemeld, telt één keer."),
    ),
    Definition(
        "children",
        _("Kinderen en jongeren"),
        _("Per gezin het hoogste aantal kinderen en jongeren van zijn aanmeldingen, daarna opgeteld."),
    ),
    Definition(
        "within_month",
        _("Binnen de maand"),
        _(
            "Bij zoveel aanmeldingen werd het eerste gesprek gehouden én genoteerd vóór de maand om was."
            " Alleen een gesprek dat doorging, met iemand van het gezin, telt."
        ),
    ),
    Definition(
        "within_month_share",
        _("Deel"),
        _(
            "Het aantal binnen de maand, gedeeld door de aanmeldingen die al te beoordelen zijn. Wat binnen de"
            " maand anders afliep, en wie nog binnen de maand wacht, telt hier niet mee. Dat staat ernaast."
        ),
    ),
    Definition(
        "median_days",
        _("De helft"),
        _(
            "Binnen zoveel dagen na de aanmelding had de helft van de gezinnen een eerste gesprek (de mediaan)."
            " Een gezin dat twee keer werd aangemeld, telt hier twee keer."
        ),
    ),
    Definition(
        "p75_days",
        _("Driekwart"),
        _("Binnen zoveel dagen na de aanmelding had driekwart van de gezinnen een eerste gesprek (P75)."),
    ),
)

APART = (
    Definition(
        "ended_otherwise",
        _("Anders afgelopen"),
        _(
            "Binnen de maand, zonder eerste gesprek: alleen advies, doorverwezen, door het gezin ingetrokken,"
            " dubbel aangemeld of niet voor ons."
        ),
    ),
    Definition(
        "still_within_month",
        _("Maand loopt nog"),
        _("Nog geen eerste gesprek, en de maand is nog niet om."),
    ),
    Definition(
        "held_in_time_recorded_later",
        _("Later genoteerd"),
        _("Het gesprek was op tijd, maar werd pas na de maand genoteerd. Het telt als te laat."),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A definition as the page shows it."""

    column: str
    title: str
    unit: str
    meaning: str


def title(column: str) -> str:
    """How the table calls a column."""
    return next(str(known.title) for known in (*COLUMNS, *APART) if known.column == column)


def unit(column: str) -> str:
    """What a column counts; what stands apart counts referrals, as the share does."""
    return str(UNITS.get(column, UNITS["referrals"]).label)


def present() -> dict[str, list[Shown]]:
    """The definitions of the table's columns, and of what stands apart."""

    def show(known: Definition) -> Shown:
        return Shown(known.column, str(known.title), unit(known.column), str(known.meaning))

    return {"columns": [show(known) for known in COLUMNS], "apart": [show(known) for known in APART]}
