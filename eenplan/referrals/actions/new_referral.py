"""What is told when a family is referred."""

from dataclasses import dataclass
from datetime import datetime

from eenplan.families.actions import NewDetail, NewPerson
from eenplan.referrals.enums import ReferralChannel, ReferrerType, Urgency


@dataclass(frozen=True, slots=True)
class NewReferral:
    """What a referrer or the family tells. None and '' mean 'not known', which is always allowed.

    `tell_by` is the way (`TellBy`) the family chose to hear whom it can call and what comes next.
    `anonymous` asks for a consult about a family that knows nothing of it: no names, no dates, no ways to
    reach it. `answers` are to questions of the partnership's own: code, answer. `self_referred` is a youngster who
    asks for itself, `parents_may_know` its own answer; `told_ages` are ages in years where no birth date was given.
    `question` are the family's own words (`question_speaker`: which of `persons` said it, from 0),
    `referrer_view` is how the referrer sees it; they are kept apart. `received_at` is None for 'now'.
    """

    family_name: str
    referrer_type: ReferrerType
    anonymous: bool = False
    self_referred: bool = False
    parents_may_know: bool | None = None
    told_ages: tuple[int, ...] = ()
    channel: ReferralChannel = ReferralChannel.WEB
    received_at: datetime | None = None
    persons: tuple[NewPerson, ...] = ()
    details: tuple[NewDetail, ...] = ()
    language: str = "nl"
    interpreter: bool | None = None
    question: str = ""
    question_language: str = "nl"
    question_speaker: int | None = None
    referrer_view: str = ""
    going_well: str = ""
    domains: tuple[str, ...] = ()
    referrer_organisation: str = ""
    referrer_name: str = ""
    referrer_phone: str = ""
    referrer_email: str = ""
    stays_involved: bool | None = None
    wants_feedback: bool | None = None
    family_informed: bool | None = None
    disagreement_known: bool | None = None
    asked_minor: bool | None = None
    safe_to_contact: bool | None = None
    preferred_contact: str = ""
    tell_by: str = ""
    urgency: Urgency = Urgency.ORDINARY
    acute_danger: bool | None = None
    concern_about_child: bool | None = None
    eligibility_override: str = ""
    answers: tuple[tuple[str, str], ...] = ()
