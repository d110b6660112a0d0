"""What can be done to a referral. One verb each; see `core.actions`."""

from eenplan.referrals.actions.conversation import (
    cancel_first_conversation,
    note_first_contact,
    note_help_started,
    plan_first_conversation,
    record_first_conversation,
)
from eenplan.referrals.actions.intake import correct_received, end, note_coach_given, take_up
from eenplan.referrals.actions.receive import NewReferral, Where, receive

__all__ = [
    "NewReferral",
    "Where",
    "cancel_first_conversation",
    "correct_received",
    "end",
    "note_coach_given",
    "note_first_contact",
    "note_help_started",
    "plan_first_conversation",
    "receive",
    "record_first_conversation",
    "take_up",
]
