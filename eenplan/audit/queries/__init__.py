"""Reading the audit back: whether it is whole, and who looked."""

from eenplan.audit.queries.chain import Judged, MonthsOver, anchor_of_today, judge, months_over

__all__ = ["Judged", "MonthsOver", "anchor_of_today", "judge", "months_over"]
