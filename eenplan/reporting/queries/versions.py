"""By the areas of which years the same year can be counted."""

from datetime import date

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.network.models import MunicipalityZone, PartnershipZone
from eenplan.reporting import rules
from eenplan.reporting.queries.readers import may_read


def area_versions(acting: Acting, *, year: int) -> list[tuple[int, date]]:
    """Years (latest first) whose areas differ from each other, with their day; the year itself is one of them.

    Of years with the same areas the latest stands, unless the year itself has them. Two queries.
    """
    may_read(acting)
    today = clock.today()
    periods = [
        *PartnershipZone.objects.order_by().values_list("period", flat=True).distinct(),
        *MunicipalityZone.objects.order_by().values_list("period", flat=True).distinct(),
    ]
    turns = {day for period in periods for day in (period.lower, period.upper) if day}
    found: dict[int, tuple[int, date]] = {}
    for other in range(rules.FIRST_YEAR, today.year + 1):
        day = rules.own_day(other, today)
        version = sum(turn <= day for turn in turns)
        if version not in found or found[version][0] != year:
            found[version] = (other, day)
    return sorted(found.values(), reverse=True)


def partnership_codes(acting: Acting, *, on: date) -> dict[str, str]:
    """For the code of each zone that had one on a day: the code of its partnership. One query."""
    may_read(acting)
    serves = PartnershipZone.objects.filter(period__contains=on).order_by()
    return dict(serves.values_list("zone__code", "partnership__code"))
