"""Fixed choices of the rights room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What somebody asks about their own data."""

    COPY = "copy", _("een kopie van wat over mij bewaard wordt")
    MISSING = "missing", _("meer dan wat in mijn kopie staat")
    CORRECTION = "correction", _("iets verbeteren dat niet klopt")
    STATEMENT = "statement", _("mijn uitleg erbij zetten")
    RESTRICTION = "restriction", _("mijn gegevens een tijd niet gebruiken")
    OBJECTION = "objection", _("bezwaar: gebruik mijn gegevens hier niet voor")


class AskedHow(models.TextChoices):
    """In what form somebody asked it."""

    OWN_CARD = "own_card", _("zelf, met de eigen kaart")
    TABLE = "table", _("hardop, bij de coach")
    PAPER = "paper", _("op papier")


class Outcome(models.TextChoices):
    """What was decided about a request."""

    GIVEN = "given", _("gekregen")
    CORRECTED = "corrected", _("verbeterd")
    BESIDE = "beside", _("de uitleg staat erbij")
    ACCEPTED = "accepted", _("aanvaard")
    REFUSED = "refused", _("niet gedaan")


class EndGround(models.TextChoices):
    """Why what is kept ends on a day: see `rules.retention`."""

    CHILD = "child", _("een kind heeft de leeftijd")
    LAST_CHILD = "last_child", _("het jongste kind heeft de leeftijd")
    NO_CHILD = "no_child", _("gezin zonder kinderen")
    UNTAKEN = "untaken", _("nooit opgenomen")
    CONSULT = "consult", _("enkel overleg met de aanmelder")


class Wiped(models.TextChoices):
    """What was destroyed at once."""

    FILE = "file", _("het hele dossier")
    CHILD = "child", _("wat over één kind ging")


class Breadth(models.TextChoices):
    """Why somebody's looking is unusually wide."""

    FILES = "files", _("veel dossiers")
    OUTSIDE = "outside", _("dossiers buiten de eigen zones of het eigen team")
    EMERGENCY = "emergency", _("dossiers in een noodsituatie")
