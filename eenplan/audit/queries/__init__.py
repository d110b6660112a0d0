"""Reading the audit back: whether it is whole, and who looked."""

from eenplan.audit.queries.chain import Judged, anchor_of_today, judge

__all__ = ["Judged", "anchor_of_today", "judge"]
