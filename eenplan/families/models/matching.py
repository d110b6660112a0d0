"""By what a family is recognised that was written down before, and what was taken together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.enums import MatchKind
from eenplan.families.models.file import Family, FamilyRow


class MatchKey(FamilyRow):
    """A keyed hash of something by which a family is recognised exactly: see `families.matching`.

    Nothing can be read from it; two families with the same key and kind may be one.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="match_keys")
    kind = models.CharField(max_length=10, choices=MatchKind.choices)
    key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["family", "kind", "key"], name="families_match_key_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key", "kind", "family"], name="families_match_key")
        ]


class TakenIn(FamilyRow):
    """A new file turned out to be of this family and was taken in: which one, why, by whom and when.

    `former_id` points at nothing any more; `twins` are the ids of persons who stood in both files: the one
    of the new file, the one that stayed.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="taken_in")
    former_id = models.UUIDField()
    former_reference = models.CharField(max_length=8)
    former_name = models.CharField(max_length=200)
    twins = models.JSONField(default=list)
    reason = models.TextField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="families_taken_in_has_reason")
        ]
