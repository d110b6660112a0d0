"""What the capacity room judges: caseload here, who keeps an offer in `offers`. No database."""

from eenplan.capacity.rules.load import capacity, judge, needs_confirmation

__all__ = ["capacity", "judge", "needs_confirmation"]
