"""What a family was told before somebody else came."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import StaffMember


class ComingTold(FamilyRow):
    """The family was told that a worker will be there as the coach from a day (`since`) on.

    Says nothing of who is there: a change of plans has another worker or another day, and is told anew.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    told_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="plans_coming_told_once", fields=["family", "staff_member", "since"])
        ]
