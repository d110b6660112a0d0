"""What changes rows of the capacity room."""

from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.audit.actions import record
from eenplan.capacity.enums import NormKey
from eenplan.capacity.models import Norm
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.network.reference import reference_id

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
