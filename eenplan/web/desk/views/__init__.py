"""The views of the desk: reading, and one act each."""

from eenplan.web.desk.views.acts import (
    cancel_conversation,
    choose_coach,
    correct_receipt,
    end_referral,
    note_first_contact,
    plan_conversation,
    record_conversation,
    take_up_referral,
)
from eenplan.web.desk.views.reading import list_referrals, read_referral, search_referrals

__all__ = [
    "cancel_conversation",
    "choose_coach",
    "correct_receipt",
    "end_referral",
    "list_referrals",
    "note_first_contact",
    "plan_conversation",
    "read_referral",
    "record_conversation",
    "search_referrals",
    "take_up_referral",
]
