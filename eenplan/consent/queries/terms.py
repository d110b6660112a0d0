"""Terms of the law through time, for whoever changes them."""

from eenplan.consent.models import LegalTerm
from eenplan.core.acting import Acting
from eenplan.network.queries import Dated


def terms_through_time(acting: Acting) -> list[Dated]:
    """Every term, past and planned, with its basis and whether a jurist looked at it. One query."""
    return [
        Dated(
            code=row.code,
            values={
                "value": row.value,
                "reference": row.reference,
                "reviewed_on": row.reviewed_on,
                "reviewed_by": row.reviewed_by,
            },
            since=row.period.lower,
            until=row.period.upper,
            own=True,
        )
        for row in LegalTerm.objects.order_by("period", "id")
    ]
