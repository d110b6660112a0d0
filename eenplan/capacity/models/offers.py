"""What partners offer to families in a partnership, and how long one waits for it."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from eenplan.capacity.enums import OfferKind
from eenplan.core.clock import today
from eenplan.core.enums import Keeps
from eenplan.core.models import Actor, Base, Protected
from eenplan.network.models import Organisation, Partnership
from eenplan.network.models.periods import no_overlap


class Offer(Protected, Base):
    """Help that a partner offers in a partnership, in its own words, in a period.

    `help_type` is a code of the plans room. A short offer has places, a first and a last day; a regular one none.
    """

    keeps = Keeps.CONFIGURATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="offers")
    name = models.CharField(max_length=120)
    help_type = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=OfferKind.choices)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    period = DateRangeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partnership", "organisation"], name="capacity_offer_of")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            no_overlap("capacity_offer_once", "organisation", "partnership", "name"),
            models.CheckConstraint(name="capacity_offer_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(
                name="capacity_offer_named",
                condition=~Q(name="") & Q(help_type__regex=r"^[a-z_]{1,20}$"),
            ),
            models.CheckConstraint(
                name="capacity_offer_of_its_kind",
                condition=Q(
                    kind=OfferKind.REGULAR,
                    places__isnull=True,
                    first_day__isnull=True,
                    last_day__isnull=True,
                )
                | Q(
                    kind=OfferKind.SHORT,
                    places__range=(1, 999),
                    first_day__isnull=False,
                    last_day__gte=F("first_day"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferWait(Protected, Base):
    """How many weeks a partner expects one to wait for an offer; None: they do not know. Only added: the newest holds."""

    keeps = Keeps.CONFIGURATION

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="waits")
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    said_on = models.DateField(default=today)
    said_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["offer", "-said_on", "-id"], name="capacity_offer_wait_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="capacity_offer_wait_weeks",
                condition=Q(weeks__isnull=True) | Q(weeks__lte=520),
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.weeks}"
