"""A place in a partner's short offer, asked for a family: without its name, until it shares that with the partner."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.capacity.models import Offer
from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.plans.enums import PlaceVerdict
from eenplan.plans.models.items import Help


class PlaceRequest(FamilyRow):
    """The coach asks for a place; the partner says yes with a first day, or no; and afterwards what it brought.

    `note` and `line` are between coach and partner and name nobody. `taken_at`: what it brought went into the plan.
    The partner reads and answers through functions of the database alone.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    help = models.ForeignKey(Help, on_delete=models.CASCADE, related_name="places")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=5, choices=PlaceVerdict.choices, blank=True)
    first_day = models.DateField(null=True)
    line = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    brought = models.CharField(max_length=1000, blank=True)
    brought_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["offer"], name="plans_place_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["help", "offer"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(verdict="no"),
                name="plans_place_asked_once",
            ),
            models.CheckConstraint(
                name="plans_place_answered_whole",
                condition=Q(
                    verdict="",
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    first_day__isnull=True,
                    brought="",
                )
                | Q(verdict="yes", answered_at__isnull=False, first_day__isnull=False)
                | Q(verdict="no", answered_at__isnull=False, first_day__isnull=True, brought=""),
            ),
        ]
