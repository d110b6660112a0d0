"""Fixed choices of the families room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonRole(models.TextChoices):
    """Who somebody is in the family."""

    CHILD = "child", _("kind of jongere")
    PARENT = "parent", _("ouder")
    STEP_PARENT = "step_parent", _("plusouder")
    GRANDPARENT = "grandparent", _("grootouder")
    OTHER_ADULT = "other_adult", _("andere volwassene")


class Gender(models.TextChoices):
    """Administrative gender (FHIR R4), with words for people."""

    FEMALE = "female", _("vrouw")
    MALE = "male", _("man")
    OTHER = "other", _("anders")
    UNKNOWN = "unknown", _("weet ik niet")


class LivesHere(models.TextChoices):
    """Whether somebody lives in the home of this family."""

    FULL = "full", _("woont hier")
    PART = "part", _("woont hier een deel van de tijd")
    NO = "no", _("woont ergens anders")
    UNKNOWN = "unknown", _("weet ik niet")


class Share(models.TextChoices):
    """How much of the time somebody lives in a home."""

    FULL = "full", _("woont hier")
    PART = "part", _("woont hier een deel van de tijd")


class TieKind(models.TextChoices):
    """What somebody is to a child, in the eyes of the family or the law."""

    PARENT = "parent", _("ouder")
    CARER = "carer", _("zorgt mee, zonder ouderlijk gezag")
    AUTHORITY = "authority", _("heeft ouderlijk gezag")
    REPRESENTATIVE = "representative", _("wettelijke vertegenwoordiger")


class KinshipKind(models.TextChoices):
    """What one person is of another, as the family says it: read 'one is … other'."""

    PARTNER = "partner", _("partner van")
    FORMER_PARTNER = "former_partner", _("vroegere partner van")
    PARENT = "parent", _("ouder van")
    STEP_PARENT = "step_parent", _("plusouder van")
    FOSTER_PARENT = "foster_parent", _("pleegouder van")
    SIBLING = "sibling", _("broer of zus van")
    HALF_SIBLING = "half_sibling", _("halfbroer of halfzus van")
    STEP_SIBLING = "step_sibling", _("plusbroer of pluszus van")

    @property
    def is_couple(self) -> bool:
        """Whether the two are or were a couple."""
        return self in (self.PARTNER, self.FORMER_PARTNER)

    @property
    def is_upbringing(self) -> bool:
        """Whether the one brings or brought up the other: a generation lies between them."""
        return self in (self.PARENT, self.STEP_PARENT, self.FOSTER_PARENT)

    @property
    def has_years(self) -> bool:
        """Whether it can begin and end: a parent stays a parent, and a brother a brother."""
        return self.is_couple or self in (self.STEP_PARENT, self.FOSTER_PARENT)


class ItemKind(models.TextChoices):
    """What a piece of a family's file is."""

    QUESTION = "question", _("vraag van het gezin")
    REFERRER_VIEW = "referrer_view", _("kijk van de aanmelder")
    GOING_WELL = "going_well", _("wat goed gaat")
    WISH = "wish", _("wens")
    STRENGTH = "strength", _("kracht")
    DOMAIN = "domain", _("levensdomein")
    GOAL = "goal", _("doel")
    ACTION = "action", _("stap")
    HELP = "help", _("hulp")
    TEAM_MEMBER = "team_member", _("wie helpt")
    AGREEMENT = "agreement", _("afspraak over samenwerken")
    HOME = "home", _("huis")
    WHO_MATTERS = "who_matters", _("wie belangrijk is")
    CHILD_VIEW = "child_view", _("kijk van een kind")
    DISAGREEMENT = "disagreement", _("waarover we het niet eens zijn")
    REVIEW = "review", _("samen teruggekeken")
    LINKED_PLAN = "linked_plan", _("ander plan")
    CONTACT = "contact", _("contact")
    CONTACT_DETAIL = "contact_detail", _("contactgegeven")
    NOTE = "note", _("notitie")
    ATTACHMENT = "attachment", _("papier")
    ANSWER = "answer", _("antwoord op een eigen vraag van de regio")
    RELATIVE = "relative", _("iemand van de familie")
    KINSHIP = "kinship", _("wie bij wie hoort")
    MESSAGE = "message", _("bericht aan de coach")
    PROPOSAL = "proposal", _("voorstel")
    REMARK = "remark", _("wat iemand erbij zegt")
    ROUND_TABLE = "round_table", _("rondetafel")
    SIDE_NOTE = "side_note", _("notitie van een hulpverlener")
    TABLE_POINT = "table_point", _("punt van een rondetafel")


class FileKind(models.TextChoices):
    """What a paper is, told by its content."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("foto")
    PNG = "png", _("afbeelding")
    WEBP = "webp", _("afbeelding")
    DOCX = "docx", _("Word-document")
    XLSX = "xlsx", _("Excel-werkblad")
    PPTX = "pptx", _("PowerPoint-presentatie")
    ODT = "odt", _("tekstdocument")
    ODS = "ods", _("rekenblad")
    ODP = "odp", _("presentatie")


class DetailKind(models.TextChoices):
    """How a family or person can be reached."""

    PHONE = "phone", _("telefoon")
    EMAIL = "email", _("e-mail")
    ADDRESS = "address", _("adres")


class ContactKind(models.TextChoices):
    """What a contact was for. Only a held first conversation stops the clock (rule 3)."""

    FIRST_CONVERSATION = "first_conversation", _("perspectiefbiedend gesprek")
    FAMILY = "family", _("contact met het gezin")
    REFERRER = "referrer", _("overleg met de aanmelder")
    ROUND_TABLE = "round_table", _("rondetafel")


class Channel(models.TextChoices):
    """How a contact took place."""

    HOME = "home", _("thuis bij het gezin")
    OFFICE = "office", _("bij ons of bij een partner")
    PHONE = "phone", _("telefoon")
    VIDEO = "video", _("videogesprek")
    MESSAGE = "message", _("bericht")


class ContactStatus(models.TextChoices):
    """Where a contact stands."""

    PLANNED = "planned", _("gepland")
    HELD = "held", _("gehouden")
    CANCELLED = "cancelled", _("afgezegd")
    MISSED = "missed", _("ging niet door")


class MatchKind(models.TextChoices):
    """By what a family is recognised that was written down before."""

    PERSON = "person", _("naam en geboortedatum")
    PHONE = "phone", _("telefoonnummer")
    EMAIL = "email", _("e-mailadres")
    HOME = "home", _("familienaam en adres")
    NATIONAL = "national", _("rijksregisternummer")


class EntranceKind(models.TextChoices):
    """Where a code is sent for coming in without the card."""

    EMAIL = "email", _("e-mail")
    TEXT = "text", _("sms")
