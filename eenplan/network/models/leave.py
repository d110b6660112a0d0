"""When a worker is away from a partnership, and who takes their place meanwhile."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.enums import LeaveKind
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.people import StaffMember
from eenplan.network.models.periods import no_overlap


class Leave(Protected, Base):
    """A worker is away from a day until another (exclusive; none: nobody knows yet), with a stand-in.

    Says no more of why than a plain kind. Who takes the place of a coach is read in the plans room, from the
    coach periods that follow from this.
    """

    keeps = Keeps.ACCESS

    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="leaves")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=10, choices=LeaveKind.choices)
    period = DateRangeField()
    stand_in = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in_for"
    )

    class Meta:
        constraints = [
            no_overlap("network_one_leave", "staff_member", "partnership"),
            models.CheckConstraint(
                name="network_leave_period",
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
            ),
            models.CheckConstraint(
                name="network_leave_stand_in_is_other",
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("staff_member")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member_id} away"
