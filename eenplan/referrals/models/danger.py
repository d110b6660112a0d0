"""Acute danger: reported, and what somebody did about it (rule 12)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.referrals.enums import DangerAct
from eenplan.referrals.models.referral import Referral


class DangerReport(FamilyRow):
    """There is acute danger, said after the referral came in: what was seen or heard, when and by whom noted."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="danger_reports")
    text = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "at"], name="referrals_danger_said")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="referrals_danger_says_what")
        ]


class DangerResponse(FamilyRow):
    """Who did what about acute danger, when, and what was agreed to happen next.

    `who` is a person by name, of the team or of an organisation outside. `at` is the moment of the act.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="danger_responses")
    who = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=20, choices=DangerAct.choices)
    at = models.DateTimeField()
    agreed = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "at"], name="referrals_danger_answer")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(who="") & ~Q(agreed=""), name="referrals_danger_names_who"),
            models.CheckConstraint(condition=Q(act__in=DangerAct.values), name="referrals_danger_act"),
        ]
