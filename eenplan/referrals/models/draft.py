"""What somebody typed and did not send yet."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Draft(Protected, Base):
    """A referral on its way: found by the keyed hash of a code, and readable with that code only.

    `content` is encrypted with a key made of the code and the server's secret; neither stands here. The
    database shows the web role no row but the one whose hash it asks for. Gone once sent, wiped or too old.
    """

    keeps = Keeps.SEALED

    key_hash = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    begun_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["changed_at"], name="referrals_draft_changed")
        ]
