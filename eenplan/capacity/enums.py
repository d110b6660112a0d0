"""Fixed choices of the capacity room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NormKey(models.TextChoices):
    """The norms that can be set."""

    FAMILIES_PER_FULL_TIME_COACH = "families_per_full_time_coach", _("gezinnen per voltijdse coach")
    WEEKS_BETWEEN_CHECKS = "weeks_between_checks", _("weken tussen twee keer navragen")


class Room(models.TextChoices):
    """How a coach's caseload stands against the capacity."""

    ROOM = "room", _("heeft plaats")
    FULL = "full", _("zit vol")
    OVER = "over", _("zit boven de norm")


class OfferKind(models.TextChoices):
    """Whether an offer is there all along, with a wait before it; or short, with places and days of its own."""

    REGULAR = "regular", _("doorlopend")
    SHORT = "short", _("kort aanbod, met plaatsen")
