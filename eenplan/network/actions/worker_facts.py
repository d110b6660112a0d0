"""What is known of a worker, corrected: the name and the employer, where they were written down wrong."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.team import must_keep_team
from eenplan.network.models import Assignment, OrganisationPartnership, StaffMember
from eenplan.network.rules import sort_key

LONGEST_NAME = 120


@action
def correct_worker(
    acting: Acting, *, staff_member_id: UUID, partnership_id: UUID, name: str, organisation_id: UUID
) -> bool:
    """Correct what a worker is called and who employs them; it counts for the past too. False: nothing differed.

    Raises NotFound for a team that is not kept by `acting`, or in which they never were; refuses with
    `network:name-missing`, `name-too-long`, and `employer-no-partner` for one that is no partner here today.
    """
    must_keep_team(acting, partnership_id)
    if not Assignment.objects.filter(staff_member_id=staff_member_id, partnership_id=partnership_id).exists():
        raise NotFound("staff member")
    row = StaffMember.objects.select_for_update().get(id=staff_member_id)
    said = " ".join(name.split())
    if not said:
        raise RuleBroken("network:name-missing", _("Vul de naam van de medewerker in."), field="name")
    if len(said) > LONGEST_NAME:
        raise RuleBroken("network:name-too-long", _("Deze naam is te lang. Kort hem in."), field="name")
    other = organisation_id != row.organisation_id
    if (
        other
        and not OrganisationPartnership.objects.filter(
            organisation_id=organisation_id, partnership_id=partnership_id, period__contains=today()
        ).exists()
    ):
        raise RuleBroken(
            "network:employer-no-partner",
            _("Kies een organisatie die hier vandaag partner is."),
            field="organisation",
        )
    if not other and said == row.name:
        return False
    row.name, row.sort_key, row.organisation_id = said, sort_key(said)[:LONGEST_NAME], organisation_id
    row.save(update_fields=["name", "sort_key", "organisation_id"])
    record(acting, "network:staff-member:corrected", subject=staff_member_id)
    return True
