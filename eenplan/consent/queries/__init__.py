"""Reading of the consent room."""

from eenplan.consent.queries.deviations import (
    DisagreementOn,
    JudgedOn,
    disagreements,
    judgements,
    said_of_help,
)
from eenplan.consent.queries.people import legal_terms, people, people_of
from eenplan.consent.queries.shares import (
    ShareOn,
    Spoken,
    just_turned,
    open_questions,
    share,
    shares,
    still_to_ask,
)

__all__ = [
    "DisagreementOn",
    "JudgedOn",
    "ShareOn",
    "Spoken",
    "disagreements",
    "judgements",
    "just_turned",
    "legal_terms",
    "open_questions",
    "people",
    "people_of",
    "said_of_help",
    "share",
    "shares",
    "still_to_ask",
]
