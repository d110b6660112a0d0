"""What the demo's families wait for and how long, and the waits of the last two years as figures count them: only facts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import exp

from django.db.models import F
from django.db.models.functions import Coalesce

from eenplan.core.clock import BRUSSELS
from eenplan.demo.chance import Chance, workday
from eenplan.demo.copying import Load
from eenplan.plans.enums import HelpType
from eenplan.plans.models import WaitFact


@dataclass(frozen=True, slots=True)
class Awaited:
    """Some help: with whom, how often it is waited for, and after how many weeks it began for half of the families."""

    what: str
    organisation: str
    kind: HelpType
    often: int
    weeks: int


AWAITED = (
    Awaited("Begeleiding thuis", "Thuisbegeleiding De Brug (demo)", HelpType.HOME_GUIDANCE, 26, 11),
    Awaited("Gesprekken voor een van de kinderen", "CGG (demo)", HelpType.THERAPY, 24, 16),
    Awaited(
        "Onderzoek naar autisme of ADHD", "Dienst voor autisme Het Anker (demo)", HelpType.DIAGNOSIS, 16, 26
    ),
    Awaited("Hulp bij de schulden", "OCMW (demo)", HelpType.MONEY_HOUSING, 10, 3),
    Awaited("Begeleiding op school", "CLB (demo)", HelpType.SCHOOL, 9, 4),
    Awaited("Een plaats in de opvang", "Huis van het Kind (demo)", HelpType.CHILDCARE, 8, 9),
    Awaited("Gezinszorg, enkele uren per week", "OCMW (demo)", HelpType.PRACTICAL, 5, 3),
    Awaited("Enkele dagen per maand elders logeren", "CKG (demo)", HelpType.STAY, 2, 14),
)
# How much waits for the same help differ, and in how many cases somebody stopped waiting.
VARIETY, LEFT = 0.6, 0.07
# As far back as figures look. In it each zone waited so many times for each help, and so many more as it is often needed.
LOOKED_BACK, AT_LEAST, MORE = 728, 7, 0.9


def days_waited(chance: Chance, one: Awaited) -> int:
    """After how many days the help begins."""
    return max(2, round(7 * one.weeks * exp(chance.gauss(0, VARIETY))))


def add_waits_of_before(load: Load, zone_id: str, today: date, *, at_home: bool, scale: float) -> None:
    """The waits of families of one zone whose file is not in the demo.

    In the demo's own partnership all of those are over: what still goes on there stands in a plan.
    """
    chance = Chance(f"waits:{zone_id}")
    busy = chance.uniform(0.85, 1.3)
    for one in AWAITED:
        number = round(busy * (AT_LEAST + MORE * one.often) * (1 if at_home else scale))
        for _wait in range(number):
            since = workday(today - timedelta(days=chance.randrange(10, LOOKED_BACK)))
            days, left = days_waited(chance, one), chance.maybe(LEFT)
            over = workday(since + timedelta(days=days // 2 if left else days))
            goes_on, moment = over > today, datetime.combine(since, time(9), BRUSSELS)
            ids = chance.new_id(moment), chance.new_id(moment)
            if goes_on and at_home:
                continue
            load[WaitFact].add(
                id=ids[0],
                family_token=ids[1],
                zone_id=zone_id,
                help_type=one.kind.value,
                since=since,
                noted_on=since,
                started_on=None if goes_on or left else over,
                left_on=over if left and not goes_on else None,
                over_noted_on=None if goes_on else over,
                demo=True,
            )


def note_when_it_was() -> None:
    """What the load wrote of waits was known when it happened, not only since today."""
    WaitFact.objects.update(noted_on=F("since"), over_noted_on=Coalesce("started_on", "left_on"))
