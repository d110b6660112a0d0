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


class Mark(models.TextChoices):
    """What the family says of a part of life, in one tap (rule 20)."""

    GOES_WELL = "goes_well", _("gaat goed")
    TALK_ABOUT = "talk_about", _("daar willen we over praten")
    NOT_NOW = "not_now", _("nu niet")
    NOT_APPLICABLE = "not_applicable", _("niet van toepassing")


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
