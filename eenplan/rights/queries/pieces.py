"""The piece of the file about which somebody asks something, as they read it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind
from eenplan.families.models import Attachment, Home, Item, Words
from eenplan.families.queries import Said
from eenplan.families.queries.kinships import names_on_drawing
from eenplan.families.rules.statements import STATEMENT, STATEMENTS_END
from eenplan.plans.models import Part, TeamMember
from eenplan.rights.queries.readers import sees_piece, someone


@dataclass(frozen=True, slots=True)
class AskedPiece:
    """What it is, how it is named, what it says."""

    item_id: UUID
    kind: ItemKind
    name: str
    said: tuple[Said, ...]


def piece_to_ask(acting: Acting, family_id: UUID, person_id: UUID, item_id: UUID) -> AskedPiece:
    """The piece, if it is this person's to read. Raises NotFound otherwise. About twelve queries."""
    with sees_piece(acting, someone(acting, family_id, person_id), item_id) as item:
        if item.family_id != family_id:
            raise NotFound("item")
        found = _piece(acting, item, ItemKind(item.kind))
    record_read(acting, "families:item", families=[family_id], subject=item_id)
    return found


def piece(acting: Acting, family_id: UUID, item_id: UUID) -> AskedPiece:
    """A piece as the family's team reads it. Raises NotFound when out of reach. Three queries and the audit's."""
    item = Item.objects.filter(id=item_id, family_id=family_id).first()
    if item is None:
        raise NotFound("item")
    record_read(acting, "families:item", families=[family_id], subject=item_id)
    return _piece(acting, item, ItemKind(item.kind))


def _piece(acting: Acting, item: Item, kind: ItemKind) -> AskedPiece:
    """A piece with its words as they stand, statements apart."""
    item_id = item.id
    rows = (
        Words.objects.filter(item_id=item_id, replaced_by__isnull=True, translation_of__isnull=True)
        .exclude(slot__gte=STATEMENT, slot__lt=STATEMENTS_END)
        .select_related("speaker")
        .order_by("said_at", "id")
    )
    said = tuple(
        Said(row.text, row.language, row.speaker.given_name if row.speaker else "", item_id, row.slot)
        for row in rows
        if row.text
    )
    if kind in (ItemKind.KINSHIP, ItemKind.RELATIVE):
        return AskedPiece(item_id, kind, names_on_drawing(acting, item.family_id).get(item_id, ""), said)
    named: type[Any] | None = {
        ItemKind.TEAM_MEMBER: TeamMember,
        ItemKind.HOME: Home,
        ItemKind.ATTACHMENT: Attachment,
        ItemKind.WHO_MATTERS: Part,
        ItemKind.LINKED_PLAN: Part,
        ItemKind.DISAGREEMENT: Part,
    }.get(kind)
    name = named.objects.filter(item_id=item_id).values_list("name", flat=True).first() if named else ""
    return AskedPiece(item_id, kind, name or "", said)
