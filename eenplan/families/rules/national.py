"""What a national number can be: eleven digits, the last two of which check the others."""

from datetime import date

from django.utils.translation import gettext as _
from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError

from eenplan.core.errors import RuleBroken

FIELD = "number"


def read_number(typed: str, *, birth_date: date | None = None) -> str:
    """The eleven digits of a national or bis number, however it was typed ('85.07.30-033.28').

    Refuses `families:number-length`, `families:number-wrong` and, beside a birth date that is known,
    `families:number-of-another`.
    """
    digits = "".join(sign for sign in typed if sign.isdigit() and sign.isascii())
    if len(digits) != 11:
        raise RuleBroken(
            "families:number-length",
            _("Een rijksregisternummer telt 11 cijfers. Kijk op de achterkant van de identiteitskaart."),
            field=FIELD,
        )
    born = _born(digits)
    if born is not None and birth_date is not None and born != birth_date:
        raise RuleBroken(
            "families:number-of-another",
            _(
                "Dit nummer is van iemand met een andere geboortedatum. Kijk het nummer na, en de geboortedatum die hier staat."
            ),
            field=FIELD,
        )
    return digits


def _born(digits: str) -> date | None:
    """The day that a number tells, if it tells one. Raises RuleBroken when it is no number at all."""
    for kind in (nn, bis):
        try:
            kind.validate(digits)
            told: date | None = kind.get_birth_date(digits)
        except ValidationError:
            continue
        return told
    raise RuleBroken(
        "families:number-wrong",
        _(
            "Dit is geen rijksregisternummer: er is een cijfer fout of verwisseld. Kijk het na, cijfer per cijfer."
        ),
        field=FIELD,
    )


def written(digits: str) -> str:
    """As people write it: '85.07.30-033.28'."""
    text: str = nn.format(digits)
    return text
