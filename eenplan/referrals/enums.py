"""Fixed choices of the referrals room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a referral stands. Only an outcome leads out of 'received' (rule 9)."""

    RECEIVED = "received", _("ontvangen")
    TAKEN_UP = "taken_up", _("opgenomen")
    COACH_GIVEN = "coach_given", _("heeft een coach")
    CONVERSATION_PLANNED = "conversation_planned", _("gesprek gepland")
    CONVERSATION_HELD = "conversation_held", _("gesprek gehouden")
    ENDED = "ended", _("afgerond")


# The states in which a family still waits for its first conversation.
OPEN_STATES = (State.RECEIVED, State.TAKEN_UP, State.COACH_GIVEN, State.CONVERSATION_PLANNED)
# The states after a referral was taken up.
TAKEN_UP_STATES = (
    State.TAKEN_UP,
    State.COACH_GIVEN,
    State.CONVERSATION_PLANNED,
    State.CONVERSATION_HELD,
)


class Act(models.TextChoices):
    """The one next act on a referral."""

    TAKE_UP = "take_up", _("Neem op")
    CONSULT = "consult", _("Overleg met de aanmelder")
    GIVE_COACH = "give_coach", _("Kies een coach")
    PLAN_CONVERSATION = "plan_conversation", _("Plan het gesprek")
    RECORD_CONVERSATION = "record_conversation", _("Noteer het gesprek")
    NONE = "none", _("Niets te doen")


class OutcomeKind(models.TextChoices):
    """How intake ended (rule 9). There is no refusal for what a family is or has (rule 10)."""

    TAKEN_UP = "taken_up", _("opgenomen")
    CONSULT_ONLY = "consult_only", _("enkel overleg met de aanmelder")
    FORWARDED = "forwarded", _("doorgegeven")
    WITHDRAWN = "withdrawn", _("het gezin wil het niet meer")
    DUPLICATE = "duplicate", _("dubbel aangemeld")
    NOT_ELIGIBLE = "not_eligible", _("valt buiten het aanbod")


class OutcomeReason(models.TextChoices):
    """Why intake ended so; own words always stand beside it."""

    REFERRER_GOES_ON = "referrer_goes_on", _("de aanmelder kan zelf verder")
    OTHER_HELP = "other_help", _("er is al andere hulp")
    OUTSIDE_AREA = "outside_area", _("het gezin woont in een andere regio")
    FAMILY_DECIDES = "family_decides", _("het gezin kiest er zelf voor")
    NOT_REACHED = "not_reached", _("het gezin is niet bereikt")
    KNOWN_ALREADY = "known_already", _("het gezin was al aangemeld")
    OUTSIDE_AGE = "outside_age", _("alle kinderen zijn ouder dan 25")
    OTHER = "other", _("iets anders")


class ReferralChannel(models.TextChoices):
    """How a referral came in."""

    WEB = "web", _("via het formulier")
    PHONE = "phone", _("telefoon")
    MAIL = "mail", _("brief of e-mail")
    WALK_IN = "walk_in", _("aan het onthaal")


class ReferrerType(models.TextChoices):
    """Who refers."""

    FAMILY = "family", _("het gezin zelf")
    CLB = "clb", _("centrum voor leerlingenbegeleiding (CLB)")
    CAW = "caw", _("centrum algemeen welzijnswerk (CAW)")
    KIND_EN_GEZIN = "kind_en_gezin", _("Kind en Gezin")
    GP = "gp", _("huisarts")
    SCHOOL = "school", _("school")
    OCMW = "ocmw", _("OCMW")
    CGG = "cgg", _("centrum geestelijke gezondheidszorg (CGG)")
    CKG = "ckg", _("centrum voor kinderzorg en gezinsondersteuning (CKG)")
    VAPH = "vaph", _("voorziening voor personen met een handicap (VAPH)")
    YOUTH_HELP = "youth_help", _("jeugdhulpvoorziening")
    MANDATED = "mandated", _("ondersteuningscentrum of vertrouwenscentrum (OCJ, VK)")
    COURT_SERVICE = "court_service", _("sociale dienst van de jeugdrechtbank")
    CRISIS = "crisis", _("crisismeldpunt")
    OTHER = "other", _("iemand anders")


class Urgency(models.TextChoices):
    """How soon, in the eyes of who took the referral. It changes the order of work, never the deadline."""

    ORDINARY = "ordinary", _("gewoon")
    SOON = "soon", _("liefst deze week")
    TODAY = "today", _("vandaag nog")


class ClockState(models.TextChoices):
    """Where the one-month clock stands."""

    RUNNING = "running", _("op tijd")
    AT_RISK = "at_risk", _("bijna om")
    OVERDUE = "overdue", _("te laat")
    STOPPED = "stopped", _("gesprek gehouden")
    ENDED = "ended", _("anders afgerond")
    CONSULT = "consult", _("overleg")


class TellBy(models.TextChoices):
    """How a family is told that its question arrived, what comes next and whom it can call."""

    PHONE = "phone", _("telefoon")
    EMAIL = "email", _("e-mail")
    TEXT = "text", _("sms")
    LETTER = "letter", _("brief met de post")
    SCREEN = "screen", _("op het scherm, bij het versturen")


class TellingState(models.TextChoices):
    """Whether the family was told."""

    TO_DO = "to_do", _("nog te doen")
    TOLD = "told", _("verteld")
    AGREE_FIRST = "agree_first", _("eerst een veilige weg afspreken")


class DangerAct(models.TextChoices):
    """What somebody did about acute danger (rule 12)."""

    CRISIS_HOTLINE = "crisis_hotline", _("belde het crisismeldpunt")
    MANDATED = "mandated", _("belde het ondersteuningscentrum of vertrouwenscentrum (OCJ, VK)")
    POLICE = "police", _("belde de politie of 112")
    DOCTOR = "doctor", _("belde een dokter")
    VISIT = "visit", _("ging zelf langs")
    FAMILY = "family", _("sprak met het gezin")
    OTHER = "other", _("deed iets anders")


class CrisisKind(models.TextChoices):
    """What a crisis hotline did."""

    CONSULT = "consult", _("advies")
    DISPATCH = "dispatch", _("er werd hulp gestuurd")


class CrisisAgreement(models.TextChoices):
    """Whether the client agreed with the contact."""

    YES = "yes", _("ja")
    NO = "no", _("nee")
    UNCLEAR = "unclear", _("nog niet duidelijk")


class Verdict(models.TextChoices):
    """Whether two files that look alike are of one family."""

    SAME = "same", _("hetzelfde gezin")
    OTHER = "other", _("een ander gezin")
