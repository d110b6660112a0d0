"""What follows from facts about consent. No database here."""

from eenplan.consent.rules.asking import (
    LOOKS_IN_AS,
    SHARED_FUNCTIONS,
    TOLD_GROUNDS,
    NewShare,
    Recipient,
    check_share,
)
from eenplan.consent.rules.deciding import (
    Someone,
    Terms,
    birthday,
    is_turning,
    presumed_capable,
    stage_on,
)
from eenplan.consent.rules.verdicts import (
    Asked,
    Share,
    Verdict,
    judge_person,
    judge_share,
    state_of,
    those_with_a_say,
)

__all__ = [
    "LOOKS_IN_AS",
    "SHARED_FUNCTIONS",
    "TOLD_GROUNDS",
    "Asked",
    "NewShare",
    "Recipient",
    "Share",
    "Someone",
    "Terms",
    "Verdict",
    "birthday",
    "check_share",
    "is_turning",
    "judge_person",
    "judge_share",
    "presumed_capable",
    "stage_on",
    "state_of",
    "those_with_a_say",
]
