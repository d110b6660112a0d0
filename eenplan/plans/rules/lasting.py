"""What of a family's goals lasted, months after the end: what may be noted of each. No database."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.plans.enums import AftercareResult, Lasts

# Below this a number is not shown.
SMALLEST = 5
SILENT = (AftercareResult.NOT_REACHED, AftercareResult.NOT_WANTED)


@dataclass(frozen=True, slots=True)
class Lasted:
    """Whether a goal that was reached still holds, and the family's own score for it now (0 to 10, or none)."""

    lasts: Lasts
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Of how many goals that were reached the family was asked whether they hold, and of how many they do.

    Each is None where it would tell of fewer than five (rule 43): a number beside which another stands alone goes too.
    """

    asked: int | None
    hold: int | None


def counted(yes: int, partly: int, no: int, families: int) -> Counted:
    """The counts of goals over families, as far as they may be shown. 'For a part' counts as holding."""
    hold, asked = yes + partly, yes + partly + no
    if asked < SMALLEST or families < SMALLEST:
        return Counted(None, None)
    return Counted(asked, hold if hold >= SMALLEST and (no == 0 or no >= SMALLEST) else None)


def check_lasted(result: AftercareResult, given: Iterable[Lasted]) -> None:
    """Refuse what a family cannot have said: `plans:nobody-heard` or `plans:score-not-asked`."""
    for one in given:
        if one.lasts != Lasts.NOT_ASKED and result in SILENT:
            raise RuleBroken(
                "plans:nobody-heard",
                _(
                    "Jullie hoorden elkaar niet. Laat bij elk doel ‘niet gevraagd’ staan, of kies wat er wel uit kwam."
                ),
                field="result",
            )
        if one.lasts == Lasts.NOT_ASKED and one.score is not None:
            raise RuleBroken(
                "plans:score-not-asked",
                _(
                    "Je koos een cijfer bij een doel dat niet gevraagd is. Zeg of het nog lukt, of haal het cijfer weg."
                ),
                field="result",
            )
