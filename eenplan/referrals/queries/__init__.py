"""Reading referrals. Each takes who acts first, stays on the desk of one partnership, and is audited."""

from eenplan.referrals.queries.desk import (
    Cursor,
    DeskCounts,
    DeskPage,
    DeskRow,
    Due,
    desk_counts,
    desk_page,
    find,
)
from eenplan.referrals.queries.page import (
    Receipt,
    ReferralClock,
    ReferralPage,
    clocks_of,
    receipt,
    referral,
)

__all__ = [
    "Cursor",
    "DeskCounts",
    "DeskPage",
    "DeskRow",
    "Due",
    "Receipt",
    "ReferralClock",
    "ReferralPage",
    "clocks_of",
    "desk_counts",
    "desk_page",
    "find",
    "receipt",
    "referral",
]
