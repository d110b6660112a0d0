"""Norms and quotas: numbers that the work is measured by, per partnership and in time (rule 47)."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.capacity.enums import NormKey
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models import Partnership
from eenplan.network.models.periods import no_overlap


class Norm(Protected, Base):
    """The value of a norm in a period; without a partnership it is the default for all."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="norms"
    )
    key = models.CharField(max_length=40, choices=NormKey.choices)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("capacity_one_norm", "partnership", "key"),
            models.CheckConstraint(name="capacity_norm_value", condition=Q(value__gte=0)),
            models.CheckConstraint(name="capacity_norm_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Quota(Protected, Base):
    """How many trajectories a year a partnership keeps for families referred by one type of referrer.

    `referrer_type` is a code of the referrals room; empty stands for all together. `number` is per calendar
    year; whoever is over it is warned and never refused.
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="quotas")
    referrer_type = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("capacity_one_quota", "partnership", "referrer_type"),
            models.CheckConstraint(name="capacity_quota_period", condition=Q(period__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.referrer_type or 'all'} = {self.number}"
