"""Inhabitants under 25, per municipality, with their source."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models import Municipality


class Population(Protected, Base):
    """How many people younger than 25 a municipality had on a day, read in `source` by an administrator.

    `assumed` says that the number was estimated or invented; every figure made of it then says so.
    """

    keeps = Keeps.CONFIGURATION

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    under_25 = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    assumed = models.BooleanField()
    imported_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["municipality", "on"], name="reporting_population_once"),
            models.CheckConstraint(condition=~Q(source=""), name="reporting_population_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} on {self.on}"
