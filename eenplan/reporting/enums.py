"""Fixed choices of the reporting room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What a figure counts (teleenheid). Figures of different units are never added up (rule 44)."""

    REFERRAL = "referral", _("aanmelding")
    FAMILY = "family", _("gezin")
    CHILD = "child", _("kind of jongere")
    DAY = "day", _("kalenderdag")
    WAIT = "wait", _("wacht op hulp")
    WEEK = "week", _("week")


class Level(models.TextChoices):
    """What has a row in a table."""

    PARTNERSHIP = "partnership", _("samenwerkingsverband")
    ZONE = "zone", _("eerstelijnszone")
    MUNICIPALITY = "municipality", _("gemeente")


class Standing(models.TextChoices):
    """Where a referral stands against its month, on the day of extraction."""

    IN_TIME = "in_time", _("gesprek gehouden en genoteerd binnen de maand")
    LATE = "late", _("geen gesprek binnen de maand")
    ENDED_OTHERWISE = "ended_otherwise", _("binnen de maand anders afgelopen")
    WITHIN_MONTH = "within_month", _("nog binnen de maand")
