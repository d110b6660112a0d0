"""Reading of the consent room."""

from eenplan.consent.queries.deviations import (
    DisagreementOn,
    JudgedOn,
    disagreements,
    judgements,
    said_of_help,
)
from eenplan.consent.queries.people import legal_terms, people
from eenplan.consent.queries.shares import (
    ShareOn,
    Spoken,
    just_turned,
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
    "people",
    "said_of_help",
    "share",
    "shares",
    "still_to_ask",
]
