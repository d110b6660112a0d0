"""Papers that belong to a family's file: a letter, a report, a photo of one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected
from eenplan.families.enums import FileKind
from eenplan.families.models.file import Family, Item


class Attachment(Protected):
    """What a paper is. Its labels, and who added it when, stand on its item; its bytes apart.

    `name` is for people only: it stands in no address and no log. `sha256` is of the bytes as they are kept.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="attachment")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    # In bytes.
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name=""), name="families_attachment_has_name"),
            models.CheckConstraint(condition=Q(size__gt=0), name="families_attachment_has_size"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="families_attachment_kind"),
        ]


class AttachmentContent(Protected):
    """The bytes of a paper: a table of their own, so that no list ever reads them by accident.

    Never changed; gone with the item. The public form may add them and never read them back.
    """

    keeps = Keeps.FAMILY_DATA

    attachment = models.OneToOneField(
        Attachment, primary_key=True, on_delete=models.CASCADE, related_name="content"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
