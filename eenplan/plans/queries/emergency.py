"""The file of a family for who opened it in an emergency, and the names of families of which a file was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from eenplan.audit.actions import record_read
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound
from eenplan.core.ids import read_reference
from eenplan.families.enums import ItemKind
from eenplan.families.models import ContactDetail, Family, Person
from eenplan.families.queries import Said, details, family, items, persons, said_of
from eenplan.plans.enums import SectionKey
from eenplan.plans.queries.plan import PlanNow, plan
from eenplan.plans.queries.timeline import Timeline, timeline

# What was written of a family outside its plan, in the order in which it is read.
ASIDE = (ItemKind.QUESTION, ItemKind.REFERRER_VIEW, ItemKind.GOING_WELL, ItemKind.NOTE)


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file as it is read in an emergency: who, how to reach them, the plan, what was said, what happened."""

    family: Family
    persons: tuple[Person, ...]
    details: tuple[ContactDetail, ...]
    plan: PlanNow | None
    aside: tuple[tuple[ItemKind, tuple[Said, ...]], ...]
    timeline: Timeline


def file_to_open(acting: Acting, typed: str) -> UUID | None:
    """The family of the own team with exactly this number (its own, or a referral's); None for any other. One query."""
    reference = read_reference(typed)
    if reference is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT plans_file_to_open(%s)", [reference])
        found: UUID | None = cursor.fetchone()[0]
    return found


def whole_file(acting: Acting, family_id: UUID) -> WholeFile:
    """Everything of a family that whoever acts may see. Raises NotFound when out of reach."""
    found = family(acting, family_id)
    try:
        now = plan(acting, family_id)
    except NotFound:
        now = None
    in_plan = {piece.item_id for key in SectionKey for piece in (now.pieces.section(key) if now else ())}
    beside = [one for one in items(acting, family_id, kinds=ASIDE) if one.id not in in_plan]
    file = WholeFile(
        found,
        tuple(persons(acting, [family_id])[family_id]),
        tuple(details(acting, family_id)),
        now,
        tuple(
            (ItemKind(one.kind), words)
            for one in sorted(beside, key=lambda one: ASIDE.index(ItemKind(one.kind)))
            if (words := said_of(one))
        ),
        timeline(acting, family_id),
    )
    record_read(acting, "plans:emergency", families=[family_id])
    return file


def names_of(acting: Acting, family_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What some families are called, of those within reach. One query; part of a page that is recorded itself."""
    return dict(Family.objects.filter(id__in=set(family_ids)).values_list("id", "name"))
