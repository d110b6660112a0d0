"""Telling a family before somebody else comes (rule 13)."""

from datetime import date
from uuid import UUID

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound
from eenplan.network.enums import STANDS_IN
from eenplan.plans.models import CoachAssignment, ComingTold
from eenplan.plans.queries.continuity import constant_coaches


@action
def tell_who_comes(acting: Acting, *, family_id: UUID, staff_member_id: UUID, since: date) -> None:
    """Note that the family was told who will be there from a day on. Once; again says nothing new.

    NotFound for who is not there for this family, and when nobody comes then (any more).
    """
    found = constant_coaches(acting, [family_id]).get(family_id)
    known = {(one.staff_member_id, one.since): one for one in found.coming} if found else {}
    one = known.get((staff_member_id, since))
    if one is None or acting.role not in STANDS_IN or not _is_there(acting, family_id):
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


def _is_there(acting: Acting, family_id: UUID) -> bool:
    """Whether whoever acts is the coach of a family today, or stands in."""
    return CoachAssignment.objects.filter(
        family_id=family_id, actor_id=acting.actor_id, period__contains=today()
    ).exists()
