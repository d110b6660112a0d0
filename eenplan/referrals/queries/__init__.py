"""Reading referrals. Each takes who acts first, stays on the desk of one partnership, and is audited."""

from eenplan.referrals.models import Consult, CrisisCall, DangerResponse, ReceivedCorrection
from eenplan.referrals.queries.aside import Aside, Use, aside
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
    Tally,
    desk_counts,
    desk_page,
    desk_without,
    find,
    team_list,
)
from eenplan.referrals.queries.desk_rows import DeskRow
from eenplan.referrals.queries.doubles import Double, Earlier, referred_again
from eenplan.referrals.queries.draft_files import DraftPaper, draft_files
from eenplan.referrals.queries.drafts import OpenDraft, draft, sent_with, token_of
from eenplan.referrals.queries.forwarded import ForwardedLine, Passage, forwarded_by_us, forwarded_line
from eenplan.referrals.queries.narrowing import EVERYTHING, AgeBand, Due, Narrowing
from eenplan.referrals.queries.notes import (
    NoteNow,
    Question,
    notes_on,
    open_questions,
)
from eenplan.referrals.queries.page import (
    Receipt,
    ReferralClock,
    ReferralPage,
    clocks_of,
    receipt,
    received_corrections,
    referral,
)
from eenplan.referrals.queries.saved_views import LONGEST_VIEW_NAME, ViewRow, saved_view, saved_views
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
    "EVERYTHING",
    "LONGEST_VIEW_NAME",
    "AgeBand",
    "Aside",
    "CallBack",
    "Consult",
    "CrisisCall",
    "Cursor",
    "DangerResponse",
    "Decisions",
    "DeskCounts",
    "DeskPage",
    "DeskRow",
    "Double",
    "DraftPaper",
    "Due",
    "Earlier",
    "Following",
    "ForwardedLine",
    "Informed",
    "Narrowing",
    "NoteNow",
    "OpenDraft",
    "Passage",
    "Question",
    "Receipt",
    "ReceivedCorrection",
    "ReferralClock",
    "ReferralPage",
    "Tally",
    "Use",
    "ViewRow",
    "aside",
    "clocks_of",
    "consult_of",
    "contact_of",
    "crisis_calls",
    "decisions",
    "desk_counts",
    "desk_page",
    "desk_without",
    "draft",
    "draft_files",
    "find",
    "follow",
    "forwarded_by_us",
    "forwarded_line",
    "informed",
    "link_of",
    "message",
    "notes_on",
    "open_questions",
    "receipt",
    "received_corrections",
    "referral",
    "referred_again",
    "saved_view",
    "saved_views",
    "sent_with",
    "team_list",
    "to_call_back",
    "token_of",
]
