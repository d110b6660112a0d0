"""Notes between colleagues about a referral: part of the family's file."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow, Item
from eenplan.referrals.models.referral import Referral


class Note(Protected):
    """A short note on a referral, perhaps a question to a colleague or the answer to one. Only ever added.

    Its words, author, moment and labels stand on its item; a correction adds words that replace, and the
    old ones stay readable. A question is open until some note answers it.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="+")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="notes")
    asked_to = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answered_by")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_to"], condition=Q(asked_to__isnull=False), name="referrals_note_asked"
            )
        ]


class NoteRead(FamilyRow):
    """A colleague said to have read a note. The audit knows who opened the page; this is a word to the writer."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="reads")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["note", "actor"], name="referrals_note_read_once")
        ]
