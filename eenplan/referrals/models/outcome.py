"""How intake ended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family
from eenplan.referrals.enums import OutcomeKind, OutcomeReason
from eenplan.referrals.models.referral import Referral


class Outcome(Protected):
    """How intake ended: one row per referral, written once (rule 9). `on` is the day in Brussels of `at`."""

    keeps = Keeps.FAMILY_DATA

    referral = models.OneToOneField(
        Referral, primary_key=True, on_delete=models.CASCADE, related_name="outcome"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=OutcomeKind.choices)
    at = models.DateTimeField(default=now)
    on = models.DateField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=20, choices=OutcomeReason.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=OutcomeKind.values), name="referrals_outcome_kind"),
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.TAKEN_UP) | (~Q(reason="") & ~Q(reason_code="")),
                name="referrals_outcome_has_reason",
            ),
        ]
