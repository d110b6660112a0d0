"""What can be done to a referral. One verb each; see `core.actions`."""

from eenplan.referrals.actions.consult import NewStep, end_with_consult, note_called_back
from eenplan.referrals.actions.conversation import (
    cancel_first_conversation,
    note_first_contact,
    note_help_started,
    plan_first_conversation,
    record_first_conversation,
)
from eenplan.referrals.actions.crisis import note_crisis_call
from eenplan.referrals.actions.danger import answer_danger, report_danger
from eenplan.referrals.actions.doubles import note_other_family, recognise_family
from eenplan.referrals.actions.draft_files import keep_draft_file, move_draft_files, remove_draft_file
from eenplan.referrals.actions.drafts import clear_drafts, keep_draft, send_draft, wipe_draft
from eenplan.referrals.actions.forwarding import forward
from eenplan.referrals.actions.intake import end, note_coach_given, take_up
from eenplan.referrals.actions.naming import name_family
from eenplan.referrals.actions.new_referral import NewReferral
from eenplan.referrals.actions.notes import correct_note, mark_notes_read, write_note
from eenplan.referrals.actions.place import Where
from eenplan.referrals.actions.receipt import correct_received
from eenplan.referrals.actions.receive import receive
from eenplan.referrals.actions.saved_views import change_view, remove_view, save_view
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
    "NewStep",
    "Where",
    "agree_way_to_tell",
    "answer_danger",
    "cancel_first_conversation",
    "change_view",
    "claim_message",
    "clear_drafts",
    "correct_note",
    "correct_received",
    "end",
    "end_with_consult",
    "forward",
    "keep_draft",
    "keep_draft_file",
    "let_referrer_know",
    "mark_notes_read",
    "move_draft_files",
    "name_family",
    "note_called_back",
    "note_coach_given",
    "note_crisis_call",
    "note_first_contact",
    "note_help_started",
    "note_other_family",
    "note_sent",
    "note_told",
    "plan_first_conversation",
    "receive",
    "recognise_family",
    "record_first_conversation",
    "remove_draft_file",
    "remove_view",
    "renew_status_link",
    "report_danger",
    "save_view",
    "send_draft",
    "stop_referrer_knowing",
    "take_up",
    "wipe_draft",
    "write_note",
]
