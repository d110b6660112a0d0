"""What somebody is typing and has not put in the plan yet: theirs alone, and kept for a while only."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.plans.models.plan import Plan


class Draft(FamilyRow):
    """What one worker typed on one page of a plan. Only its author sees it; saving the page wipes it.

    `page` is the address of the page; `fields` are the texts as they were typed, by name, with what the page
    showed when it was opened. Whoever writes a draft sweeps those of long ago away (see the migration).
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    page = models.CharField(max_length=200)
    fields = models.JSONField()
    saved_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["saved_at"], name="plans_draft_of_long_ago")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["author", "plan", "page"], name="plans_one_draft_a_page")
        ]
