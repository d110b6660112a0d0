"""That it is not safe to write or to call to a family: said once, it wins over every address and number."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models.file import Family, FamilyRow


class NotSafe(FamilyRow):
    """Nothing goes to a family, whatever the address, from the moment that it was said until it is lifted.

    `said_by` None: it was said with a referral, and the database put it here. Nothing of a row changes but its lifting.
    Two can hold where a file was taken into another of which it was said too: both are read, and lifted at once.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField(default=now)
    said_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family"], condition=Q(lifted_at__isnull=True), name="families_not_safe_now")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(said_by__isnull=True) | ~Q(reason=""), name="families_not_safe_says_why"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                name="families_safe_again_says_why",
            ),
        ]
