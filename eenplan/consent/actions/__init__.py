"""What can be done about consent."""

from eenplan.consent.actions.deviations import end_disagreement, judge_capability, note_disagreement
from eenplan.consent.actions.shares import answer, ask, end_share
from eenplan.consent.actions.trusted import NewTrustedPerson, let_trusted_person_go, name_trusted_person

__all__ = [
    "NewTrustedPerson",
    "answer",
    "ask",
    "end_disagreement",
    "end_share",
    "judge_capability",
    "let_trusted_person_go",
    "name_trusted_person",
    "note_disagreement",
]
