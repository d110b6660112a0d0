"""A part of the desk that somebody wants to see again, under a name of their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.network.models import Partnership

LONGEST_NAME = 40


class SavedView(Protected, Base):
    """The values of the desk's filters under a name: of one worker at one partnership, shared with its desk or not.

    `filters` holds the fixed words of the desk's address ('toon', 'zone'…), never words of a family.
    """

    keeps = Keeps.ACCESS

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    filters = models.JSONField()
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("partnership", "owner", Lower("name"), name="referrals_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="referrals_view_has_name"),
        ]
