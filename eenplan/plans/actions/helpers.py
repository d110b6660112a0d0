"""Whoever helps from elsewhere says what became of a step of theirs, with their own account. No more of it changes (rule 24)."""

from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.models import StaffMember
from eenplan.network.rules.partners import clean_text
from eenplan.plans.enums import StepSaid
from eenplan.plans.models import Action, StepReply
from eenplan.plans.queries.helpers import my_steps
from eenplan.plans.rules.helpers import LONGEST_LINE


@action
def answer_step(acting: Acting, *, family_id: UUID, action_id: UUID, said: StepSaid, line: str = "") -> bool:
    """Say that a step of mine in the agreed plan is done today, is not done after all, or that it does not work out.

    The line goes to the coach. Whether anything changed. Raises NotFound for a step that is not mine or not shared
    with me; refuses with `plans:line-missing` when it fails and nobody is told why, and what `clean_text` refuses.
    """
    mine = {one.action_id for one in my_steps(acting, [family_id])}
    row = Action.objects.filter(item_id=action_id, family_id=family_id).first()
    worker = StaffMember.objects.filter(actor_id=acting.actor_id).first()
    if row is None or worker is None or action_id not in mine:
        raise NotFound("action")
    told = clean_text(line, field="line", most=LONGEST_LINE)
    if said == StepSaid.STUCK and not told:
        raise RuleBroken(
            "plans:line-missing",
            _("Schrijf in een zin wat er niet lukt. Dan kan de coach mee zoeken."),
            field="line",
        )
    if said == StepSaid.STUCK and row.done_on:
        raise RuleBroken("plans:step-done", _("Deze stap staat al als gedaan. Zet dat eerst terug."))
    if said != StepSaid.STUCK:
        if (said == StepSaid.DONE) == (row.done_on is not None):
            return False
        row.done_on = today() if said == StepSaid.DONE else None
        row.save(update_fields=["done_on"])
    StepReply(family_id=family_id, action=row, staff_member=worker, said=said, line=told).save(
        force_insert=True
    )
    record(acting, f"plans:action:helper-{said.value}", families=[family_id], subject=action_id)
    return True
