"""What can be done about consent."""

from eenplan.consent.actions.deviations import end_disagreement, judge_capability, note_disagreement
from eenplan.consent.actions.shares import answer, ask, end_share

__all__ = ["answer", "ask", "end_disagreement", "end_share", "judge_capability", "note_disagreement"]
