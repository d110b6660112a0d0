"""A file opened in an emergency by somebody to whom it is closed. Never silent."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.consent.models.grants import ConsentRow
from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.network.models import Partnership, StaffMember


class EmergencyAccess(ConsentRow):
    """A worker of the responsible team reads a file for some hours, with a reason. A second person reviews it."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The coach says that they saw it.
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    # By whom it is judged, by when, and what they say.
    review_by = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    justified = models.BooleanField(null=True)
    review = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family_id", "-opened_at"], name="consent_emergency_of"),
            models.Index(fields=["actor", "until"], name="consent_emergency_actor"),
            models.Index(
                fields=["partnership", "review_by"],
                condition=Q(reviewed_at__isnull=True),
                name="consent_emergency_review",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="consent_emergency_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="consent_emergency_ends", condition=Q(until__gt=F("opened_at"))),
            models.CheckConstraint(
                name="consent_emergency_reviewed_by_another",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, justified__isnull=True)
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False, justified__isnull=False)
                    & ~Q(reviewed_by=F("actor"))
                    & ~Q(review="")
                ),
            ),
        ]
