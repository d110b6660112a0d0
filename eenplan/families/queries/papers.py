"""The papers of a file, as far as whoever acts may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.enums import ActorKind
from eenplan.core.errors import NotFound
from eenplan.families.enums import FileKind
from eenplan.families.files import MEDIA_TYPES
from eenplan.families.models import (
    Attachment,
)
from eenplan.families.rules import FOR_TEAM, Labels, labels_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the file, as a list shows it; `size` in bytes, `added_by` an actor."""

    id: UUID
    name: str
    kind: FileKind
    size: int
    health: bool
    added_by: UUID
    added_at: datetime
    # Whether everybody of the family may open it, and whether its labels keep it among few.
    released: bool = False
    closed: bool = False
    labels: Labels = FOR_TEAM


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """A paper that is opened: its name for people, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


def attachments(acting: Acting, family_id: UUID) -> list[PaperRow]:
    """The papers of the file that whoever acts may see, newest first. One query; no bytes are read."""
    return [
        PaperRow(
            row.item_id,
            row.name,
            FileKind(row.kind),
            row.size,
            row.item.health,
            row.item.author_id,
            row.item.created_at,
            row.item.released_to_all,
            labels_of(row.item).is_closed,
            labels_of(row.item),
        )
        for row in _papers(acting, family_id).order_by("-item__created_at", "-item_id")
    ]


def _papers(acting: Acting, family_id: UUID) -> QuerySet[Attachment]:
    """The papers that stand in the file: of somebody with a card those that were released, and no other."""
    rows = Attachment.objects.filter(family_id=family_id, item__ended_at__isnull=True).select_related("item")
    return rows if acting.kind != ActorKind.FAMILY_MEMBER else rows.filter(item__released_to_all=True)


def attachment(acting: Acting, family_id: UUID, attachment_id: UUID) -> PaperRow:
    """One paper, as a list shows it. Raises NotFound when it is not there or not for whoever acts."""
    found = next((row for row in attachments(acting, family_id) if row.id == attachment_id), None)
    if found is None:
        raise NotFound("attachment")
    return found


def open_attachment(acting: Acting, family_id: UUID, attachment_id: UUID) -> OpenPaper:
    """A paper with its bytes; each opening stands in the audit. Raises NotFound as `attachment` does."""
    row = _papers(acting, family_id).filter(item_id=attachment_id).select_related("content").first()
    if row is None:
        raise NotFound("attachment")
    content = bytes(row.content.content)
    record_read(acting, "families:attachment", families=[family_id], subject=attachment_id)
    return OpenPaper(row.name, MEDIA_TYPES[FileKind(row.kind)], content)
