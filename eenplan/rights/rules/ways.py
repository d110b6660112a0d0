"""How every table of family data goes when a child's own data or a whole file are destroyed. No database.

Every column that points at a piece of a file says what happens to its row when that goes. A column of a family
(`family_id`) and the one by which a row stands on its item go without saying. A table that is not here fails a test.
"""

from collections.abc import Collection, Mapping
from enum import Enum, auto
from typing import Any
from uuid import UUID

# Who wrote what stays, of those who are forgotten.
FORGOTTEN_ACTOR = UUID("00000000-0000-7000-8000-000000000003")


class Goes(Enum):
    """What happens to a row when what one of its columns points at is destroyed."""

    ROW = auto()
    # The piece of the file that the row belongs to goes, with all its words.
    PIECE = auto()
    # The row stays; what the column says is taken out.
    EMPTY = auto()
    # A step stays, and is taken by 'somebody of the family'.
    OWNER = auto()
    # Never pointed at from what stays: the rules leave such a piece in the file.
    STAYS = auto()
    # Somebody who acts: goes too, when the row does.
    ACTOR = auto()


WAYS: Mapping[str, Mapping[str, Goes]] = {
    "consent_answer": {"grant_id": Goes.ROW, "help_id": Goes.ROW, "person_id": Goes.ROW},
    "consent_capability": {"person_id": Goes.ROW},
    "consent_emergencyaccess": {},
    "consent_grant": {"relative_id": Goes.ROW, "actor_id": Goes.ACTOR},
    "consent_grantabout": {"grant_id": Goes.ROW, "person_id": Goes.ROW},
    "consent_knowndisagreement": {"person_id": Goes.ROW},
    "consent_trustedperson": {"person_id": Goes.ROW, "actor_id": Goes.ACTOR},
    "families_attachment": {},
    "families_attachmentcontent": {},
    "families_card": {
        "person_id": Goes.ROW,
        "trusted_person_id": Goes.ROW,
        "grant_id": Goes.ROW,
        "actor_id": Goes.ACTOR,
    },
    "families_contact": {},
    "families_contactdetail": {"person_id": Goes.PIECE, "home_id": Goes.PIECE},
    "families_contactparticipant": {"contact_id": Goes.ROW, "person_id": Goes.ROW},
    "families_correction": {"person_id": Goes.ROW},
    "families_entrance": {"person_id": Goes.ROW, "actor_id": Goes.ACTOR},
    "families_notsafe": {},
    "families_passkey": {"person_id": Goes.ROW, "actor_id": Goes.ACTOR},
    "families_family": {},
    "families_home": {},
    "families_item": {"from_whom_id": Goes.EMPTY},
    "families_itemabout": {"item_id": Goes.ROW, "person_id": Goes.ROW},
    "families_kinship": {
        "one_person_id": Goes.PIECE,
        "one_relative_id": Goes.PIECE,
        "other_person_id": Goes.PIECE,
        "other_relative_id": Goes.PIECE,
    },
    "families_matchkey": {},
    "families_nationalnumber": {"person_id": Goes.ROW},
    "families_person": {"actor_id": Goes.ACTOR},
    "families_relative": {"person_id": Goes.PIECE, "home_id": Goes.EMPTY},
    "families_residence": {"home_id": Goes.ROW, "person_id": Goes.ROW},
    "families_responsibility": {},
    "families_searchkey": {},
    "families_takenin": {},
    "families_tie": {"person_id": Goes.ROW, "child_id": Goes.ROW},
    "families_words": {
        "item_id": Goes.ROW,
        "speaker_id": Goes.EMPTY,
        "translation_of_id": Goes.ROW,
        "replaces_id": Goes.ROW,
    },
    "plans_action": {"plan_id": Goes.PIECE, "goal_id": Goes.EMPTY, "person_id": Goes.OWNER},
    "plans_actionlink": {"action_id": Goes.ROW, "grant_id": Goes.ROW},
    "plans_aftercare": {},
    "plans_agreement": {"version_id": Goes.ROW, "person_id": Goes.ROW},
    "plans_areahandover": {},
    "plans_bridge": {
        "help_id": Goes.ROW,
        "piece_id": Goes.ROW,
        "place_id": Goes.ROW,
        "words_id": Goes.ROW,
        "carried_id": Goes.ROW,
    },
    "plans_closure": {},
    "plans_coachassignment": {"trajectory_id": Goes.ROW},
    "plans_comingtold": {},
    "plans_contribution": {"plan_id": Goes.PIECE, "person_id": Goes.PIECE, "beside_id": Goes.PIECE},
    "plans_domainmark": {"plan_id": Goes.PIECE},
    "plans_draft": {"plan_id": Goes.ROW},
    "plans_goal": {
        "plan_id": Goes.PIECE,
        "part_of_id": Goes.EMPTY,
        "whose_id": Goes.EMPTY,
        "expressed_by_id": Goes.EMPTY,
    },
    "plans_goallasted": {"trajectory_id": Goes.ROW, "goal_id": Goes.ROW},
    "plans_help": {"plan_id": Goes.PIECE, "for_whom_id": Goes.EMPTY},
    "plans_hearshow": {"person_id": Goes.ROW, "detail_id": Goes.EMPTY, "entrance_id": Goes.EMPTY},
    "plans_message": {"person_id": Goes.PIECE},
    "plans_notice": {"person_id": Goes.ROW, "item_id": Goes.ROW},
    "plans_part": {"plan_id": Goes.PIECE, "person_id": Goes.EMPTY, "drawing_id": Goes.EMPTY},
    "plans_participation": {"version_id": Goes.ROW, "person_id": Goes.ROW},
    "plans_placerequest": {"help_id": Goes.ROW},
    "plans_plan": {"trajectory_id": Goes.ROW},
    "plans_planitem": {"plan_id": Goes.PIECE, "beside_id": Goes.PIECE},
    "plans_planversion": {"plan_id": Goes.ROW},
    "plans_response": {"item_id": Goes.ROW, "words_id": Goes.EMPTY, "became_id": Goes.EMPTY},
    "plans_reviewperson": {"review_id": Goes.ROW, "person_id": Goes.ROW},
    "plans_reviewscore": {"review_id": Goes.ROW, "goal_id": Goes.ROW},
    "plans_roundtable": {
        "plan_id": Goes.PIECE,
        "home_id": Goes.EMPTY,
        "agreed_with_id": Goes.EMPTY,
        "at_point_id": Goes.EMPTY,
    },
    "plans_seat": {"table_id": Goes.ROW, "person_id": Goes.ROW, "member_id": Goes.EMPTY},
    "plans_seatanswer": {"seat_id": Goes.ROW},
    "plans_section": {"plan_id": Goes.ROW},
    "plans_session": {"series_id": Goes.ROW},
    "plans_sessionseries": {"helper_id": Goes.PIECE},
    "plans_stillwanted": {"taken_id": Goes.ROW, "person_id": Goes.ROW},
    "plans_tabledecision": {
        "point_id": Goes.ROW,
        "words_id": Goes.ROW,
        "seat_id": Goes.EMPTY,
        "step_id": Goes.EMPTY,
    },
    "plans_tablepoint": {"table_id": Goes.PIECE, "piece_id": Goes.PIECE},
    "plans_stepreply": {"action_id": Goes.ROW, "link_id": Goes.ROW},
    "plans_takenalong": {"source_id": Goes.ROW},
    "plans_teammember": {"plan_id": Goes.PIECE},
    "plans_tick": {"action_id": Goes.ROW, "person_id": Goes.ROW},
    "plans_trajectory": {"referral_id": Goes.ROW},
    "plans_versionitem": {"version_id": Goes.ROW, "item_id": Goes.ROW},
    "plans_wait": {"help_id": Goes.ROW},
    "plans_waitcheck": {"help_id": Goes.ROW, "words_id": Goes.ROW},
    "referrals_consult": {},
    "referrals_consultstep": {"consult_id": Goes.ROW},
    "referrals_crisiscall": {"referral_id": Goes.ROW},
    "referrals_dangerreport": {"referral_id": Goes.ROW},
    "referrals_dangerresponse": {"referral_id": Goes.ROW},
    "referrals_doubleverdict": {"referral_id": Goes.ROW, "other_referral_id": Goes.EMPTY},
    "referrals_forwarding": {"referral_id": Goes.ROW},
    "referrals_note": {"referral_id": Goes.PIECE, "answers_id": Goes.PIECE},
    "referrals_noteread": {"note_id": Goes.ROW},
    "referrals_outcome": {},
    "referrals_receivedcorrection": {"referral_id": Goes.ROW},
    "referrals_referral": {"first_conversation_id": Goes.STAYS},
    "referrals_referrermayknow": {"referral_id": Goes.ROW, "said_by_id": Goes.ROW},
    "referrals_statuslink": {"referral_id": Goes.ROW},
    "referrals_telling": {"referral_id": Goes.ROW, "detail_id": Goes.EMPTY},
    "rights_decision": {"request_id": Goes.ROW, "words_id": Goes.EMPTY, "correction_id": Goes.EMPTY},
    "rights_ending": {"person_id": Goes.ROW, "detail_id": Goes.EMPTY},
    "rights_helperrefusal": {"person_id": Goes.PIECE},
    "rights_hold": {},
    "rights_lifting": {"request_id": Goes.ROW},
    "rights_lookanswer": {"question_id": Goes.ROW},
    "rights_lookquestion": {"person_id": Goes.ROW},
    "rights_request": {"person_id": Goes.ROW, "item_id": Goes.ROW},
}

