"""Municipalities, primary-care zones and postal codes, each with the period in which it holds.

Periods are half-open: `[2019-01-01, 2025-01-01)`. No lower bound means: as long as we know.
"""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models.periods import no_overlap


class Municipality(Protected, Base):
    """A municipality as it was between two mergers, known by its NIS code."""

    keeps = Keeps.CONFIGURATION

    nis_code = models.CharField(max_length=5, unique=True)
    name_nl = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80, blank=True)
    search_key = models.CharField(max_length=200, help_text="folded names, for searching")
    province = models.CharField(max_length=40)
    region = models.CharField(max_length=60)
    period = DateRangeField()
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    population_2020 = models.PositiveIntegerField(null=True)
    # Estimated: ages 20-24 are derived from the ten-year group 20-29 (see docs/data.md).
    population_0_24_2020 = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "municipalities"
        constraints = [
            models.CheckConstraint(name="network_municipality_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return self.name_nl


class Zone(Protected, Base):
    """A primary-care zone (eerstelijnszone, ELZ): the building block of the partnerships' areas."""

    keeps = Keeps.CONFIGURATION

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=80)
    other_names = models.CharField(max_length=120, blank=True)
    province = models.CharField(max_length=40)
    care_region = models.CharField(max_length=80, blank=True)
    period = DateRangeField()
    population_2020 = models.PositiveIntegerField(null=True)
    population_0_24_2020 = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="network_zone_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityZone(Protected, Base):
    """In which zone a municipality lies. A large city may lie in several: `share` is of its inhabitants."""

    keeps = Keeps.CONFIGURATION

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="zones")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="municipalities")
    share = models.DecimalField(max_digits=4, decimal_places=3)
    period = DateRangeField()
    source = models.CharField(max_length=80)
    assumed = models.BooleanField()

    class Meta:
        constraints = [
            no_overlap("network_municipality_zone_once", "municipality", "zone"),
            models.CheckConstraint(
                name="network_municipality_zone_share", condition=Q(share__gt=0) & Q(share__lte=1)
            ),
            models.CheckConstraint(
                name="network_municipality_zone_period", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} in {self.zone_id}"


class PostalCode(Protected, Base):
    """A place with its postal code, in the municipality of that time.

    `zone` is set only for places in a municipality that lies in several zones.
    """

    keeps = Keeps.CONFIGURATION

    code = models.CharField(max_length=4)
    place_name = models.CharField(max_length=80)
    search_key = models.CharField(max_length=80)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="postal_codes")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT, related_name="postal_codes")
    is_main = models.BooleanField()
    period = DateRangeField()
    source = models.CharField(max_length=80)
    assumed = models.BooleanField()

    class Meta:
        constraints = [
            no_overlap("network_postal_code_once", "code", "place_name", "municipality"),
            models.CheckConstraint(name="network_postal_code_period", condition=Q(period__isempty=False)),
        ]
        indexes = [
            models.Index(fields=["code"], name="network_postal_code_code"),
            GistIndex(fields=["period"], name="network_postal_code_when"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.place_name}"
