"""Looking at a file as the person whose data they are: by their card, or by the coach on their behalf."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from eenplan.consent.enums import Stage
from eenplan.consent.queries import legal_terms, people
from eenplan.consent.rules import Someone, stage_on
from eenplan.core.acting import Acting, become, looking_with
from eenplan.core.clock import today
from eenplan.core.enums import Purpose, Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import PersonRole
from eenplan.families.models import Item

# Who answers for a family: its coach, and while there is none, its desk.
ANSWERS = (Role.COACH, Role.COORDINATOR, Role.INTAKE)


def someone(acting: Acting, family_id: UUID, person_id: UUID) -> Someone:
    """Somebody of the family: with a card only oneself. Raises NotFound for anybody else. One query."""
    found = people(acting, family_id).get(person_id)
    if found is None or (acting.role == Role.FAMILY_MEMBER and not found.is_me):
        raise NotFound("person")
    return found


def may_ask_copy(acting: Acting, who: Someone) -> bool:
    """Whether somebody decides for themselves, so that a copy of the own data is theirs to ask."""
    return stage_on(who, today(), legal_terms(acting)) != Stage.CHILD


def reads_own_file(acting: Acting, who: Someone) -> bool:
    """Whether what somebody reads of themselves is the own file of rule 33: a youngster who decides."""
    return who.role == PersonRole.CHILD and may_ask_copy(acting, who)


@contextmanager
def reading_as(acting: Acting, who: Someone) -> Iterator[Acting]:
    """Until the end of the block, this transaction shows what is somebody's own to read, by the rule of labels."""
    own_file = reads_own_file(acting, who)
    if acting.role != Role.FAMILY_MEMBER:
        with looking_with(acting, f"{'own_file' if own_file else 'person'}:{who.id}") as narrowed:
            yield narrowed
        return
    reader = replace(acting, purpose=Purpose.OWN_FILE if own_file else acting.purpose)
    become(reader)
    try:
        yield reader
    finally:
        become(acting)


@contextmanager
def sees_piece(acting: Acting, who: Someone, item_id: UUID) -> Iterator[Item]:
    """The piece, if it is this person's to read: in the plan, or in the own file; read as they do within the block.

    Raises NotFound otherwise.
    """
    with _in_plan(acting, who):
        found = Item.objects.filter(id=item_id).first()
        if found:
            yield found
            return
    with reading_as(acting, who):
        found = Item.objects.filter(id=item_id).first()
        if found is None:
            raise NotFound("item")
        yield found


@contextmanager
def _in_plan(acting: Acting, who: Someone) -> Iterator[None]:
    """What the person reads in the plan: with a card nothing changes, a coach is narrowed."""
    if acting.role == Role.FAMILY_MEMBER:
        yield
        return
    with looking_with(acting, f"person:{who.id}"):
        yield
