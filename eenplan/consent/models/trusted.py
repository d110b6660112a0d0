"""The trusted person of a minor or a parent (vertrouwenspersoon)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.consent.models.grants import ConsentRow
from eenplan.core.clock import now
from eenplan.core.models import Actor


class TrustedPerson(ConsentRow):
    """Somebody whom a person chose to stand by them, with the four conditions of rule 35. Ends when they say so."""

    person_id = models.UUIDField()
    name = models.CharField(max_length=120)
    # Adult; not involved in the help; chosen without doubt by the person; an extract of the criminal record seen.
    is_adult = models.BooleanField()
    not_involved = models.BooleanField()
    clearly_chosen = models.BooleanField()
    record_seen_on = models.DateField()
    since = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.OneToOneField(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(ended_at__isnull=True), name="consent_one_trusted_person"
            ),
            models.CheckConstraint(
                name="consent_trusted_conditions",
                condition=Q(is_adult=True, not_involved=True, clearly_chosen=True) & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="consent_trusted_record_seen", condition=Q(record_seen_on__lte=models.F("since"))
            ),
        ]
