"""Whom a family or a referrer calls in a region: dated, per partnership or for one of its zones (rule 47)."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models.areas import Zone
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class ContactPoint(Protected, Base):
    """A person or team that answers the phone, with its hours. That of a zone goes before that of the whole.

    `name` is a title or a name as people may hear it: 'Aanmeldteam', 'Sara van het aanmeldteam'. What is
    not translated is shown in Dutch.
    """

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="contact_points")
    zone = models.ForeignKey(
        Zone, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_points"
    )
    name_nl = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30)
    hours_nl = models.CharField(max_length=120)
    hours_fr = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("network_one_contact_point", "partnership", "zone"),
            models.CheckConstraint(name="network_contact_point_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(
                name="network_contact_point_reachable",
                condition=~Q(name_nl="") & ~Q(phone="") & ~Q(hours_nl=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name_nl
