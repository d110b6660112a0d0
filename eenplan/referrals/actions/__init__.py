"""What can be done to a referral. One verb each; see `core.actions`."""

from eenplan.referrals.actions.conversation import (
    cancel_first_conversation,
    note_first_contact,
    note_help_started,
    plan_first_conversation,
    record_first_conversation,
)
from eenplan.referrals.actions.drafts import clear_drafts, keep_draft, wipe_draft
from eenplan.referrals.actions.intake import correct_received, end, note_coach_given, take_up
from eenplan.referrals.actions.receive import NewReferral, Where, receive
from eenplan.referrals.actions.status import (
    agree_way_to_tell,
    claim_message,
    let_referrer_know,
    note_sent,
    note_told,
    renew_status_link,
    stop_referrer_knowing,
)

__all__ = [
    "NewReferral",
    "Where",
    "agree_way_to_tell",
    "cancel_first_conversation",
    "claim_message",
    "clear_drafts",
    "correct_received",
    "end",
    "keep_draft",
    "let_referrer_know",
    "note_coach_given",
    "note_first_contact",
    "note_help_started",
    "note_sent",
    "note_told",
    "plan_first_conversation",
    "receive",
    "record_first_conversation",
    "renew_status_link",
    "stop_referrer_knowing",
    "take_up",
    "wipe_draft",
]
