"""Reading of norms and quotas."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q

from eenplan.capacity.enums import NormKey
from eenplan.capacity.models import Norm, Quota
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.network.queries import Dated


def norm(
    acting: Acting,
    key: NormKey = NormKey.FAMILIES_PER_FULL_TIME_COACH,
    *,
    on: date,
    partnership_id: UUID | None = None,
) -> Decimal:
    """The norm of a partnership (that of `acting` unless given) on a day, else the default. One query."""
    partnership = partnership_id or acting.partnership_id
    found = (
        Norm.objects.filter(Q(partnership_id=partnership) | Q(partnership=None), key=key, period__contains=on)
        .order_by(F("partnership").asc(nulls_last=True))
        .first()
    )
    if found is None:
        raise NotFound(f"norm {key}")
    value: Decimal = found.value
    return value


def quotas(acting: Acting, *, on: date) -> dict[str, int]:
    """How many trajectories a year are kept per type of referrer ('' for all together) on a day. One query."""
    if acting.partnership_id is None:
        return {}
    return dict(
        Quota.objects.filter(partnership_id=acting.partnership_id, period__contains=on)
        .order_by("referrer_type")
        .values_list("referrer_type", "number")
    )


def norms_through_time(
    acting: Acting,
    *,
    partnership_id: UUID | None,
    key: NormKey = NormKey.FAMILIES_PER_FULL_TIME_COACH,
) -> list[Dated]:
    """Every number of one norm, of a partnership and by default, past and planned. One query."""
    rows = Norm.objects.filter(Q(partnership_id=partnership_id) | Q(partnership=None), key=key).order_by(
        "period", "id"
    )
    return [
        Dated(
            row.key,
            {"value": row.value},
            row.period.lower,
            row.period.upper,
            row.partnership_id == partnership_id,
        )
        for row in rows
    ]


def quotas_through_time(acting: Acting, *, partnership_id: UUID) -> list[Dated]:
    """Every quota of a partnership, past and planned. One query."""
    return [
        Dated(row.referrer_type, {"number": row.number}, row.period.lower, row.period.upper, own=True)
        for row in Quota.objects.filter(partnership_id=partnership_id).order_by("period", "id")
    ]
