"""Consult only: what was advised, and what the referrer will do (rule 9)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow
from eenplan.referrals.models.referral import Referral


class Consult(Protected):
    """A talk with the referrer after which they go on themselves. A full outcome of intake.

    `on` is the day of the talk, `given_by` who of the team gave the advice. `call_back_on` is a day on which
    the desk asks how it went; once done, `called_back_on` and `call_back_note` say so.
    """

    keeps = Keeps.FAMILY_DATA

    referral = models.OneToOneField(
        Referral, primary_key=True, on_delete=models.CASCADE, related_name="consult"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    advice = models.TextField()
    given_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    family_told = models.BooleanField(null=True)
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)
    call_back_on = models.DateField(null=True)
    called_back_on = models.DateField(null=True)
    called_back_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    call_back_note = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["call_back_on", "referral"],
                condition=Q(call_back_on__isnull=False, called_back_on__isnull=True),
                name="referrals_consult_to_call",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(advice=""), name="referrals_consult_advises"),
            models.CheckConstraint(
                condition=Q(called_back_on__isnull=True, called_back_by__isnull=True)
                | Q(call_back_on__isnull=False, called_back_on__isnull=False, called_back_by__isnull=False),
                name="referrals_consult_called_back",
            ),
            models.CheckConstraint(
                condition=Q(call_back_on__isnull=True) | Q(call_back_on__gte=F("on")),
                name="referrals_consult_call_after",
            ),
        ]


class ConsultStep(FamilyRow):
    """One thing that the referrer will do, and by when."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    consult = models.ForeignKey(Consult, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    by = models.DateField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consult", "position"], name="referrals_consult_step_place"),
            models.CheckConstraint(condition=~Q(text=""), name="referrals_consult_step_says"),
        ]
