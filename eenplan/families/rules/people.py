"""What holds for families and persons, computed from loaded facts. No database."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from eenplan.consent.rules import birthday
from eenplan.core.errors import RuleBroken

# A child is expected within ten months; after its day it is born soon.
TO_DUE_DATE = timedelta(days=300)
# A child is born at most some months before or weeks after the day on which it was expected.
FROM_DUE_DATE = timedelta(days=150)


def age_on(birth_date: date, on: date) -> int:
    """Full years of age on a day; negative for somebody not yet born."""
    age = on.year - birth_date.year
    return age if on >= birthday(birth_date, age) else age - 1


def check_birth(birth_date: date, *, due_date: date, on: date) -> None:
    """Refuse a day of birth that has not come, or that lies months from when the child was expected."""
    if birth_date > on:
        raise RuleBroken(
            "birth-date-in-future",
            _("Deze dag moet nog komen. Vul in op welke dag het kindje geboren is."),
            field="birth_date",
        )
    if abs(birth_date - due_date) > FROM_DUE_DATE:
        raise RuleBroken(
            "families:birth-far-from-due",
            _("Deze dag ligt ver van de uitgerekende datum. Kijk de datum na."),
            field="birth_date",
        )


class Overtaken(RuleBroken):
    """Somebody else changed it since it was read: read again, and put both together."""

    def __init__(self) -> None:
        super().__init__(
            "families:overtaken",
            _("Iemand anders heeft dit intussen aangepast. Bekijk wat er nu staat en bewaar dan opnieuw."),
        )


def check_due(due_date: date | None, *, birth_date: date | None, on: date) -> None:
    """Refuse what cannot be of a child that is expected: no day, one too far ahead or behind, a day of birth."""
    if birth_date is not None:
        raise RuleBroken(
            "families:use-birth",
            _(
                "Is het kindje geboren? Ga terug naar het plan en kies ‘Het is geboren’: dan blijft alles bewaard."
            ),
            field="birth_date",
        )
    if due_date is None:
        raise RuleBroken(
            "families:due-date-missing",
            _("Vul in tegen wanneer het kindje verwacht wordt."),
            field="due_date",
        )
    if due_date > on + TO_DUE_DATE:
        raise RuleBroken(
            "families:due-date-far",
            _("Deze dag ligt meer dan tien maanden ver. Kijk de uitgerekende datum na."),
            field="due_date",
        )
    if due_date < on - FROM_DUE_DATE:
        raise RuleBroken(
            "families:due-date-past",
            _("Deze dag ligt maanden terug. Kijk de uitgerekende datum na, of kies ‘Het is geboren’."),
            field="due_date",
        )


def check_stays_child(*, is_child: bool, was_child: bool, has_ties: bool) -> None:
    """Refuse to make a grown-up of somebody of whom parents or authority are written down."""
    if was_child and not is_child and has_ties:
        raise RuleBroken(
            "families:still-a-child",
            _("Bij ‘Ouders en gezag’ staat nog wie voor dit kind zorgt. Haal dat daar eerst weg."),
            field="role",
        )
