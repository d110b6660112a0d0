"""Telling a family before somebody else comes (rule 13)."""

from datetime import date
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.plans.models import ComingTold
from eenplan.plans.queries.continuity import constant_coaches


@action
def tell_who_comes(acting: Acting, *, family_id: UUID, staff_member_id: UUID, since: date) -> None:
    """Note that the family was told who will be there from a day on. Once; again says nothing new.

    NotFound for who is not there for this family, and when nobody comes then (any more).
    """
    found = constant_coaches(acting, [family_id]).get(family_id)
    known = {(one.staff_member_id, one.since): one for one in found.coming} if found else {}
    one = known.get((staff_member_id, since))
    if one is None or acting.role not in (Role.COACH, Role.COORDINATOR):
        raise NotFound("who comes")
    if one.told:
        return
    row, is_new = ComingTold.objects.get_or_create(
        family_id=family_id,
        staff_member_id=staff_member_id,
        since=since,
        defaults={"told_by_id": acting.actor_id},
    )
    if is_new:
        record(acting, "plans:coming:told", families=[family_id], subject=row.id)
