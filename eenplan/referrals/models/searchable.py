"""The words by which the desk of whoever acts finds the families that were referred to it."""

from django.db import models

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected


class Searchable(Protected):
    """One word of a family's names with one of its referrals: a row of a view.

    PostgreSQL asks once per query whose desk it is, so that a common beginning does not make it judge the
    words of every other partnership. What is shown is read from `Referral`, behind its fence.
    """

    keeps = Keeps.FAMILY_DATA

    id = models.UUIDField(primary_key=True)
    # No foreign keys: whatever is joined would be asked for row by row again.
    family = models.UUIDField(db_column="family_id")
    key = models.CharField(max_length=100)
    referral = models.UUIDField(db_column="referral_id")
    received_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "referrals_searchable"
