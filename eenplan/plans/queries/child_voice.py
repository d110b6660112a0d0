"""What a child said with its own card, and the drawings of children, for whoever may read what they say."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import FileKind, ItemKind, PersonRole
from eenplan.families.files import MEDIA_TYPES
from eenplan.families.models import Attachment
from eenplan.families.queries import OpenPaper, current_words, person_of
from eenplan.plans.enums import Face
from eenplan.plans.models import Part, VersionItem


@dataclass(frozen=True, slots=True)
class OwnViewNow:
    """What stands in the plan of whoever holds the card. `for_all`: everybody of the plan may read it."""

    item_id: UUID
    text: str
    language: str
    face: Face | None
    drawing_id: UUID | None
    drawing_words: str
    on: date | None
    for_all: bool


def has_own_voice(acting: Acting) -> bool:
    """Whether whoever holds the card is a child, who says itself what it wants. One query."""
    return acting.role == Role.FAMILY_MEMBER and person_of(acting).role == PersonRole.CHILD


def own_view(acting: Acting) -> OwnViewNow | None:
    """What the child who holds the card said last; None while nothing. Raises NotFound for everybody else."""
    if not has_own_voice(acting):
        raise NotFound("child")
    child = person_of(acting)
    row = (
        Part.objects.filter(
            family_id=child.family_id, kind=ItemKind.CHILD_VIEW, person=child, item__ended_at__isnull=True
        )
        .select_related("item")
        .order_by("-item__created_at", "-item_id")
        .first()
    )
    record_read(acting, "plans:own-view", families=[child.family_id])
    if row is None:
        return None
    said = {
        one.slot: one
        for one in current_words(acting, child.family_id, item_ids=[row.item_id]).get(row.item_id, [])
    }
    text, drawn = said.get("text"), said.get("drawing")
    return OwnViewNow(
        row.item_id,
        text.text if text else "",
        text.language if text else "",
        Face(row.face) if row.face else None,
        row.drawing_id,
        drawn.text if drawn else "",
        row.on,
        row.item.released_to_all,
    )


def open_drawing(acting: Acting, family_id: UUID, drawing_id: UUID) -> OpenPaper:
    """What a child drew, with its bytes, now or in a version of before. Each look stands in the audit.

    Raises NotFound for whoever may not see it, and for papers that are no drawing.
    """
    is_drawing = (
        Part.objects.filter(family_id=family_id, drawing_id=drawing_id).exists()
        or VersionItem.objects.filter(family_id=family_id, content__drawing_id=str(drawing_id)).exists()
    )
    row = Attachment.objects.filter(item_id=drawing_id, family_id=family_id).select_related("content").first()
    if row is None or not is_drawing:
        raise NotFound("drawing")
    content = bytes(row.content.content)
    record_read(acting, "plans:drawing", families=[family_id], subject=drawing_id)
    return OpenPaper(row.name, MEDIA_TYPES[FileKind(row.kind)], content)
