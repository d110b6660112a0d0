"""When everybody sits together: who is asked to come, what is talked about, and what is decided.

A round table is a piece of the file without words of its own: who is invited sees it, and nobody else of outside the
team. Each point of its agenda is a piece too, with labels of its own, so that minutes are for each reader only what
they may see; what is said there are its words.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Protected
from eenplan.families.models import Family, FamilyRow, Home, Item, Person, Words
from eenplan.network.models import StaffMember
from eenplan.plans.enums import Attendance, Coming, Secrecy, TeamKind, ToldHow
from eenplan.plans.models.items import Action, TeamMember
from eenplan.plans.models.plan import Plan


class RoundTable(Protected):
    """A moment on which everybody sits together. `sequence` counts how often moment or place changed.

    `agreed_with` is who of the family agreed who is invited; before that nobody is. A place is a home of the family,
    whose address stands elsewhere behind its own labels, or a few words. `opened_at`: since when they sit there.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="round_table")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    home = models.ForeignKey(Home, null=True, on_delete=models.SET_NULL, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    agreed_with = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_on = models.DateField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    at_point = models.ForeignKey("TablePoint", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "starts_at"], name="plans_table_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(minutes__range=(15, 480)), name="plans_table_length"),
            models.CheckConstraint(
                condition=Q(home__isnull=True) | Q(place=""), name="plans_table_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(agreed_on__isnull=False, cancelled_at__isnull=True),
                name="plans_table_opened_as_agreed",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="plans_table_closed_after",
            ),
        ]


class Seat(FamilyRow):
    """Somebody who is asked to a round table: of the family, or by name. `came` is known when it is over.

    `member` is who it is of the plan's team, `staff_member` the account with which they can answer.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(RoundTable, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    member = models.ForeignKey(TeamMember, null=True, on_delete=models.SET_NULL, related_name="+")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=TeamKind.choices)
    secrecy = models.CharField(max_length=10, choices=Secrecy.choices, default=Secrecy.UNKNOWN)
    attendance = models.CharField(max_length=10, choices=Attendance.choices)
    came = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="plans_seat_of_one",
            ),
            models.CheckConstraint(condition=Q(attendance__in=["must", "may"]), name="plans_seat_is_asked"),
            models.UniqueConstraint(fields=["table", "person"], name="plans_seat_once"),
            models.UniqueConstraint(fields=["table", "member"], name="plans_seat_of_member_once"),
        ]


class SeatAnswer(FamilyRow):
    """What somebody said to an invitation. Only ever appended; the newest counts, silence is no answer."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(max_length=10, choices=Coming.choices)
    how = models.CharField(max_length=10, choices=ToldHow.choices)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)


class TablePoint(Protected):
    """A point of the agenda: about a piece of the plan, or in words of its own (slot 'text').

    What is said at it are words in the slot 'line', one row for each time somebody says something, so that two who
    write at once never meet. `left_at`: since when the table went on to the next.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="table_point")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(RoundTable, on_delete=models.CASCADE, related_name="points")
    piece = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["table", "piece"], name="plans_point_once")
        ]


class TableDecision(FamilyRow):
    """Something that is decided at a point. With one owner and a day it becomes a step of the plan (rule 21).

    Its words stand with its point, in the slot 'decision'. `needs_nobody`: it was said that nobody has to do anything
    for it, and it becomes no step. `dropped_at`: it was let go again.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    point = models.ForeignKey(TablePoint, on_delete=models.CASCADE, related_name="decisions")
    words = models.OneToOneField(Words, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True)
    needs_nobody = models.BooleanField(default=False)
    step = models.OneToOneField(Action, null=True, on_delete=models.SET_NULL, related_name="+")
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(step__isnull=True) | Q(dropped_at__isnull=True), name="plans_decision_is_one"
            ),
            models.CheckConstraint(
                condition=Q(needs_nobody=False)
                | Q(seat__isnull=True, due_on__isnull=True, step__isnull=True),
                name="plans_decision_of_nobody",
            ),
        ]
