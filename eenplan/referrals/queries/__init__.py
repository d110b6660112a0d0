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
from eenplan.referrals.queries.drafts import OpenDraft, draft, token_of
from eenplan.referrals.queries.page import (
    Receipt,
    ReferralClock,
    ReferralPage,
    clocks_of,
    receipt,
    referral,
)
from eenplan.referrals.queries.status import (
    Following,
    Informed,
    contact_of,
    follow,
    informed,
    link_of,
    message,
)

__all__ = [
    "Cursor",
    "DeskCounts",
    "DeskPage",
    "DeskRow",
    "Due",
    "Following",
    "Informed",
    "OpenDraft",
    "Receipt",
    "ReferralClock",
    "ReferralPage",
    "clocks_of",
    "contact_of",
    "desk_counts",
    "desk_page",
    "draft",
    "find",
    "follow",
    "informed",
    "link_of",
    "message",
    "receipt",
    "referral",
    "token_of",
]
