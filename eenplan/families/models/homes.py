"""Where the people of a family live, and who carries a child: several homes, all with dates."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected
from eenplan.families.enums import Share, TieKind
from eenplan.families.models.file import Family, FamilyRow, Item, Person
from eenplan.network.models.periods import no_overlap


class Home(Protected):
    """A place where people of the family live, as they call it ('bij mama'). Its address is a contact detail."""

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="home")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="homes")
    name = models.CharField(max_length=120)
    period = DateRangeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name=""), name="families_home_has_name"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="families_home_some_time"),
        ]


class Residence(FamilyRow):
    """Who lives in a home, all or part of the time, from and until when."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="residences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    share = models.CharField(max_length=10, choices=Share.choices)
    period = DateRangeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("families_lives_there_once", "home", "person"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="families_residence_some_time"),
        ]


class Tie(FamilyRow):
    """What one person is to a child: parent, carer, holder of parental authority, legal representative."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tied_to")
    kind = models.CharField(max_length=20, choices=TieKind.choices)
    period = DateRangeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("families_tie_once", "person", "child", "kind"),
            models.CheckConstraint(condition=~Q(person=F("child")), name="families_tie_of_two"),
            models.CheckConstraint(condition=Q(period__isempty=False), name="families_tie_some_time"),
        ]
