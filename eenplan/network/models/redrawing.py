"""A redrawing: zones that go to another partnership from a day on, first as a draft, then confirmed."""

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.network.models.areas import Zone
from eenplan.network.models.partnerships import Partnership


class Redrawing(Protected, Base):
    """Which zones change hands on one day, and on what that rests.

    A draft changes nothing. Confirming writes the dated rows (`PartnershipZone`) ahead; until its day it can be
    undone, and is a draft again. After that day it stays as it was: triggers hold both.
    """

    keeps = Keeps.CONFIGURATION

    name = models.CharField(max_length=120)
    takes_effect_on = models.DateField()
    basis = models.TextField()
    drafted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=now)
    confirmed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="network_redrawing_said", condition=~Q(name="") & ~Q(basis="")),
            models.CheckConstraint(
                name="network_redrawing_confirmed_by",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RedrawnZone(Protected, Base):
    """A zone that goes from one partnership to another in a redrawing."""

    keeps = Keeps.CONFIGURATION

    redrawing = models.ForeignKey(Redrawing, on_delete=models.CASCADE, related_name="zones")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    from_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    to_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redrawing", "zone"], name="network_redrawn_once"),
            models.CheckConstraint(
                name="network_redrawn_moves", condition=~Q(from_partnership=F("to_partnership"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_id} → {self.to_partnership_id}"
