"""When something that was not to be used may be used again (GDPR art. 18.3)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.rights.enums import AskedHow
from eenplan.rights.models.requests import Request


class Lifting(FamilyRow):
    """That a restriction or an objection no longer holds from a day on: decided once, with why. Rows are only added.

    Whoever asked it is told (`told_on`, `told_how`) before that day, unless they ask themselves to lift it (`by_wish`).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="lifting")
    reason = models.TextField(blank=True)
    by_wish = models.BooleanField(default=False)
    told_how = models.CharField(max_length=10, choices=AskedHow.choices)
    told_on = models.DateField()
    lifts_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rights_lifting_is_told_before",
                condition=Q(lifts_on__gt=F("told_on")) | Q(by_wish=True, lifts_on__gte=F("told_on")),
            ),
            models.CheckConstraint(
                name="rights_lifting_has_reason", condition=Q(by_wish=True) | ~Q(reason="")
            ),
            models.CheckConstraint(name="rights_lifting_told", condition=Q(told_how__in=AskedHow.values)),
        ]
