"""What somebody of a family writes to its coach with their own card. The words, and the coach's answer, stand on its item."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, Item, Person


class Message(Protected):
    """A message to the coach, whoever that is. `sent_key` is of the form it was written on: sent twice it is one.

    `done_at`: since when the coach is done with it (answered, or talked about). `read_at`: since when the answer was read.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="message")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sent_key = models.UUIDField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family"], condition=Q(done_at=None), name="plans_message_waits")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "sent_key"], name="plans_message_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="plans_message_done_by",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(done_at__isnull=False), name="plans_message_read_after"
            ),
        ]
