"""What native speakers found of the translations: who reads which language, and each verdict on a text."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.network.models.people import StaffMember


class TextReviewer(Protected, Base):
    """A worker whom the administrator named to read the translations in a language."""

    keeps = Keeps.ACCESS

    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    named_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["staff_member", "language"],
                condition=Q(ended_at__isnull=True),
                name="network_text_reviewer_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.staff_member_id}"


class TextReview(Protected, Base):
    """A native speaker found a translation right, or wrote a better one. Only ever appended; the newest counts.

    `text_key` is the hash of the Dutch text, `translation_key` that of the words that were read, `approves` that
    of the words that are right: those, or the better ones. A text is reviewed while its translation is what the
    newest review approves.
    """

    keeps = Keeps.CONFIGURATION

    language = models.CharField(max_length=10)
    text_key = models.CharField(max_length=64)
    translation_key = models.CharField(max_length=64)
    approves = models.CharField(max_length=64)
    # The better words, a form for each number that the language tells apart; none when it was right.
    better = models.JSONField(default=list)
    reviewer = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["language", "text_key", "-reviewed_at"], name="network_text_review_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(better=[], approves=models.F("translation_key")) | ~Q(better=[]),
                name="network_text_review_right_or_better",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text_key[:8]}"
