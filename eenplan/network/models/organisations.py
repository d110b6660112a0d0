"""Organisations, where they are and whom to reach there, and of which partnerships they are a partner: all dated."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q

from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.enums import Layer, PartnerRole, Sector
from eenplan.network.models.areas import Zone
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import SameKey, no_overlap


def always() -> DateRange:
    """No first day known, no end."""
    return DateRange(None, None)


class WrittenDown(models.Model):
    """What may be taken back on the day on which it was written down here; never when it was loaded (None)."""

    written_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True


class Organisation(Protected, Base):
    """An organisation that works with families or lends workers to a partnership.

    `enterprise_number` is empty or ten digits with two that check (the migration holds it). `layer` is
    empty while nobody said it. What was loaded from a public text names it in `source`; `assumed` when it only
    follows from it.
    """

    keeps = Keeps.CONFIGURATION

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    layer = models.CharField(max_length=20, choices=Layer.choices, blank=True)
    enterprise_number = models.CharField(max_length=10, blank=True)
    period = DateRangeField(default=always)
    source = models.TextField(blank=True)
    assumed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="network_organisation_sort")]
        constraints = [
            models.UniqueConstraint(
                name="network_enterprise_number_once",
                fields=["enterprise_number"],
                condition=~Q(enterprise_number=""),
            ),
            models.CheckConstraint(name="network_organisation_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(name="network_organisation_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSite(Protected, WrittenDown, Base):
    """A place where an organisation works, in a period."""

    keeps = Keeps.CONFIGURATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=4, blank=True)
    place = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("network_organisation_site_once", "organisation", "name"),
            models.CheckConstraint(
                name="network_organisation_site_period", condition=Q(period__isempty=False)
            ),
            models.CheckConstraint(name="network_organisation_site_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="network_organisation_site_postal_code",
                condition=Q(postal_code="") | Q(postal_code__regex=r"^[1-9][0-9]{3}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationZone(Protected, WrittenDown, Base):
    """An organisation serves a zone, in a period. What began before it was written down says in `source` who knows."""

    keeps = Keeps.CONFIGURATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="zones")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="organisations")
    period = DateRangeField()
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            no_overlap("network_organisation_zone_once", "organisation", "zone"),
            models.CheckConstraint(
                name="network_organisation_zone_period", condition=Q(period__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.zone_id}"


class OrganisationContact(Protected, WrittenDown, Base):
    """Whom to reach at an organisation: a name or a function, with a phone number or an address for mail."""

    keeps = Keeps.CONFIGURATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("network_organisation_contact_once", "organisation", "name"),
            models.CheckConstraint(
                name="network_organisation_contact_period", condition=Q(period__isempty=False)
            ),
            models.CheckConstraint(
                name="network_organisation_contact_reachable",
                condition=~Q(name="") & (~Q(phone="") | ~Q(email="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationPartnership(Protected, WrittenDown, Base):
    """An organisation is a partner of a partnership, in a role, with or without subsidy, in a period.

    What changes begins a new row, so that what was agreed in the past stays. `agreement_until` is the last day of
    the agreement (None: it has no end); `reminder_days` before it the coordinator is told (None: as configured).
    """

    keeps = Keeps.CONFIGURATION

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    role = models.CharField(max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    subsidised = models.BooleanField()
    agreement_until = models.DateField(null=True, blank=True)
    reminder_days = models.PositiveSmallIntegerField(null=True, blank=True)
    period = DateRangeField()
    source = models.TextField(blank=True)
    assumed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            no_overlap("network_organisation_partner_once", "organisation", "partnership"),
            ExclusionConstraint(
                name="network_one_core_partner",
                expressions=[
                    (SameKey(F("partnership")), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role=PartnerRole.CORE),
            ),
            models.CheckConstraint(
                name="network_organisation_partner_period", condition=Q(period__isempty=False)
            ),
            models.CheckConstraint(
                name="network_agreement_after_start",
                condition=Q(agreement_until__isnull=True)
                | Q(period__startswith__isnull=True)
                | Q(period__startswith__lte=F("agreement_until")),
            ),
            models.CheckConstraint(
                name="network_agreement_reminder",
                condition=Q(reminder_days__isnull=True)
                | (Q(reminder_days__gte=1) & Q(reminder_days__lte=730)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.partnership_id}"
