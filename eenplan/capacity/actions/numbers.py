"""What changes norms and quotas."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.capacity.enums import NormKey
from eenplan.capacity.models import Norm, Quota
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.dated import must_change, replace_from, withdraw
from eenplan.network.reference import reference_id

# More than this in a year is a slip of the hand.
MOST = 9_999
MOST_FAMILIES = 50
MOST_WEEKS = 52

# Stated publicly by a partnership: a full-time coach has ten families, a half-time coach five.
DEFAULT_NORMS = {
    NormKey.FAMILIES_PER_FULL_TIME_COACH: Decimal(10),
    # After so many weeks somebody asks again how a wait stands; of our own choosing.
    NormKey.WEEKS_BETWEEN_CHECKS: Decimal(6),
}


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
def set_quota(
    acting: Acting,
    *,
    referrer_type: str,
    number: int | None,
    from_day: date,
    partnership_id: UUID | None = None,
) -> None:
    """Keep so many trajectories a year for one type of referrer ('' for all together), from a day on.

    What held until then is closed on that day; None ends it. In the partnership of `acting` unless given.
    Refuses with `capacity:quota-number`, `quota-type`, and what `network` refuses of dates and of who.
    """
    partnership = partnership_id or acting.partnership_id
    must_change(acting, partnership)
    if partnership is None:
        raise RuleBroken("capacity:quota-where", _("Kies eerst een samenwerkingsverband."))
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
    key = {"partnership_id": partnership, "referrer_type": referrer_type}
    replace_from(Quota, key, None if number is None else {"number": number}, since=from_day)
    record(acting, "capacity:quota:set", subject=partnership)


@action
def set_norm(
    acting: Acting,
    *,
    partnership_id: UUID | None,
    value: Decimal | None,
    from_day: date,
    key: NormKey = NormKey.FAMILIES_PER_FULL_TIME_COACH,
) -> None:
    """Another number from a day on, as so many families on a full-time coach; None for a partnership: the default again.

    Refuses with `capacity:norm-value`, and what `network` refuses of dates and of who.
    """
    must_change(acting, partnership_id)
    of_families = key == NormKey.FAMILIES_PER_FULL_TIME_COACH
    most = MOST_FAMILIES if of_families else MOST_WEEKS
    if (value is None and partnership_id is None) or (value is not None and not 1 <= value <= most):
        said = (
            _("Vul een aantal gezinnen in, van 1 tot %(most)s.")
            if of_families
            else _("Vul een aantal weken in, van 1 tot %(most)s.")
        )
        raise RuleBroken("capacity:norm-value", said % {"most": most}, field="value")
    which = {"partnership_id": partnership_id, "key": key.value}
    replace_from(Norm, which, None if value is None else {"value": value}, since=from_day)
    record(acting, "capacity:norm:set", subject=partnership_id)


@action
def take_back_number(
    acting: Acting,
    *,
    partnership_id: UUID | None,
    since: date,
    referrer_type: str | None = None,
    norm: NormKey = NormKey.FAMILIES_PER_FULL_TIME_COACH,
) -> None:
    """Take back a norm, or the quota of a type of referrer, that has not begun. Raises NotFound when none is."""
    must_change(acting, partnership_id)
    if referrer_type is None:
        key = {"partnership_id": partnership_id, "key": norm.value}
        withdraw(Norm, key, since=since)
    else:
        withdraw(Quota, {"partnership_id": partnership_id, "referrer_type": referrer_type}, since=since)
    record(acting, "capacity:number:taken-back", subject=partnership_id)
