"""What a family that came back takes along from its earlier plan, and what of its goals lasted some months after the end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow, Item, Person
from eenplan.plans.enums import Lasts
from eenplan.plans.models.items import Goal
from eenplan.plans.models.trajectories import Trajectory


class TakenAlong(Protected):
    """A piece of the plan that was taken along from an earlier one (`source`), because the family still wants it.

    It is a piece of its own: the same words, of who said them, with the labels of the source on that day.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="taken_along")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    taken_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=now)


class StillWanted(FamilyRow):
    """Somebody of the family who said that a piece still holds for them."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    taken = models.ForeignKey(TakenAlong, on_delete=models.CASCADE, related_name="wanted")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["taken", "person"], name="plans_still_wanted_once")
        ]


class GoalLasted(FamilyRow):
    """Whether a goal that was reached still holds, as the family says months after the end. It never changes."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="goals_lasted")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="lasted")
    lasts = models.CharField(max_length=10, choices=Lasts.choices)
    # The family's own score for it then, 0 to 10; not asked stays nothing.
    score = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trajectory", "goal"], name="plans_lasted_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 10)) & ~Q(lasts="not_asked"),
                name="plans_lasted_score",
            ),
        ]
