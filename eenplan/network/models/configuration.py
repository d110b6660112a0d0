"""Words and lists that may differ per partnership and in time (rule 47). No partnership: the default."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from eenplan.core.enums import Keeps, Role
from eenplan.core.models import Base, Protected
from eenplan.network.enums import STAFF_ROLES, Language
from eenplan.network.models.partnerships import Partnership
from eenplan.network.models.periods import no_overlap


class RoleTitle(Protected, Base):
    """How a role is called: 'gezinscoach' here, 'plan-trekker' or 'verbinder' there."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="role_titles"
    )
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in STAFF_ROLES])
    language = models.CharField(max_length=2, choices=Language.choices)
    title = models.CharField(max_length=60)
    period = DateRangeField()

    class Meta:
        constraints = [no_overlap("network_one_role_title", "partnership", "role", "language")]

    def __str__(self) -> str:
        return f"{Role(self.role).value}: {self.title}"


class LifeDomain(Protected, Base):
    """One part of life that the plan asks about. A partnership's own row goes before the default with its code."""

    keeps = Keeps.CONFIGURATION

    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="life_domains"
    )
    code = models.SlugField(max_length=30)
    label_nl = models.CharField(max_length=60)
    label_fr = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    icon = models.CharField(max_length=30, help_text="name in the lucide set")
    position = models.PositiveSmallIntegerField()
    # Left out of new plans; what was said under it before stays where it is.
    shown = models.BooleanField(default=True)
    period = DateRangeField()

    class Meta:
        constraints = [no_overlap("network_one_life_domain", "partnership", "code")]

    def __str__(self) -> str:
        return self.label_nl


class CrisisContact(Protected, Base):
    """A public national number for who cannot wait; shown on every public page."""

    keeps = Keeps.CONFIGURATION

    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    description_nl = models.CharField(max_length=160)
    hours_nl = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    period = DateRangeField()

    class Meta:
        constraints = [no_overlap("network_one_crisis_contact", "code")]

    def __str__(self) -> str:
        return self.name
