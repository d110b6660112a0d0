"""Who belongs to whom: what the family says of itself, for the drawing of who is who. Labels stand on the items."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest, Least

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected
from eenplan.families.enums import Gender, KinshipKind
from eenplan.families.models.file import Family, Item, Person
from eenplan.families.models.homes import Home

BORN_FROM, BORN_UNTIL = 1850, 2200


def _year(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (BORN_FROM, BORN_UNTIL)}),
    )


class Relative(Protected):
    """Somebody who stands on the drawing alone; or, with `person`, that somebody of the file has died.

    `born` and `died` are years: of a grandfather nobody knows the day.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="relative")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="death")
    name = models.CharField(max_length=120, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.UNKNOWN)
    born = models.PositiveSmallIntegerField(null=True)
    is_dead = models.BooleanField(default=False)
    died = models.PositiveSmallIntegerField(null=True)
    home = models.ForeignKey(Home, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["family"], name="families_relative_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="families_relative_is_somebody",
                condition=Q(person__isnull=True) & ~Q(name="")
                | Q(person__isnull=False, name="", is_dead=True, home__isnull=True),
            ),
            models.CheckConstraint(
                name="families_relative_died", condition=Q(died__isnull=True) | Q(is_dead=True)
            ),
            models.CheckConstraint(
                name="families_relative_lived",
                condition=Q(died__isnull=True) | Q(born__isnull=True) | Q(died__gte=models.F("born")),
            ),
            _year("families_relative_born", "born"),
            _year("families_relative_died_in", "died"),
        ]


_ONE = Coalesce("one_person", "one_relative")
_OTHER = Coalesce("other_person", "other_relative")


class Kinship(Protected):
    """What one is of another, since and until which year. Two persons have one tie, and nobody is an own forebear.

    Each end is somebody of the file or a relative. A trigger holds that parents go round in no circle.
    """

    keeps = Keeps.FAMILY_DATA

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="kinship")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=KinshipKind.choices)
    one_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    one_relative = models.ForeignKey(Relative, null=True, on_delete=models.CASCADE, related_name="+")
    other_person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    other_relative = models.ForeignKey(Relative, null=True, on_delete=models.CASCADE, related_name="+")
    since = models.PositiveSmallIntegerField(null=True)
    until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["family"], name="families_kinship_of")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="families_kinship_has_ends",
                condition=Q(one_person__isnull=True) ^ Q(one_relative__isnull=True),
            ),
            models.CheckConstraint(
                name="families_kinship_has_others",
                condition=Q(other_person__isnull=True) ^ Q(other_relative__isnull=True),
            ),
            models.UniqueConstraint(
                Least(_ONE, _OTHER), Greatest(_ONE, _OTHER), name="families_kinship_once"
            ),
            models.CheckConstraint(
                name="families_kinship_of_two",
                condition=(
                    Q(one_person__isnull=True)
                    | Q(other_person__isnull=True)
                    | ~Q(one_person=models.F("other_person"))
                )
                & (
                    Q(one_relative__isnull=True)
                    | Q(other_relative__isnull=True)
                    | ~Q(one_relative=models.F("other_relative"))
                ),
            ),
            models.CheckConstraint(
                name="families_kinship_in_order",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="families_kinship_years",
                condition=Q(since__isnull=True, until__isnull=True)
                | Q(kind__in=["partner", "former_partner", "step_parent", "foster_parent"]),
            ),
            models.CheckConstraint(
                name="families_kinship_partner_now", condition=~Q(kind="partner") | Q(until__isnull=True)
            ),
            _year("families_kinship_since", "since"),
            _year("families_kinship_until", "until"),
        ]
