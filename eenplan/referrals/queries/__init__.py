"""Reading referrals. Each takes who acts first, stays on the desk of one partnership, and is audited."""

from eenplan.referrals.queries.decisions import (
    CallBack,
    Decisions,
    consult_of,
    crisis_calls,
    decisions,
    to_call_back,
)
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
from eenplan.referrals.queries.doubles import Double, Earlier
from eenplan.referrals.queries.drafts import OpenDraft, draft, sent_with, token_of
from eenplan.referrals.queries.forwarded import ForwardedLine, Passage, forwarded_by_us, forwarded_line
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
    "CallBack",
    "Cursor",
    "Decisions",
    "DeskCounts",
    "DeskPage",
    "DeskRow",
    "Double",
    "Due",
    "Earlier",
    "Following",
    "ForwardedLine",
    "Informed",
    "OpenDraft",
    "Passage",
    "Receipt",
    "ReferralClock",
    "ReferralPage",
    "clocks_of",
    "consult_of",
    "contact_of",
    "crisis_calls",
    "decisions",
    "desk_counts",
    "desk_page",
    "draft",
    "find",
    "follow",
    "forwarded_by_us",
    "forwarded_line",
    "informed",
    "link_of",
    "message",
    "receipt",
    "referral",
    "sent_with",
    "to_call_back",
    "token_of",
]
