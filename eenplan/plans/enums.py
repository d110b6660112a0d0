"""Fixed choices of the plans room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectionKey(models.TextChoices):
    """The parts of a plan, in the order in which they are read. Each is saved by itself."""

    WHO_WE_ARE = "who_we_are", _("Wie we zijn")
    WHAT_WE_WANT = "what_we_want", _("Wat we willen")
    WHAT_GOES_WELL = "what_goes_well", _("Wat goed gaat")
    DOMAINS = "domains", _("Ons leven nu")
    HELP = "help", _("Hulp die er is en hulp waar we op wachten")
    GOALS = "goals", _("Onze doelen en stappen")
    TEAM = "team", _("Wie ons helpt")
    IF_DIFFICULT = "if_difficult", _("Als het moeilijk wordt")
    AGREEMENTS = "agreements", _("Hoe we samenwerken")


class Topic(models.TextChoices):
    """What a loose text of a section is about, where a section has several sides."""

    SIGNS = "signs", _("Waaraan we het merken")
    OURSELVES = "ourselves", _("Wat we zelf doen")
    CALL = "call", _("Wie we bellen")
    SAFETY = "safety", _("Veiligheidsafspraken")
    RHYTHM = "rhythm", _("Hoe vaak we elkaar zien")
    SHARING = "sharing", _("Wie wat mag weten")
    SCHOOL = "school", _("Wie het aan de school vertelt")


class Mark(models.TextChoices):
    """What the family says of a part of life, in one tap (rule 20)."""

    GOES_WELL = "goes_well", _("gaat goed")
    TALK_ABOUT = "talk_about", _("daar willen we over praten")
    NOT_NOW = "not_now", _("nu niet")
    NOT_APPLICABLE = "not_applicable", _("niet van toepassing")


class Importance(models.TextChoices):
    """How much a part of life matters to the family now, compared with the others."""

    FIRST = "first", _("dit eerst")
    ALSO = "also", _("ook belangrijk")
    LATER = "later", _("dit kan wachten")


class Horizon(models.TextChoices):
    """Whether a goal is far ahead or a small step on the way."""

    LONG = "long", _("voor later")
    SMALL = "small", _("kleine stap")


class GoalStatus(models.TextChoices):
    """Where a goal stands."""

    OPEN = "open", _("we werken eraan")
    REACHED = "reached", _("gelukt")
    LET_GO = "let_go", _("losgelaten")


class HelpState(models.TextChoices):
    """Whether help is there, or still waited for."""

    THERE_IS = "there_is", _("is er al")
    WAITING = "waiting", _("we wachten erop")
    STARTED = "started", _("gestart tijdens dit traject")
    ENDED = "ended", _("gestopt")


class TeamKind(models.TextChoices):
    """From where somebody helps."""

    FAMILY = "family", _("familie")
    NETWORK = "network", _("vrienden, buren, vrijwilligers")
    PROFESSIONAL = "professional", _("hulpverlener")


class Secrecy(models.TextChoices):
    """Whether somebody who helps is bound by professional secrecy (rule 36)."""

    YES = "yes", _("heeft beroepsgeheim")
    NO = "no", _("heeft geen beroepsgeheim")
    UNKNOWN = "unknown", _("weten we niet")


class Attendance(models.TextChoices):
    """Whether somebody must come when everybody sits together, or may. The family decides."""

    MUST = "must", _("moet erbij zijn")
    MAY = "may", _("mag erbij zijn")
    NOT = "not", _("hoeft er niet bij te zijn")


class HelpType(models.TextChoices):
    """What kind of help it is, roughly."""

    THERAPY = "therapy", _("gesprekken of therapie")
    DIAGNOSIS = "diagnosis", _("onderzoek of diagnose")
    HOME_GUIDANCE = "home_guidance", _("begeleiding thuis")
    CHILDCARE = "childcare", _("opvang")
    SCHOOL = "school", _("hulp op school")
    PRACTICAL = "practical", _("praktische hulp")
    MONEY_HOUSING = "money_housing", _("hulp bij geld of wonen")
    STAY = "stay", _("verblijf")
    OTHER = "other", _("iets anders")


class BridgeKind(models.TextChoices):
    """From where help comes that bridges a wait."""

    TEAM = "team", _("iets van ons eigen team")
    PARTNER = "partner", _("een kort aanbod van een partner")
    TALKS = "talks", _("een reeks gesprekken")
    NETWORK = "network", _("iemand uit hun netwerk")
    STEP = "step", _("een stap uit het plan")
    OTHER = "other", _("iets anders")


class Closeness(models.TextChoices):
    """How near somebody stands to the family."""

    NEAR = "near", _("heel dichtbij")
    CLOSE = "close", _("dichtbij")
    FURTHER = "further", _("verder weg")


class SaidHow(models.TextChoices):
    """How a child said what it wants. 'Not yet' has a reason."""

    WORDS = "words", _("met woorden")
    DRAWING = "drawing", _("met een tekening")
    PLAY = "play", _("al spelend")
    SIGNS = "signs", _("met gebaren of prenten")
    SEEN = "seen", _("we keken naar wat het laat zien")
    OWN_CARD = "own_card", _("met de eigen kaart")
    NOT_YET = "not_yet", _("nog niet gevraagd")


class Face(models.TextChoices):
    """The face that a child chose, each with its word. They are no scale: none is more or better than another."""

    GLAD = "glad", _("blij")
    CALM = "calm", _("rustig")
    AFRAID = "afraid", _("bang")
    SAD = "sad", _("verdrietig")
    ANGRY = "angry", _("boos")


class AftercareResult(models.TextChoices):
    """What came of the contact some months after the end."""

    GOES_WELL = "goes_well", _("het gaat goed")
    NEEDS_LITTLE = "needs_little", _("er is iets kleins nodig")
    NEEDS_HELP = "needs_help", _("er is weer hulp nodig")
    NOT_REACHED = "not_reached", _("we konden het gezin niet bereiken")
    NOT_WANTED = "not_wanted", _("het gezin wou geen contact meer")


class WaitsAtEnd(models.TextChoices):
    """What can still wait when a trajectory is about to end."""

    PROPOSAL = "proposal", _("een voorstel van het gezin")
    MESSAGE = "message", _("een bericht van het gezin")
    TABLE = "table", _("een rondetafel die nog moet komen")
    CONTACT = "contact", _("een afspraak die nog gepland staat")
    STEP = "step", _("een stap die nog openstaat")
    QUESTION = "question", _("een vraag over hun gegevens")
    RESTRICTED = "restricted", _("iets dat we minder gebruiken")


class Lasts(models.TextChoices):
    """Whether a goal that was reached still holds, some months after the end."""

    YES = "yes", _("ja, het lukt nog")
    PARTLY = "partly", _("voor een deel")
    NO = "no", _("nee, niet meer")
    NOT_ASKED = "not_asked", _("niet gevraagd")


class Support(models.TextChoices):
    """Whether an action is carried by the family and its network, or by a professional."""

    NATURAL = "natural", _("door het gezin of het netwerk")
    PROFESSIONAL = "professional", _("door een hulpverlener")


class VersionStatus(models.TextChoices):
    """Where an agreed version of the plan stands."""

    ACTIVE = "active", _("geldt nu")
    REPLACED = "replaced", _("vervangen door een nieuwere")
    ENDED = "ended", _("afgerond")


class Answer(models.TextChoices):
    """What a person says of a version. Who said nothing has no answer (rule 22)."""

    AGREED = "agreed", _("akkoord")
    PARTLY = "partly", _("deels akkoord")
    DISAGREED = "disagreed", _("niet akkoord")


class AnswerForm(models.TextChoices):
    """How a person said it."""

    SIGNED = "signed", _("ondertekend")
    ALOUD = "aloud", _("luidop gezegd")
    OWN_CARD = "own_card", _("met de eigen kaart")


class ClosureReason(models.TextChoices):
    """Why a trajectory ends."""

    GOALS_REACHED = "goals_reached", _("de doelen zijn bereikt")
    OTHER_HELP = "other_help", _("andere hulp neemt het over")
    NETWORK = "network", _("het gezin gaat verder met het eigen netwerk")
    FAMILY_STOPS = "family_stops", _("het gezin wil stoppen")
    MOVED = "moved", _("het gezin is verhuisd")
    OTHER = "other", _("een andere reden")


class CoachKind(models.TextChoices):
    """Whether whoever is there for a family is its own coach, or takes the place of the own coach."""

    OWN = "own", _("eigen coach")
    STAND_IN = "stand_in", _("vervanger")


class SessionStatus(models.TextChoices):
    """Whether a talk with a psychologist was held."""

    KEPT = "kept", _("gehouden")
    CANCELLED = "cancelled", _("afgezegd")


class Brings(models.TextChoices):
    """What somebody of a family brings in with their own card."""

    GOAL = "goal", _("een doel")
    STEP = "step", _("een stap")
    COMMENT = "comment", _("iets erbij")
    DISAGREE = "disagree", _("ziet het anders")


class Verdict(models.TextChoices):
    """What the coach did with what somebody brought in."""

    TAKEN = "taken", _("staat in het plan")
    TALK = "talk", _("we praten erover")
    NOT_NOW = "not_now", _("niet nu")
    READ = "read", _("gelezen")


class Coming(models.TextChoices):
    """What somebody says to an invitation to sit together."""

    YES = "yes", _("komt")
    NO = "no", _("kan niet")


class ToldHow(models.TextChoices):
    """How somebody answered an invitation."""

    OWN_CARD = "own_card", _("met de eigen kaart")
    ALOUD = "aloud", _("luidop gezegd")
    ACCOUNT = "account", _("met de eigen aanmelding")


class HearsBy(models.TextChoices):
    """How somebody wants to hear that something is ready for them."""

    NOTHING = "nothing", _("niets sturen")
    EMAIL = "email", _("e-mail")
    TEXT = "text", _("sms")
    LETTER = "letter", _("brief")


class NoticeKind(models.TextChoices):
    """What somebody is to hear of: the same few words for everybody, and none of what it is."""

    NEW = "new", _("er staat iets nieuws klaar")
    REMINDER = "reminder", _("een afspraak morgen")
    PLANNED = "planned", _("een nieuwe afspraak")
    MOVED = "moved", _("een afspraak veranderde")
    LEAVE = "leave", _("er verandert binnenkort iets")


class NoticeState(models.TextChoices):
    """What became of a notice. 'Unsure': nobody knows whether it left; it is not sent again."""

    WAITING = "waiting", _("wordt verstuurd")
    SENDING = "sending", _("vertrekt net")
    SENT = "sent", _("verstuurd")
    LETTER = "letter", _("brief om af te geven")
    UNSENT = "unsent", _("niet verstuurd")
    UNSURE = "unsure", _("misschien niet aangekomen")
    KEPT = "kept", _("bewust niet verstuurd")


class StepSaid(models.TextChoices):
    """What somebody who helps says of a step of theirs."""

    DONE = "done", _("gedaan")
    UNDONE = "undone", _("toch nog niet gedaan")
    STUCK = "stuck", _("het lukt niet")


class PlaceVerdict(models.TextChoices):
    """What a partner says to the question for a place in a short offer."""

    YES = "yes", _("er is plaats")
    NO = "no", _("het kan niet")
