"""Small parts of a plan that have a few facts beside their words, what a review found, and aftercare."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.enums import ItemKind
from eenplan.families.models import Attachment, Family, FamilyRow, Item, Person
from eenplan.plans.enums import AftercareResult, Face
from eenplan.plans.models.items import Goal
from eenplan.plans.models.plan import Plan
from eenplan.plans.models.trajectories import Trajectory


class Part(Protected):
    """One row for each small part, so that a plan is read in one go. Which facts count depends on its kind.

    who_matters: `name` as the family says it, `about` their relation, `how` near, `gives_strength`.
    child_view: `person` is the child, `how` it was said ('not_yet' with words in 'reason'), `on` which day; perhaps a
    `face` that it chose and a `drawing` (a photo of it, a piece of its own), told in words in the slot 'drawing'.
    disagreement: `person` or `name` who, `on` since when, `resolved_on` with words in 'resolution'.
    review: `on` which day, `name` who else was there; words 'text' what changes, 'back' how it went.
    linked_plan: words 'text' its title, `name` the organisation, `about` where it is kept, `on` its date.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="part")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=20, blank=True)
    gives_strength = models.BooleanField(null=True)
    on = models.DateField(null=True)
    resolved_on = models.DateField(null=True)
    face = models.CharField(max_length=10, choices=Face.choices, blank=True)
    drawing = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan", "kind"], name="plans_part_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plans_part_says_what_it_is",
                condition=Q(kind__in=["who_matters", "linked_plan"]) & ~Q(name="")
                | Q(kind__in=["child_view", "disagreement"])
                | Q(kind="review", on__isnull=False),
            ),
            models.CheckConstraint(
                name="plans_part_resolved",
                condition=Q(resolved_on__isnull=True) | Q(kind="disagreement"),
            ),
            models.CheckConstraint(
                condition=Q(face="", drawing__isnull=True)
                | Q(kind="child_view", face__in=["", *Face.values]),
                name="plans_part_face_of_child",
            ),
        ]


class ReviewScore(FamilyRow):
    """The family's own score (0 to 10) for a goal, on the day of a review. Who puts the review right replaces it."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="scores")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="reviewed")
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "goal"], name="plans_goal_reviewed_once"),
            models.CheckConstraint(condition=Q(score__range=(0, 10)), name="plans_review_score"),
        ]


class ReviewPerson(FamilyRow):
    """Who of the family was there when the plan was looked at again."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    review = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "person"], name="plans_reviewed_by_once")
        ]


class Aftercare(Protected):
    """The contact some months after a trajectory ended: how the family is now (rule 41). Once per trajectory."""

    keeps = Keeps.FAMILY_DATA

    trajectory = models.OneToOneField(
        Trajectory, primary_key=True, on_delete=models.CASCADE, related_name="aftercare"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    result = models.CharField(max_length=20, choices=AftercareResult.choices)
    # What the family says, and what was agreed; empty when they could not be reached.
    words = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 10)), name="plans_aftercare_score"
            )
        ]
