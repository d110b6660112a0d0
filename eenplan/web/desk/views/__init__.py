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
from eenplan.web.desk.views.deciding import (
    answer_danger,
    call_back,
    consult_only,
    forward_referral,
    judge_other,
    judge_same,
    list_forwarded,
    name_double,
    name_family,
    note_crisis_call,
    read_consult,
    report_danger,
)
from eenplan.web.desk.views.reading import list_referrals, read_referral, search_referrals

__all__ = [
    "answer_danger",
    "call_back",
    "cancel_conversation",
    "choose_coach",
    "consult_only",
    "correct_receipt",
    "end_referral",
    "forward_referral",
    "judge_other",
    "judge_same",
    "list_forwarded",
    "list_referrals",
    "name_double",
    "name_family",
    "note_crisis_call",
    "note_first_contact",
    "plan_conversation",
    "read_consult",
    "read_referral",
    "record_conversation",
    "report_danger",
    "search_referrals",
    "take_up_referral",
]
