"""Asking about who looked at a plan, and looking after whoever looks unusually widely (rule 40)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.models import Family, FamilyRow, Person
from eenplan.network.models import Partnership
from eenplan.rights.enums import Breadth


class LookQuestion(FamilyRow):
    """Somebody of a family asks why somebody looked (`looked_by`, `looked_on`), or asks in general (both empty)."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    looked_on = models.DateField(null=True)
    looked_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    looked_as = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family", "-asked_at"], name="rights_lookquestion_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="rights_lookquestion_asks", condition=~Q(words="")),
            models.CheckConstraint(
                name="rights_lookquestion_is_whole",
                condition=Q(looked_on=None, looked_by=None, looked_as="")
                | (Q(looked_on__isnull=False) & Q(looked_by__isnull=False)),
            ),
        ]


class LookAnswer(FamilyRow):
    """What the coach or the privacy officer answers. Once; what comes after is a question of its own."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField(LookQuestion, on_delete=models.CASCADE, related_name="answer")
    words = models.TextField()
    answered_at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    # Name and role as they were: whoever asked does not see the list of workers.
    answered_as = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="rights_lookanswer_says", condition=~Q(words=""))
        ]


class BreadthNorm(Protected, Base):
    """From when looking is unusually wide in a partnership: the newest row holds. Days are counted back from today."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    # Files that one person opens within `days`.
    files = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    # Files outside the own zones or team, and in an emergency, that one person opens within the same days.
    outside = models.PositiveSmallIntegerField()
    emergencies = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField(default=now)
    set_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rights_breadthnorm_is_one",
                condition=Q(files__gte=1, outside__gte=1, emergencies__gte=1, days__gte=1, days__lte=92),
            )
        ]


class BreadthRemark(Protected, Base):
    """That the privacy officer looked into something unusual, until which day, and what came of it."""

    keeps = Keeps.AUDIT

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Breadth.choices)
    until = models.DateField()
    words = models.TextField()
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "actor", "kind", "-until"], name="rights_breadthremark_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rights_breadthremark_says", condition=Q(kind__in=Breadth.values) & ~Q(words="")
            )
        ]
