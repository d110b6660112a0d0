"""Who can decide for themselves when age alone does not say it, and parents who are known to disagree."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.consent.models.grants import ConsentRow
from eenplan.core.clock import now
from eenplan.core.models import Actor


class Capability(ConsentRow):
    """Somebody judged that a minor can, or cannot yet, decide for themselves, other than age says (rule 25).

    Only ever appended: the newest counts. It was talked over with the minor, on a day.
    """

    person_id = models.UUIDField()
    capable = models.BooleanField()
    reason = models.TextField()
    discussed_on = models.DateField()
    from_day = models.DateField()
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-from_day", "-recorded_at"], name="consent_capability_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="consent_capability_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="consent_capability_discussed", condition=Q(discussed_on__lte=models.F("from_day"))
            ),
        ]


class KnownDisagreement(ConsentRow):
    """It is known that those who hold parental authority over a child do not agree (rule 27)."""

    person_id = models.UUIDField()
    since = models.DateField()
    note = models.TextField(blank=True)
    until = models.DateField(null=True)
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id"], name="consent_disagreement_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="consent_disagreement_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            )
        ]

    def stands_on(self, day: date) -> bool:
        """Whether it is known on a day. On the last day no longer."""
        return self.since <= day and (self.until is None or day < self.until)
