"""The anonymous row of a referral that outlives it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models import Municipality, Zone
from eenplan.referrals.enums import OutcomeKind, ReferrerType


class Fact(Protected, Base):
    """What figures need of one referral: days, places and kinds, no names. It outlives the file.

    `referral_id` and `family_token` are plain ids: they point at nothing once the file is destroyed.
    `ended_on` is set only for outcomes other than 'taken up'. Days are days in Brussels.
    """

    keeps = Keeps.FIGURES

    referral_id = models.UUIDField(null=True, unique=True)
    family_token = models.UUIDField()
    children = models.PositiveSmallIntegerField()
    received_on = models.DateField()
    deadline = models.DateField()
    late_since = models.DateField(null=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    # A consult about a family that does not know of it: counted as a referral, never as a family that waits.
    anonymous = models.BooleanField(default=False)
    referrer_type = models.CharField(max_length=20, choices=ReferrerType.choices)
    taken_up_on = models.DateField(null=True)
    first_contact_on = models.DateField(null=True)
    conversation_held_on = models.DateField(null=True)
    conversation_recorded_on = models.DateField(null=True)
    help_started_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, choices=OutcomeKind.choices, blank=True)
    ended_on = models.DateField(null=True)
    demo = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_on", "zone"], name="referrals_fact_when")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(conversation_held_on__isnull=True, conversation_recorded_on__isnull=True)
                | Q(conversation_held_on__isnull=False, conversation_recorded_on__isnull=False),
                name="referrals_fact_held_and_recorded",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome__in=["", OutcomeKind.TAKEN_UP])
                | (Q(ended_on__isnull=False) & ~Q(outcome__in=["", OutcomeKind.TAKEN_UP])),
                name="referrals_fact_ended",
            ),
        ]
