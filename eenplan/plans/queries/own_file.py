"""What a capable minor reads who asks for the own file (rule 33). The one reading that tells of withholding."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from eenplan.audit.actions import record_read
from eenplan.consent.enums import Stage
from eenplan.consent.queries import legal_terms, people
from eenplan.consent.rules import stage_on
from eenplan.core.acting import Acting, become
from eenplan.core.clock import today
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import ItemKind, PersonRole
from eenplan.families.models import Attachment, Contact, Home, Item
from eenplan.families.queries import Said, current_words
from eenplan.families.queries.kinships import names_on_drawing
from eenplan.plans.models import Part, TeamMember

# Addresses and numbers stand elsewhere: those of the other home are never for this one.
LEFT_OUT = (ItemKind.CONTACT_DETAIL,)


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """A piece of the file: what it is, since when it stands there, how it is named, what was said."""

    item_id: UUID
    kind: ItemKind
    at: datetime
    name: str
    said: tuple[Said, ...]


def may_ask_own_file(acting: Acting) -> bool:
    """Whether whoever holds the card is a child of the family who decides for themselves. Two queries."""
    if acting.role != Role.FAMILY_MEMBER or acting.family_id is None:
        return False
    me = next((one for one in people(acting, acting.family_id).values() if one.is_me), None)
    return (
        me is not None
        and me.role == PersonRole.CHILD
        and stage_on(me, today(), legal_terms(acting)) != Stage.CHILD
    )


def own_file(acting: Acting) -> list[OwnPiece]:
    """The pieces of the own file, the newest first. Raises NotFound for whoever may not ask. Eleven queries.

    PostgreSQL leaves out what is confidential, of a third party, of a court or an agogic exception; each reading
    stands in the audit with its purpose.
    """
    if not may_ask_own_file(acting) or acting.family_id is None:
        raise NotFound("own file")
    asking = replace(acting, purpose=Purpose.OWN_FILE)
    become(asking)
    try:
        found = _pieces(asking, acting.family_id)
        record_read(asking, "plans:own-file", families=[acting.family_id])
    finally:
        become(acting)
    return found


def _pieces(asking: Acting, family_id: UUID) -> list[OwnPiece]:
    items = list(
        Item.objects.filter(family_id=family_id, ended_at__isnull=True)
        .exclude(kind__in=LEFT_OUT)
        .order_by("-created_at", "-id")
    )
    said = current_words(asking, family_id)
    names: dict[UUID, str] = {}
    for model in (TeamMember, Home, Part, Attachment):
        names.update(model.objects.filter(family_id=family_id).values_list("item_id", "name"))
    names |= names_on_drawing(asking, family_id)
    moments = dict(Contact.objects.filter(family_id=family_id).values_list("item_id", "held_at"))
    pieces = [
        OwnPiece(
            item.id,
            ItemKind(item.kind),
            moments.get(item.id) or item.created_at,
            names.get(item.id, ""),
            tuple(said.get(item.id, ())),
        )
        for item in items
    ]
    return [piece for piece in pieces if piece.said or piece.name or piece.kind == ItemKind.CONTACT]
