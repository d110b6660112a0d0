"""The one working plan of a trajectory, in sections that are saved one by one."""

from typing import ClassVar

from django.db import models

from eenplan.core.clock import now
from eenplan.core.models import Actor
from eenplan.families.models import Family, FamilyRow
from eenplan.plans.enums import SectionKey
from eenplan.plans.models.trajectories import Trajectory


class Plan(FamilyRow):
    """The plan being worked on (gezinsplan; FHIR: CarePlan). What was agreed stands in its versions."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="plans")
    trajectory = models.OneToOneField(Trajectory, on_delete=models.CASCADE, related_name="plan")
    created_at = models.DateTimeField(default=now)
    # When it is looked at again (rule 21): always set, six weeks after it began unless the family chose another day.
    next_review_date = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["family"], name="plans_plan_of")]


class Section(FamilyRow):
    """A part of the plan. Its `revision` rises with every change, so that nobody overwrites what they never read."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=20, choices=SectionKey.choices)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=now)
    changed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "key"], name="plans_section_once")
        ]
