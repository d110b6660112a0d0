"""What becomes of an open file when its zone goes to another partnership (issue: areas; ADR 12)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import Partnership, Redrawing, StaffMember


class AreaHandover(FamilyRow):
    """An open file goes along to the new partnership from a day on, or stays until it is finished.

    Adding one that goes along *is* the handing over: a trigger ends the giver's responsibility on that day and
    begins the receiver's. Taking it away before that day puts it back, and the coach too. A file without such
    a row is still to decide, and stays. `coach` is the receiver's coach named ahead; without one the coach of
    today stays until the receiver names another.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    redrawing = models.ForeignKey(Redrawing, on_delete=models.PROTECT, related_name="+")
    from_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    to_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    goes_on = models.DateField(null=True)
    coach = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["goes_on"], name="plans_handover_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["redrawing", "family"], name="plans_handover_once"),
            models.CheckConstraint(
                condition=~Q(from_partnership=F("to_partnership")), name="plans_handover_moves"
            ),
            models.CheckConstraint(
                condition=Q(goes_on__isnull=False) | Q(coach__isnull=True), name="plans_handover_coach_goes"
            ),
        ]
