"""The homes of a family, as they stand in its plan."""

from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import now
from eenplan.core.errors import NotFound
from eenplan.families.actions import HomeFields, Labels, keep_home
from eenplan.families.enums import ItemKind
from eenplan.plans.actions.sections import Saved, place, placed, relabel_piece, touch, working_plan
from eenplan.plans.enums import SectionKey


@action
def note_home(
    acting: Acting,
    *,
    plan_id: UUID,
    home: HomeFields,
    item_id: UUID | None = None,
    labels: Labels | None = None,
    revision: int | None = None,
) -> Saved:
    """Write a home down, or with `item_id` change it. Refuses as `families.keep_home`; stale: SectionChanged."""
    plan = working_plan(acting, plan_id)
    if item_id is None:
        item, saved = place(
            acting, plan, SectionKey.WHO_WE_ARE, ItemKind.HOME, text="", revision=revision, labels=labels
        )
        keep_home(acting, item_id=item.id, home=home)
        record(acting, "plans:home:noted", families=[plan.family_id], subject=item.id)
        return saved
    standing = placed(acting, item_id)
    if standing.plan_id != plan.id:
        raise NotFound("home")
    raised = touch(acting, plan.id, standing.section, revision)
    keep_home(acting, item_id=item_id, home=home)
    if labels is not None:
        relabel_piece(acting, item_id=item_id, labels=labels)
    record(acting, "plans:home:changed", families=[plan.family_id], subject=item_id)
    return Saved(item_id, raised, now())
