"""Waiting for help: on which list, who asked when how it stands, what bridges it meanwhile; and what figures count of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from eenplan.capacity.models import Offer
from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.families.models import Family, FamilyRow, Item, Words
from eenplan.network.models import Zone
from eenplan.plans.enums import BridgeKind, HelpType
from eenplan.plans.models.items import Help
from eenplan.plans.models.places import PlaceRequest


class Wait(Protected):
    """What is known of a wait beside its help, which says since when, with whom, when it is expected and when it was asked last.

    Who may see the help, and nobody else, sees this: labels stand on the help.
    """

    keeps = Keeps.FAMILY_DATA

    help = models.OneToOneField(Help, primary_key=True, on_delete=models.CASCADE, related_name="wait")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=120, blank=True)
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+")


class WaitCheck(FamilyRow):
    """Somebody asked how it stands, and it is still waited for. Only ever added. `expected` as it was said then."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    help = models.ForeignKey(Help, on_delete=models.CASCADE, related_name="checks")
    on = models.DateField()
    expected = models.DateField(null=True)
    words = models.ForeignKey(Words, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["help", "-at"], name="plans_check_of")]


class Bridge(FamilyRow):
    """What helps until the help comes that is waited for: a piece of the plan, what a partner offers, or something in words.

    `until` is its last day; nothing: it goes on, a short offer no longer than its own last day. `carried`: what goes
    over into the plan. `place`: the place in the short offer that was asked and given, from its first day on. It is
    seen by whoever sees the help and, if it is a piece of the plan, that piece.
    """

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    help = models.ForeignKey(Help, on_delete=models.CASCADE, related_name="bridges")
    kind = models.CharField(max_length=10, choices=BridgeKind.choices)
    piece = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(PlaceRequest, null=True, on_delete=models.CASCADE, related_name="bridges")
    words = models.ForeignKey(Words, null=True, on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until = models.DateField(null=True)
    carried = models.ForeignKey(Words, null=True, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["help", "from_on"], name="plans_bridge_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(piece__isnull=False) | Q(words__isnull=False) | Q(offer__isnull=False),
                name="plans_bridge_is_something",
            ),
            models.CheckConstraint(
                condition=Q(offer__isnull=True, place__isnull=True)
                | Q(offer__isnull=False, piece__isnull=True, kind=BridgeKind.PARTNER),
                name="plans_bridge_of_a_partner",
            ),
            models.UniqueConstraint(fields=["place"], name="plans_bridge_of_place_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_on")), name="plans_bridge_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(carried__isnull=True) | Q(until__isnull=False), name="plans_bridge_carried_at_end"
            ),
        ]


class WaitFact(Protected, Base):
    """What figures need of one wait: days, zone and kind of help, no names. It outlives the file.

    A trigger keeps it, however help is written. `help_id` and `family_token` point at nothing once the file is gone.
    `left_on`: it was no longer waited for, and did not start. `noted_on` and `over_noted_on`: since when that is known.
    """

    keeps = Keeps.FIGURES

    help_id = models.UUIDField(null=True, unique=True)
    family_token = models.UUIDField()
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    help_type = models.CharField(max_length=20, choices=HelpType.choices, blank=True)
    since = models.DateField()
    noted_on = models.DateField()
    started_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    over_noted_on = models.DateField(null=True)
    demo = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["zone", "since"], name="plans_waitfact_where")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(started_on__gte=F("since"), left_on__isnull=True),
                name="plans_waitfact_started_after",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("since")),
                name="plans_waitfact_left_after",
            ),
            models.CheckConstraint(
                condition=Q(over_noted_on__isnull=True, started_on__isnull=True, left_on__isnull=True)
                | Q(over_noted_on__isnull=False, started_on__isnull=False)
                | Q(over_noted_on__isnull=False, left_on__isnull=False),
                name="plans_waitfact_over_is_noted",
            ),
        ]
