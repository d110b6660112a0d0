"""A paper that somebody put with a referral that is not sent yet."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.referrals.models.draft import Draft


class DraftFile(Protected, Base):
    """A paper beside a draft, sealed with the same code, and gone with the draft.

    `about` holds its name, kind and size, `content` its bytes; without the code neither can be read.
    The database shows the web role only those of the draft that it asks for.
    """

    keeps = Keeps.SEALED

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    about = models.BinaryField()
    content = models.BinaryField()
    added_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["draft", "added_at"], name="referrals_draft_file_of")
        ]
