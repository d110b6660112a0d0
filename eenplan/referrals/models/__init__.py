"""A referral, its one outcome, the corrections of its date, and the anonymous row that outlives it."""

from eenplan.referrals.models.consult import Consult, ConsultStep
from eenplan.referrals.models.crisis import CrisisCall
from eenplan.referrals.models.danger import DangerReport, DangerResponse
from eenplan.referrals.models.double import DoubleVerdict
from eenplan.referrals.models.draft import Draft
from eenplan.referrals.models.draft_file import DraftFile
from eenplan.referrals.models.fact import Fact
from eenplan.referrals.models.forwarding import Forwarding
from eenplan.referrals.models.note import Note, NoteRead
from eenplan.referrals.models.outcome import Outcome
from eenplan.referrals.models.referral import ReceivedCorrection, Referral
from eenplan.referrals.models.saved_view import SavedView
from eenplan.referrals.models.searchable import Searchable
from eenplan.referrals.models.status import ReferrerMayKnow, StatusLink, Telling
from eenplan.referrals.models.waiting import Waiting

__all__ = [
    "Consult",
    "ConsultStep",
    "CrisisCall",
    "DangerReport",
    "DangerResponse",
    "DoubleVerdict",
    "Draft",
    "DraftFile",
    "Fact",
    "Forwarding",
    "Note",
    "NoteRead",
    "Outcome",
    "ReceivedCorrection",
    "Referral",
    "ReferrerMayKnow",
    "SavedView",
    "Searchable",
    "StatusLink",
    "Telling",
    "Waiting",
]
