"""What a term of the law can be: its unit, and between which numbers it lies. No database."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from eenplan.consent.enums import TermCode
from eenplan.core.errors import RuleBroken


class Unit(StrEnum):
    """In what a term is counted."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"
    HOURS = "hours"


_UNITS = {
    TermCode.CAPABLE_FROM: Unit.YEARS,
    TermCode.OF_AGE_FROM: Unit.YEARS,
    TermCode.OWN_ANSWER_WITHIN: Unit.DAYS,
    TermCode.LONGEST_SHARE: Unit.DAYS,
    TermCode.EMERGENCY_SHARE: Unit.DAYS,
    TermCode.EMERGENCY_REVIEW: Unit.DAYS,
    TermCode.ANSWER_WITHIN: Unit.MONTHS,
}
MOST = {Unit.YEARS: 120, Unit.MONTHS: 24, Unit.DAYS: 3660, Unit.HOURS: 240}
# What may be nothing: how much longer the data of an adult stay than those of the youngest child.
MAY_BE_NONE = (TermCode.RETENTION_PARENT,)


def unit_of(code: TermCode) -> Unit:
    """The unit of a term: told here, or by the end of its code ('…_years', '…_days', '…_hours')."""
    return _UNITS.get(code) or Unit(code.value.rpartition("_")[2])


def check_term(code: TermCode, value: int, reference: str) -> None:
    """Refuse with `consent:term-value` a number that cannot be, with `consent:term-reference` one without its basis."""
    least, most = 0 if code in MAY_BE_NONE else 1, MOST[unit_of(code)]
    if not least <= value <= most:
        raise RuleBroken(
            "consent:term-value",
            _("Vul een getal in van %(least)s tot %(most)s.") % {"least": least, "most": most},
            field="value",
        )
    if not reference.strip():
        raise RuleBroken(
            "consent:term-reference",
            _("Schrijf waar dit staat: de wet of het besluit met het artikel, of dat het een afspraak is."),
            field="reference",
        )
