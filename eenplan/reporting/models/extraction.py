"""Who took rows without names along for research, when, and which: kept for good."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Extraction(Protected, Base):
    """One file of rows without names. The secret that made its pseudonyms is kept nowhere.

    `rows` left the house; `coarsened` of them tell less than was known; `left_out` stayed behind.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    actor_id = models.UUIDField()
    assignment_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    known_on = models.DateField()
    purpose = models.CharField(max_length=200)
    ending = models.CharField(max_length=4)
    rows = models.PositiveIntegerField()
    coarsened = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="reporting_extraction_at")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ending__in=["csv", "xlsx"]), name="reporting_extraction_ending"
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose=""), name="reporting_extraction_has_a_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} by {self.actor_id}"
