"""A referral that went on to the partnership of where the family lives."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import Partnership
from eenplan.referrals.models.referral import Referral


class Forwarding(FamilyRow):
    """A referral moves, as it is, from one desk to another (rule 8): the outcome of the first desk.

    It stays the same row with the same reference, moment of receipt, deadline and anonymous fact, so it
    counts once. Adding a forwarding *is* the handing over: a trigger moves the referral's desk and ends the
    sender's responsibility for the family as the receiver's begins. The sender keeps a line without
    content: `referrals_forwarded_by_us`.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="forwardings")
    from_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    to_partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["referral", "at"], name="referrals_forwarding_of"),
            models.Index(fields=["from_partnership", "-at"], name="referrals_forwarded_by"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="referrals_forwarding_reason"),
            models.CheckConstraint(
                condition=~Q(from_partnership=F("to_partnership")), name="referrals_forwarding_moves"
            ),
        ]
