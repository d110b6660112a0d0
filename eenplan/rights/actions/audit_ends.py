"""The audit has a term of its own: months that are older go, once it is proven that nobody altered them."""

from datetime import date

from eenplan.audit.queries import MonthsOver, judge, months_over
from eenplan.audit.tasks import end_months
from eenplan.consent.rules import birthday
from eenplan.core.acting import Acting
from eenplan.core.clock import today
from eenplan.rights.queries.retention import periods
from eenplan.rights.rules.retention import DAY


class AuditBroken(Exception):
    """Somebody altered the audit: nothing of it goes before that was looked into (`eenplan verify-audit`)."""


def audit_over(acting: Acting, *, on: date) -> MonthsOver:
    """Which months of the audit are over on a day, by the term of today. As the owner."""
    years = periods(acting).retention_audit_years
    return months_over(birthday(on, -years) - DAY)


def end_audit(acting: Acting) -> int:
    """Remove the months whose term is over; gives how many entries went. Raises AuditBroken, and then nothing goes."""
    over = audit_over(acting, on=today())
    if not over.months or over.until is None:
        return 0
    if judge().fault:
        raise AuditBroken
    return end_months(over.until)