# Of those who act, what goes with them; where they only wrote something, nobody stands in their place.
READERS: Mapping[str, Mapping[str, Goes]] = {"core_signedin": {"reader_id": Goes.ROW}}

# Tables that point at nothing by a foreign key and yet keep, or may keep, what was of a family: how each goes.
BESIDES: Mapping[str, str] = {
    "audit_ended": "ranges of numbers of entries that are gone; says nothing of anybody; stays",
    "audit_entry": "emptied of whom it names, commitments stay",
    "audit_event": "rows that name the file or what went are removed",
    "audit_seal": "hashes of commitments; says nothing of anybody; stays, so that the chain is whole",
    "django_session": "sessions that name a card or what went are removed",
    "families_signincode": "codes for an entrance that went are removed; all others name nobody and go the next night",
    "plans_waitfact": "anonymous, and cut loose from its help; stays, so that figures stay true",
    "referrals_draft": "sealed and of no family; ends by itself after EENPLAN_DRAFT_DAYS",
    "referrals_draftfile": "sealed, and gone with its draft",
    "referrals_fact": "anonymous; stays, so that figures stay true",
}


def without(content: Any, gone: Collection[str]) -> Any:
    """What a snapshot says without the ids that are gone: a value becomes nothing, an entry of a list leaves."""
    if isinstance(content, str):
        return None if content in gone else content
    if isinstance(content, list):
        return [without(one, gone) for one in content if not _names(one, gone)]
    if isinstance(content, dict):
        return {key: without(value, gone) for key, value in content.items() if key not in gone}
    return content


def _names(entry: Any, gone: Collection[str]) -> bool:
    inside = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else [entry]
    return any(isinstance(one, str) and one in gone for one in inside)
