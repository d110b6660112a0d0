"""What was known of a family or of one of its people before somebody corrected it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models.file import Family, FamilyRow, Person


class Correction(FamilyRow):
    """What stood there before, of the fields that changed. Only ever appended; workers alone read it.

    `person` is empty when it is about the family itself (its name, its language). Values in `before` are
    written as the columns hold them: text, a day as 2027-03-01, true, false or null.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="corrections")
    before = models.JSONField()
    changed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "person", "-changed_at"], name="families_correction_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(before={}), name="families_correction_of_something"),
        ]
