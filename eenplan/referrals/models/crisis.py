"""Contacts with a crisis hotline, before or around a referral."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.referrals.enums import CrisisAgreement, CrisisKind
from eenplan.referrals.models.referral import Referral


class CrisisCall(FamilyRow):
    """A contact with a crisis hotline about the family: advice only, or somebody was sent.

    `agreed` is whether the client agreed. While that is unclear a crisis hotline may work for 72 hours;
    the page says until when, counted from `at`. `by` is who called, as people know them.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="crisis_calls")
    hotline = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=CrisisKind.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    agreed = models.CharField(max_length=10, choices=CrisisAgreement.choices)
    text = models.TextField(blank=True)
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "at"], name="referrals_crisis_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(hotline="") & ~Q(by=""), name="referrals_crisis_names"),
            models.CheckConstraint(condition=Q(kind__in=CrisisKind.values), name="referrals_crisis_kind"),
            models.CheckConstraint(
                condition=Q(agreed__in=CrisisAgreement.values), name="referrals_crisis_agreed"
            ),
        ]
