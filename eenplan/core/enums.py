"""Fixed choices that every room knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """Everyone and everything that can act is one of these."""

    STAFF = "staff", _("medewerker")
    FAMILY_MEMBER = "family_member", _("gezinslid")
    TRUSTED_PERSON = "trusted_person", _("vertrouwenspersoon")
    OUTSIDE_HELPER = "outside_helper", _("helper van buiten het netwerk")
    PUBLIC_FORM = "public_form", _("aanmeldformulier")
    TASK = "task", _("het systeem")


class Role(models.TextChoices):
    """In which role one acts. The screen name of a staff role is configuration (`network.RoleTitle`)."""

    INTAKE = "intake", _("aanmeldteam")
    COACH = "coach", _("gezinscoach")
    COORDINATOR = "coordinator", _("netwerkcoördinator")
    PSYCHOLOGIST = "psychologist", _("eerstelijnspsycholoog")
    EXPERT = "expert", _("ervaringsdeskundige")
    PARTNER = "partner", _("partner")
    STEERING = "steering", _("lid van de stuurgroep")
    OFFICIAL = "official", _("overheid")
    RESEARCHER = "researcher", _("onderzoeker")
    PRIVACY_OFFICER = "privacy_officer", _("privacyverantwoordelijke")
    ADMIN = "admin", _("beheerder")
    FAMILY_MEMBER = "family_member", _("gezinslid")
    TRUSTED_PERSON = "trusted_person", _("vertrouwenspersoon")
    GUEST = "guest", _("gast van het gezin")
    PUBLIC_FORM = "public_form", _("aanmeldformulier")
    TASK = "task", _("het systeem")
    NOBODY = "nobody", _("niemand")


class Purpose(models.TextChoices):
    """Why family data is opened."""

    HELP = "help", _("hulp aan het gezin")
    INTAKE = "intake", _("behandelen van een aanmelding")
    COORDINATION = "coordination", _("het werk verdelen")
    OWN_PLAN = "own_plan", _("het eigen plan lezen")
    OWN_FILE = "own_file", _("het eigen dossier lezen")
    SHARED = "shared", _("helpen bij wat gedeeld werd")
    EMERGENCY = "emergency", _("een noodsituatie")
    FIGURES = "figures", _("cijfers zonder namen")
    RESEARCH = "research", _("onderzoek zonder namen")
    PRIVACY = "privacy", _("toezien op privacy")
    MAINTENANCE = "maintenance", _("onderhoud")


class Keeps(models.TextChoices):
    """What kind of data a table keeps; each model declares one, and tests hold it to that."""

    FAMILY_DATA = "family_data"
    FIGURES = "figures"
    AUDIT = "audit"
    CONFIGURATION = "configuration"
    ACCESS = "access"
    # Typed but not sent: encrypted with a code that only the sender holds, and of no family yet.
    SEALED = "sealed"
