"""Fixed choices of the capacity room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NormKey(models.TextChoices):
    """The norms that can be set."""

    FAMILIES_PER_FULL_TIME_COACH = "families_per_full_time_coach", _("gezinnen per voltijdse coach")


class Room(models.TextChoices):
    """How a coach's caseload stands against the capacity."""

    ROOM = "room", _("heeft plaats")
    FULL = "full", _("zit vol")
    OVER = "over", _("zit boven de norm")
