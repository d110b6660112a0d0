"""Whether two files are of one family: what the desk decided (rule 11)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import Partnership
from eenplan.referrals.enums import Verdict
from eenplan.referrals.models.referral import Referral


class DoubleVerdict(FamilyRow):
    """Two files that look alike are, or are not, of one family; why, and who says so. Once per pair.

    `pair` stands for the two families without naming them (see `referrals_doubles`), so that the answer can
    be kept by who may not open the other file. `other_referral` is linked when it is within reach,
    `other_partnership` when it is not.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="verdicts")
    pair = models.UUIDField(unique=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    other_referral = models.ForeignKey(
        Referral, null=True, on_delete=models.SET_NULL, related_name="linked_verdicts"
    )
    other_partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "at"], name="referrals_verdict_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="referrals_verdict_has_reason"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="referrals_verdict_is_one"),
        ]
