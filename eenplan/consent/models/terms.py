"""Ages, periods and references of the law, dated."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from eenplan.consent.enums import TermCode
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected
from eenplan.network.models.periods import no_overlap


class LegalTerm(Protected, Base):
    """A number that the law sets (an age in years, a period in days or hours), and where it is written."""

    keeps = Keeps.CONFIGURATION

    code = models.CharField(max_length=30, choices=TermCode.choices)
    value = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=200)
    # Whether a jurist has looked at it; when, and who in words.
    reviewed = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    period = DateRangeField()

    class Meta:
        constraints = [
            no_overlap("consent_one_term", "code"),
            models.CheckConstraint(name="consent_term_period", condition=Q(period__isempty=False)),
            models.CheckConstraint(name="consent_term_based", condition=~Q(reference="")),
            models.CheckConstraint(
                name="consent_term_review_is_whole",
                condition=Q(reviewed=False, reviewed_on__isnull=True, reviewed_by="")
                | Q(reviewed=True, reviewed_on__isnull=False) & ~Q(reviewed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
