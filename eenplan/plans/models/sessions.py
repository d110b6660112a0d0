"""Talks with a psychologist: which, for whom, on which days, and a theme. What is said there is not kept anywhere here."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.models import Family, FamilyRow, Item
from eenplan.network.models import Assignment, Partnership
from eenplan.network.models.periods import no_overlap
from eenplan.plans.enums import SessionStatus
from eenplan.plans.models.items import TeamMember

# A theme in the words of a diary: no room for a note.
LINE = 60


class SessionTheme(Protected, Base):
    """A theme to choose from, in words, from and until a day. A partnership's own goes before the default."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=30)
    label_nl = models.CharField(max_length=60)
    label_fr = models.CharField(max_length=60, blank=True)
    label_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    period = DateRangeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("plans_one_session_theme", "partnership", "code"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="plans_session_theme_period"),
            models.CheckConstraint(condition=~Q(label_nl=""), name="plans_session_theme_said"),
        ]


class SessionSeries(Protected):
    """Talks of one psychologist with somebody of a family: a worker in that role, or a helper of the plan's team.

    About whom it is stands with its item, whose labels are always those of health (rule 39). `agreed_on` is the day on
    which whoever decides said yes to these talks (rule 26). There is no column for what was said.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="sessions")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey(TeamMember, null=True, on_delete=models.CASCADE, related_name="+")
    theme = models.SlugField(max_length=30)
    line = models.CharField(max_length=LINE, blank=True)
    agreed_on = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["family"], name="plans_series_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, helper__isnull=True)
                | Q(assignment__isnull=True, helper__isnull=False),
                name="plans_series_of_one",
            ),
            models.CheckConstraint(condition=~Q(line__regex=r"[\r\n]"), name="plans_series_one_line"),
        ]


class Session(FamilyRow):
    """One talk: a day, and whether it was held. What was noted by mistake is withdrawn and counts no more."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(SessionSeries, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField()
    status = models.CharField(max_length=10, choices=SessionStatus.choices)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["series", "day"],
                condition=Q(withdrawn_at__isnull=True),
                name="plans_one_session_a_day",
            )
        ]
