"""What was done and what was read, appended and never changed; and the events that follow from it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models

from eenplan.audit.enums import EntryKind
from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Entry(Protected, Base):
    """One act or one reading: who, as what, where, why, what, about which families. Only opaque ids.

    The database keeps them by month, and adds a sequence, a salt and a salted commitment (migration 0003). A chain
    is sealed over the commitments afterwards (`Seal`), which stays whole when what an entry names is forgotten.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=5, choices=EntryKind.choices)
    what = models.CharField(max_length=80)
    # Empty only when it was somebody of a family that is forgotten.
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=20)
    partnership_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20)
    families = ArrayField(models.UUIDField(), default=list)
    subject_id = models.UUIDField(null=True)
    forgotten_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            BrinIndex(fields=["at"], name="audit_entry_at"),
            GinIndex(fields=["families"], name="audit_entry_families"),
        ]


class Event(Protected, Base):
    """The outbox: written in the action's own transaction, for whoever must hear of it later. Only opaque ids."""

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    name = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    family_id = models.UUIDField(null=True)
