"""Steps of whoever helps from elsewhere: what they said of them, and the link with which one step is answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.consent.models import Grant
from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import StaffMember
from eenplan.plans.enums import StepSaid
from eenplan.plans.models.items import Action


class ActionLink(FamilyRow):
    """Somebody without an account answers one step by a link: as long as the share with them holds, until a day.

    The link itself is known to nobody but who got it: `token_hash` is a keyed hash. It ends when the step is done.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    last_day = models.DateField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["action", "-made_at"], name="plans_action_link_of")
        ]


class StepReply(FamilyRow):
    """What somebody who helps from elsewhere said of a step of theirs: done, not done after all, or that it fails.

    With an account (`staff_member`) or by a `link`. The line is for the coach. Only ever appended.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="replies")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(ActionLink, null=True, on_delete=models.CASCADE, related_name="replies")
    said = models.CharField(max_length=10, choices=StepSaid.choices)
    line = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "-at"], name="plans_step_reply_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plans_step_reply_of_one",
                condition=Q(staff_member__isnull=False, link__isnull=True)
                | Q(staff_member__isnull=True, link__isnull=False),
            )
        ]
