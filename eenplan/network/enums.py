"""Fixed choices of the network room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from eenplan.core.enums import Role

# The roles that a worker can be assigned to; the other roles of core are not held by workers.
STAFF_ROLES = (
    Role.INTAKE,
    Role.COACH,
    Role.COORDINATOR,
    Role.PARTNER,
    Role.OFFICIAL,
    Role.ADMIN,
    Role.PSYCHOLOGIST,
    Role.EXPERT,
    Role.STEERING,
    Role.RESEARCHER,
    Role.PRIVACY_OFFICER,
)
# What somebody of the team does with or for families; who is beside the team or of the whole is none.
FUNCTIONS = (Role.COACH, Role.INTAKE, Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EXPERT)
# Who may take the place of a coach who is away.
STANDS_IN = (Role.COACH, Role.COORDINATOR)
# Roles that may be held for the whole of Flanders and Brussels, without a partnership.
ROLES_FOR_THE_WHOLE = (Role.OFFICIAL, Role.ADMIN, Role.RESEARCHER)
# Who has a part in a partnership without working in its team: given by whoever keeps that team.
BESIDE_THE_TEAM = (Role.PARTNER, Role.STEERING, Role.PRIVACY_OFFICER)


class Sector(models.TextChoices):
    """To which sector an organisation belongs."""

    CLB = "clb", _("centrum voor leerlingenbegeleiding (CLB)")
    CAW = "caw", _("centrum algemeen welzijnswerk (CAW)")
    CGG = "cgg", _("centrum geestelijke gezondheidszorg (CGG)")
    CKG = "ckg", _("centrum voor kinderzorg en gezinsondersteuning (CKG)")
    VAPH = "vaph", _("voorziening voor personen met een handicap (VAPH)")
    OPGROEIEN = "opgroeien", _("voorziening van Opgroeien")
    LOCAL_AUTHORITY = "local_authority", _("lokaal bestuur of OCMW")
    HUIS_VAN_HET_KIND = "huis_van_het_kind", _("Huis van het Kind")
    CHILDCARE = "childcare", _("kinderopvang")
    YOUTH_WORK = "youth_work", _("jeugdwerk of straathoekwerk")
    SCHOOL = "school", _("school")
    GENERAL_PRACTICE = "general_practice", _("huisartsenpraktijk")
    OTHER = "other", _("andere")


class Layer(models.TextChoices):
    """How an organisation is reached: by everybody, by themselves, on referral, or by a mandate."""

    BROAD_ACCESS = "broad_access", _("brede instap")
    DIRECTLY_ACCESSIBLE = "directly_accessible", _("rechtstreeks toegankelijk")
    SPECIALISED = "specialised", _("gespecialiseerd")
    MANDATED = "mandated", _("gemandateerd")
    YOUTH_COURT = "youth_court", _("sociale dienst van de jeugdrechtbank")
    OTHER_NETWORK = "other_network", _("ander netwerk")


class PartnerRole(models.TextChoices):
    """What an organisation is in a partnership; at most one at a time is the core partner (kernpartner)."""

    CORE = "core", _("kernpartner")
    EXECUTING = "executing", _("uitvoerende partner")
    PARTNER = "partner", _("partner")


class ListVerdict(models.TextChoices):
    """What a row of a list that is brought in would do."""

    NEW = "new", _("nieuwe organisatie")
    JOINS = "joins", _("nieuwe partner")
    CHANGES = "changes", _("verandert")
    SAME = "same", _("blijft zoals het is")
    REFUSED = "refused", _("gaat niet mee")


class Source(models.TextChoices):
    """Whether something was read in a public text or assumed by the makers."""

    PUBLIC = "public", _("openbare bron")
    ASSUMED = "assumed", _("aangenomen")


class Confidence(models.TextChoices):
    """How sure the makers are of an assumption."""

    HIGH = "high", _("vrij zeker")
    MEDIUM = "medium", _("waarschijnlijk")
    LOW = "low", _("onzeker")


class FigureKind(models.TextChoices):
    """Published numbers about a partnership itself."""

    SUBSIDISED_RECIPIENTS = "subsidised_recipients", _("organisaties die subsidie krijgen")
    COACHES = "coaches", _("coaches")
    PSYCHOLOGISTS = "psychologists", _("eerstelijnspsychologen")


class Strength(models.TextChoices):
    """How strongly somebody is asked to take part. Only `CRUCIAL` is no demand: it was called crucial, no more."""

    MUST = "must", _("moet meedoen")
    ASKED = "asked", _("samenwerking gevraagd")
    CRUCIAL = "crucial", _("cruciaal genoemd")
    OWN = "own", _("eigen afspraak")


class Level(models.TextChoices):
    """Where somebody must take part: somewhere in the partnership, or in each of its zones."""

    PARTNERSHIP = "partnership", _("in het samenwerkingsverband")
    ZONE = "zone", _("in elke zone")


class Language(models.TextChoices):
    """The languages of configurable titles."""

    DUTCH = "nl", _("Nederlands")
    FRENCH = "fr", _("Frans")
    ENGLISH = "en", _("Engels")


class Phase(models.TextChoices):
    """Where a family is on its way: the codes that all share, whatever a partnership calls them.

    Those of a referral are the codes of its states; what follows is the trajectory (`plans.rules.phase_of`).
    """

    RECEIVED = "received", _("Nieuw")
    TAKEN_UP = "taken_up", _("Coach kiezen")
    COACH_GIVEN = "coach_given", _("Gesprek plannen")
    CONVERSATION_PLANNED = "conversation_planned", _("Gesprek gepland")
    CLARIFYING = "clarifying", _("Vraag verhelderen")
    PLAN_IN_MAKING = "plan_in_making", _("Plan in de maak")
    PLAN_ACTIVE = "plan_active", _("Plan afgesproken")
    REVIEW = "review", _("Samen terugkijken")
    AFTERCARE = "aftercare", _("Nazorg")
    CLOSED = "closed", _("Afgerond")


class QuestionKind(models.TextChoices):
    """How a question of the referral form is answered."""

    STANDARD = "standard", _("staat al op het formulier")
    TEXT = "text", _("met eigen woorden")
    YES_NO = "yes_no", _("met ja of nee")
    CHOICE = "choice", _("met een keuze uit antwoorden")


class AskedOf(models.TextChoices):
    """Whom a partnership asks a question of its own on the referral form."""

    ALL = "all", _("iedereen")
    PROFESSIONAL = "professional", _("wie een gezin aanmeldt")
    FAMILY = "family", _("een gezin dat zelf hulp vraagt")
    YOUNGSTER = "youngster", _("een jongere die zelf hulp vraagt")


class FormPlace(models.TextChoices):
    """After which questions of the referral form a question of one's own stands."""

    REACH = "reach", _("bij hoe we het gezin bereiken")
    QUESTION = "question", _("bij wat het gezin vraagt")
    END = "end", _("op het einde")


class Wording(models.TextChoices):
    """What the network keeps in words that may differ per partnership and in time (rule 47)."""

    ROLES = "roles", _("Rolnamen")
    PHASES = "phases", _("Fases")
    DOMAINS = "domains", _("Levensdomeinen")
    QUESTIONS = "questions", _("Vragen op het formulier")
    CONTACTS = "contacts", _("Contactpunten")
    CRISIS = "crisis", _("Crisisnummers")


class LeaveKind(models.TextChoices):
    """Why somebody is away, as plainly as the team needs it: never more, and nothing medical."""

    HOLIDAY = "holiday", _("vakantie")
    LEAVE = "leave", _("langer verlof")
    AWAY = "away", _("onverwacht weg")
