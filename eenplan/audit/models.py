"""What was done and what was read, appended and never changed; and the events that follow from it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from eenplan.audit.enums import EntryKind
from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Entry(Protected, Base):
    """One act or one reading: who, as what, where, why, what, about which families. Only opaque ids.

    The database adds a sequence, a salt and a salted commitment (see the migration), on which a chain
    can be sealed afterwards and which stays whole when what it names is destroyed.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=5, choices=EntryKind.choices)
    what = models.CharField(max_length=80)
    actor_id = models.UUIDField()
    role = models.CharField(max_length=20)
    partnership_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20)
    families = ArrayField(models.UUIDField(), default=list)
    subject_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="audit_entry_at")]


class Event(Protected, Base):
    """The outbox: written in the action's own transaction, for whoever must hear of it later. Only opaque ids."""

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    name = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    family_id = models.UUIDField(null=True)
