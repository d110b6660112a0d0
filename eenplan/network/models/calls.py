"""Calls (oproepen) and what they, or a partnership itself, ask of the composition of a partnership."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.enums import Layer, Level, Sector, Strength
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class Call(Protected, Base):
    """A call of the Flemish government. `period` is when it binds the partnerships: one call at a time."""

    keeps = Keeps.CONFIGURATION

    code = models.CharField(max_length=10, unique=True)
    title_nl = models.CharField(max_length=80)
    title_fr = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    published_on = models.DateField()
    # Only the month is public.
    published_assumed = models.BooleanField()
    period = DateRangeField()
    period_assumed = models.BooleanField()
    period_basis = models.TextField()
    source = models.TextField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="network_one_call_at_a_time", expressions=[("period", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(name="network_call_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return self.code


class CallRequirement(Protected, Base):
    """Who is asked to take part: by a call, or by a partnership of itself (then it has no call).

    An organisation answers it when its sector is one of `sectors` or its layer one of `layers`.
    """

    keeps = Keeps.CONFIGURATION

    call = models.ForeignKey(
        Call, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    words_nl = models.CharField(max_length=120)
    words_fr = models.CharField(max_length=120, blank=True)
    words_en = models.CharField(max_length=120, blank=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    sectors = ArrayField(models.CharField(max_length=20, choices=Sector.choices), default=list, blank=True)
    layers = ArrayField(models.CharField(max_length=20, choices=Layer.choices), default=list, blank=True)
    period = DateRangeField()
    source = models.TextField()

    class Meta:
        constraints = [
            no_overlap("network_one_requirement", "call", "partnership", "code"),
            models.CheckConstraint(name="network_requirement_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(
                name="network_requirement_of_one",
                condition=Q(call__isnull=True, partnership__isnull=False, strength=Strength.OWN)
                | (Q(call__isnull=False, partnership__isnull=True) & ~Q(strength=Strength.OWN)),
            ),
            models.CheckConstraint(
                name="network_requirement_said", condition=~Q(words_nl="") & ~Q(source="")
            ),
            models.CheckConstraint(
                name="network_requirement_answerable",
                condition=(~Q(sectors=[]) | ~Q(layers=[]))
                & Q(sectors__contained_by=Sector.values)
                & Q(layers__contained_by=Layer.values),
            ),
        ]

    def __str__(self) -> str:
        return self.code
