"""A worker's note beside what the family said: a piece of its own, which no more people read than that one."""

from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound
from eenplan.families.actions import Labels, say, write_item
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Place, begins, labels_of
from eenplan.plans.actions.sections import Saved, must_say, placed, relabel_piece, touch
from eenplan.plans.models import PlanItem, Section
from eenplan.plans.rules.labels import BESIDE, labels_beside


@action
def write_side_note(acting: Acting, *, beside_id: UUID, text: str, labels: Labels | None = None) -> Saved:
    """Write a note beside a piece of the plan; without `labels` for the team, and never for more than read the piece.

    Only a note that everybody may read changes the plan that was agreed. Refuses with `plans:text-missing` or
    `plans:note-wider`; NotFound beside what has no place for one.
    """
    standing = placed(acting, beside_id)
    if standing.item.kind not in BESIDE:
        raise NotFound("piece with room for a note")
    must_say(text)
    given = labels_beside(labels or begins(Place.SIDE_NOTE), labels_of(standing.item))
    item = write_item(acting, family_id=standing.family_id, kind=ItemKind.SIDE_NOTE, text=text, labels=given)
    PlanItem.objects.create(
        item=item,
        family_id=standing.family_id,
        plan_id=standing.plan_id,
        section=standing.section,
        position=min(
            PlanItem.objects.filter(plan_id=standing.plan_id, section=standing.section).count(), 32000
        ),
        beside_id=beside_id,
    )
    record(acting, "plans:side-note:written", families=[standing.family_id], subject=item.id)
    return Saved(item.id, _revision(acting, standing, read_by_all=given.released_to_all), now())


@action
def change_side_note(acting: Acting, *, item_id: UUID, text: str, labels: Labels | None = None) -> Saved:
    """Write a note anew; the earlier words stay readable. Refuses as `write_side_note`."""
    standing = placed(acting, item_id)
    if standing.beside_id is None:
        raise NotFound("side note")
    must_say(text)
    was_read = standing.item.released_to_all
    say(acting, item_id=item_id, text=text)
    if labels is not None:
        relabel_piece(acting, item_id=item_id, labels=labels)
    record(acting, "plans:side-note:changed", families=[standing.family_id], subject=item_id)
    is_read = labels.released_to_all if labels else was_read
    return Saved(item_id, _revision(acting, standing, read_by_all=was_read or is_read), now())


def _revision(acting: Acting, standing: PlanItem, *, read_by_all: bool) -> int:
    if read_by_all:
        return touch(acting, standing.plan_id, standing.section, None)
    return Section.objects.values_list("revision", flat=True).get(
        plan_id=standing.plan_id, key=standing.section
    )
