"""Workers and their dated assignments: from these, and from nothing else, access is read."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps, Role
from eenplan.core.models import Account, Actor, Base, Protected
from eenplan.network.enums import ROLES_FOR_THE_WHOLE, STAFF_ROLES
from eenplan.network.models.organisations import Organisation
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class StaffMember(Protected, Base):
    """A worker. `organisation` is the parent organisation (moederorganisatie), which employs them.

    Every worker has at least one dated assignment (rule 14): a deferred trigger holds it.
    """

    keeps = Keeps.ACCESS

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="staff_member")
    account = models.OneToOneField(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="staff_member"
    )
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff")

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="network_staff_sort")]

    def __str__(self) -> str:
        return self.name


class Assignment(Protected, Base):
    """A worker works in a role, for a partnership (or for the whole), for a share of full time, in a period.

    The shares of one worker at one time are at most 1.0 together (rule 14): a deferred trigger holds it.
    """

    keeps = Keeps.ACCESS

    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in STAFF_ROLES])
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    share = models.DecimalField(max_digits=3, decimal_places=2, help_text="part of full time, 0 to 1")
    period = DateRangeField()
    # On which days of the week (1 is Monday), in which zones and languages, and what somebody knows much of.
    # Empty days: it differs. Empty zones: everywhere in the partnership.
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    zones = ArrayField(models.UUIDField(), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    expertise = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            no_overlap("network_assignment_once", "staff_member", "role", "partnership"),
            models.CheckConstraint(
                name="network_assignment_share", condition=Q(share__gte=0) & Q(share__lte=1)
            ),
            models.CheckConstraint(
                name="network_assignment_days", condition=Q(days__contained_by=list(range(1, 8)))
            ),
            models.CheckConstraint(
                name="network_assignment_period",
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
            ),
            models.CheckConstraint(
                name="network_assignment_partnership",
                condition=Q(partnership__isnull=False)
                | Q(role__in=[role.value for role in ROLES_FOR_THE_WHOLE]),
            ),
            models.CheckConstraint(
                name="network_researcher_of_the_whole",
                condition=~Q(role=Role.RESEARCHER.value) | Q(partnership__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_member_id} as {self.role}"
