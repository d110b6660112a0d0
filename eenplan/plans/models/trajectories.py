"""A trajectory, its one coach at a time, and its end."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow
from eenplan.network.models import StaffMember
from eenplan.network.models.periods import no_overlap
from eenplan.plans.enums import ClosureReason, CoachKind


class Trajectory(FamilyRow):
    """The time in which a family is helped (traject; FHIR: EpisodeOfCare). `ended_on` is its last day.

    It has exactly one coach on each of its days (rule 13), and a closure once it has ended (rule 41):
    deferred triggers hold both.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="trajectories")
    referral = models.OneToOneField("referrals.Referral", on_delete=models.CASCADE, related_name="trajectory")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(ended_on__isnull=True), name="plans_one_open_trajectory"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="plans_trajectory_ends_after_start",
            ),
        ]


class CoachAssignment(FamilyRow):
    """Who is there for a family, from and until when. From this, and nothing else, a coach's reach is read.

    One at a time: the own coach, or a stand-in who takes the place of the own coach (`instead_of`) while they
    are away, or when they fell away and no other own coach was found yet.
    `actor` is the worker's own (a trigger holds that), kept here so that the fence needs one lookup.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="coaches")
    staff_member = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="families")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    period = DateRangeField()
    kind = models.CharField(
        max_length=10, choices=CoachKind.choices, default=CoachKind.OWN.value, db_default=CoachKind.OWN.value
    )
    instead_of = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    # Why this coach came after another; empty for the first.
    reason = models.TextField(blank=True)
    over_norm_confirmed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "actor"], name="plans_coach_reach"),
            models.Index(fields=["actor", "family"], name="plans_families_of_coach"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("plans_one_coach_at_a_time", "trajectory"),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="plans_coach_some_time",
            ),
            models.CheckConstraint(
                condition=Q(kind=CoachKind.OWN, instead_of__isnull=True)
                | (Q(kind=CoachKind.STAND_IN, instead_of__isnull=False) & ~Q(instead_of=F("staff_member"))),
                name="plans_stand_in_for_another",
            ),
        ]


class Closure(Protected):
    """How a trajectory ended (rule 41). What became of the goals stands with the goals."""

    keeps = Keeps.FAMILY_DATA

    trajectory = models.OneToOneField(
        Trajectory, primary_key=True, on_delete=models.CASCADE, related_name="closure"
    )
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=ClosureReason.choices)
    remaining_needs = models.TextField()
    who_continues = models.TextField()
    told_of_retention_on = models.DateField()
    copy_offered = models.BooleanField()
    aftercare_on = models.DateField()
    # What the family says of the help, 0 to 10; nothing said stays nothing.
    satisfaction = models.PositiveSmallIntegerField(null=True)
    satisfaction_words = models.TextField(blank=True)
    # What still waited and was left as it is: how many of each kind, and why. The family reads why.
    left_waiting = models.JSONField(default=dict)
    left_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(copy_offered=True), name="plans_closure_copy_offered"),
            models.CheckConstraint(
                condition=~Q(remaining_needs="") & ~Q(who_continues=""), name="plans_closure_says_what_next"
            ),
            models.CheckConstraint(
                condition=Q(left_waiting={}) | ~Q(left_reason=""), name="plans_closure_says_why_left"
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(0, 10)),
                name="plans_closure_satisfaction",
            ),
        ]
