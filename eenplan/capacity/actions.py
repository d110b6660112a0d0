"""What changes rows of the capacity room."""

import re
from datetime import date
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.capacity.enums import NormKey
from eenplan.capacity.models import Norm, Quota
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.network.reference import reference_id

# More than this in a year is a slip of the hand.
MOST = 9_999

# Stated publicly by a partnership: a full-time coach has ten families, a half-time coach five.
DEFAULT_NORMS = {NormKey.FAMILIES_PER_FULL_TIME_COACH: Decimal(10)}


@action
def load_default_norms(acting: Acting) -> int:
    """Add the default norms that are missing; what was changed stays. Returns how many defaults there are."""
    Norm.objects.bulk_create(
        [
            Norm(id=reference_id("norm", key.value), key=key, value=value, period=DateRange(None, None))
            for key, value in DEFAULT_NORMS.items()
        ],
        ignore_conflicts=True,
    )
    record(acting, "capacity:default-norms:loaded")
    return len(DEFAULT_NORMS)


@action
def set_quota(acting: Acting, *, referrer_type: str, number: int | None, from_day: date) -> Quota | None:
    """Keep so many trajectories a year for one type of referrer ('' for all together), from a day on.

    What held until then is closed on that day; a later one that was set before is replaced. None ends it.
    Refuses with `capacity:quota-number`, `quota-type` or, for all but the coordinator, `quota-who`.
    """
    if acting.role != Role.COORDINATOR or acting.partnership_id is None:
        raise RuleBroken("capacity:quota-who", _("Alleen de netwerkcoördinator legt dit vast."))
    if number is not None and not 0 <= number <= MOST:
        raise RuleBroken(
            "capacity:quota-number",
            _("Vul een aantal trajecten per jaar in, van 0 tot %(most)s.") % {"most": MOST},
            field="number",
        )
    if not re.fullmatch(r"[a-z_]{0,20}", referrer_type):
        raise RuleBroken(
            "capacity:quota-type", _("Kies een van de aanmelders die er staan."), field="referrer_type"
        )
    standing = Quota.objects.filter(partnership_id=acting.partnership_id, referrer_type=referrer_type)
    standing.filter(period__startswith__gte=from_day).delete()
    for quota in standing.filter(period__contains=from_day):
        quota.period = DateRange(quota.period.lower, from_day)
        quota.save(update_fields=["period"])
    made = None
    if number is not None:
        made = Quota.objects.create(
            partnership_id=acting.partnership_id,
            referrer_type=referrer_type,
            number=number,
            period=DateRange(from_day, None),
        )
    record(acting, "capacity:quota:set", subject=made.id if made else None)
    return made
