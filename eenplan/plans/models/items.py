"""What stands in a plan. Each is a subtype of `families.Item`, which has the labels; texts are its words."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected
from eenplan.families.models import Family, Item, Person
from eenplan.network.models import StaffMember
from eenplan.plans.enums import (
    Attendance,
    GoalStatus,
    HelpState,
    HelpType,
    Horizon,
    Importance,
    Mark,
    Secrecy,
    SectionKey,
    Support,
    TeamKind,
    Topic,
)
from eenplan.plans.models.plan import Plan


def _score(name: str) -> models.CheckConstraint:
    field = name.removeprefix("plans_").partition("_")[2]
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (0, 10)}), name=name
    )


class PlanItem(Protected):
    """Places an item in a section of a plan. `beside`: a worker's note stands beside what the family said there."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="in_plan")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=20, choices=SectionKey.choices)
    topic = models.CharField(max_length=20, choices=Topic.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    beside = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="side_notes")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "section", "position"], name="plans_item_of")
        ]


class Goal(Protected):
    """A goal. `whose` is the person it is for (none: the whole family); `expressed_by` who said it (rule 19).

    Nobody is named in `expressed_by` only when a professional wrote it. Words: 'text', and 'notice' for
    how the family will notice. Scores are the family's own, 0 to 10.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="goal")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    domain = models.SlugField(max_length=30, null=True)
    whose = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    expressed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    horizon = models.CharField(max_length=10, choices=Horizon.choices, default=Horizon.SMALL)
    part_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="steps")
    score_start = models.PositiveSmallIntegerField(null=True)
    score_now = models.PositiveSmallIntegerField(null=True)
    score_target = models.PositiveSmallIntegerField(null=True)
    target_date = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=GoalStatus.choices, default=GoalStatus.OPEN)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan"], name="plans_goal_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _score("plans_goal_score_start"),
            _score("plans_goal_score_now"),
            _score("plans_goal_score_target"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("item")), name="plans_goal_not_its_own_part"
            ),
        ]


class Action(Protected):
    """A step that one person or organisation takes, by a day (rule 21). Words: 'text', 'note' and who helps: 'helped_by'."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="action")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.SET_NULL, related_name="actions")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    organisation_name = models.CharField(max_length=120, blank=True)
    network_name = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "due_on"], name="plans_action_of"),
            models.Index(
                fields=["family", "due_on"], condition=Q(done_on__isnull=True), name="plans_action_open"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="plans_action_one_owner",
                condition=Q(
                    person__isnull=False, staff_member__isnull=True, organisation_name="", network_name=""
                )
                | Q(person__isnull=True, staff_member__isnull=False, organisation_name="", network_name="")
                | Q(person__isnull=True, staff_member__isnull=True, network_name="")
                & ~Q(organisation_name="")
                | Q(person__isnull=True, staff_member__isnull=True, organisation_name="")
                & ~Q(network_name=""),
            ),
        ]

    @property
    def support(self) -> Support:
        """Whether the family and its network carry it, or a professional."""
        if self.staff_member_id or self.organisation_name:
            return Support.PROFESSIONAL
        return Support.NATURAL


class DomainMark(Protected):
    """What the family says of a part of life. Words: 'text', 'strength' and 'worry', all optional."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="domain_mark")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="domain_marks")
    domain = models.SlugField(max_length=30)
    mark = models.CharField(max_length=20, choices=Mark.choices)
    score = models.PositiveSmallIntegerField(null=True)
    importance = models.CharField(max_length=10, choices=Importance.choices, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "domain"], name="plans_domain_marked_once"),
            _score("plans_domainmark_score"),
            models.CheckConstraint(
                condition=Q(importance__in=["", *Importance.values]), name="plans_domainmark_importance"
            ),
        ]


class Help(Protected):
    """Help that is there, waited for, or was there. `for_whom` is nobody in particular for the whole family.

    Words: 'text' (what it is), 'bridge' (what helps meanwhile), 'worked' and 'not_worked'.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="help")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="help")
    organisation = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=HelpState.choices)
    since = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    expected = models.DateField(null=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    for_whom = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    help_type = models.CharField(max_length=20, choices=HelpType.choices, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan"], name="plans_help_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="started") | Q(started_on__isnull=False),
                name="plans_help_started_has_date",
            ),
        ]


class TeamMember(Protected):
    """Somebody who helps the family: from the family, its network or a service."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="team_member")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="team")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=20, choices=TeamKind.choices)
    secrecy = models.CharField(max_length=10, choices=Secrecy.choices, default=Secrecy.UNKNOWN)
    # When this person can be reached, and whether they must or may come when everybody sits together.
    availability = models.CharField(max_length=200, blank=True)
    attendance = models.CharField(max_length=10, choices=Attendance.choices, blank=True)
    staff_member = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["plan"], name="plans_team_of")]
