"""The national number of somebody of a family: encrypted, and found by a keyed hash alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models.file import Family, FamilyRow, Person


class NationalNumber(FamilyRow):
    """Somebody's number in the national register, or the bis number of who is not in it. Nobody reads it in passing.

    `sealed` opens with the server's secret named by `key_id`, for this very row. `lookup` is the keyed hash by which
    a trigger keeps the family's match key. Of two rows of one person (a file was taken in) the newest stands.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    lookup = models.CharField(max_length=64)
    key_id = models.CharField(max_length=8, db_index=True)
    # Why it is kept: without a ground in law nobody may.
    reason = models.TextField()
    noted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="families_national_number_has_reason"),
        ]
