"""Partnerships (samenwerkingsverbanden), their names, lineage and areas through time."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.enums import Confidence, FigureKind, Source
from eenplan.network.models.areas import Zone
from eenplan.network.models.periods import no_overlap


class Partnership(Protected, Base):
    """A regional partnership. Its name and its area are dated and stand in their own tables."""

    keeps = Keeps.CONFIGURATION

    code = models.CharField(max_length=10, unique=True)
    lead_partner = models.CharField(max_length=120, blank=True)
    area_description = models.CharField(max_length=120, blank=True)
    period = DateRangeField()
    period_assumed = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="network_partnership_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return self.code


class PartnershipName(Protected, Base):
    """How a partnership is called in a period."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    period = DateRangeField()
    source = models.TextField()
    assumed = models.BooleanField()

    class Meta:
        constraints = [
            no_overlap("network_partnership_one_name", "partnership"),
            models.CheckConstraint(
                name="network_partnership_name_period", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnershipLineage(Protected, Base):
    """One partnership went on in another from a day on."""

    keeps = Keeps.CONFIGURATION

    predecessor = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    source = models.TextField()
    assumed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="network_lineage_once"),
            models.CheckConstraint(
                name="network_lineage_two", condition=~Q(predecessor=models.F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class PartnershipZone(Protected, Base):
    """Which zone a partnership serves. A zone is never split: at any day it has at most one partnership.

    From 1 July 2021 it has exactly one; the migration holds that with a deferred trigger.
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="zones")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="partnerships")
    period = DateRangeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    basis = models.TextField()
    # The day on which the period begins or ends is not public, even where the zone itself is.
    period_assumed = models.BooleanField()

    class Meta:
        constraints = [
            no_overlap("network_zone_one_partnership", "zone"),
            models.CheckConstraint(
                name="network_partnership_zone_period", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.zone_id}"


class PartnershipFigure(Protected, Base):
    """A published number about a partnership, e.g. how many organisations were subsidised.

    `position` is its place in the published table (0: in none).
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="figures")
    kind = models.CharField(max_length=30, choices=FigureKind.choices)
    value = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    period = DateRangeField()
    # The number is public; from which day until which it held, is not.
    period_assumed = models.BooleanField(default=False)
    source = models.TextField()
    assumed = models.BooleanField()

    class Meta:
        constraints = [no_overlap("network_partnership_one_figure", "partnership", "kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"
