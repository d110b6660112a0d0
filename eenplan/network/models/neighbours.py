"""Which zones adjoin, and which partnership is excused from serving two or more adjoining zones."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models.areas import Zone
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class ZoneAdjacency(Protected, Base):
    """Two zones share a border that is more than a point. Each pair stands once, in the order of its ids."""

    keeps = Keeps.CONFIGURATION

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    neighbour = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    border_km = models.DecimalField(max_digits=6, decimal_places=1)
    source = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "neighbour"], name="network_adjacency_once"),
            models.CheckConstraint(name="network_adjacency_order", condition=Q(zone__lt=F("neighbour"))),
        ]
        indexes = [models.Index(fields=["neighbour", "zone"], name="network_adjacency_back")]

    def __str__(self) -> str:
        return f"{self.zone_id} | {self.neighbour_id}"


class PartnershipAreaException(Protected, Base):
    """For a time a partnership need not serve two or more adjoining zones, for a reason that is written down.

    `until_area_given`: it is being set up; the exception ends with the redrawing that gives it its area.
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="area_exceptions")
    period = DateRangeField()
    reason = models.TextField()
    until_area_given = models.BooleanField(default=False)

    class Meta:
        constraints = [
            no_overlap("network_area_exception_once", "partnership"),
            models.CheckConstraint(name="network_area_exception_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(name="network_area_exception_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.reason}"
