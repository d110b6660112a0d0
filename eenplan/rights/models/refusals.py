"""Helpers whom somebody of a family would rather not have (rule 38)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, Item, Person
from eenplan.network.models import Organisation, StaffMember
from eenplan.rights.enums import AskedHow


class HelperRefusal(Protected):
    """A person refuses a helper: a worker, an organisation, or somebody by name. The reason is the words of its item.

    `name` is how the helper is called. `found_on`: since when somebody else was looked for and found.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="refused_helper"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    how = models.CharField(max_length=10, choices=AskedHow.choices)
    refused_on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    found_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family"], condition=Q(withdrawn_on=None), name="rights_refusal_stands")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rights_refused_is_named",
                condition=~Q(name="") & (Q(staff_member=None) | Q(organisation=None)),
            ),
            models.CheckConstraint(
                name="rights_refusal_withdrawn_by",
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
