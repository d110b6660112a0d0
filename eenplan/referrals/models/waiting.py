"""What lies open on the desk of whoever acts: enough to count and to put in order, and nothing to read."""

from django.db import models

from eenplan.core.enums import Keeps
from eenplan.core.models import Protected
from eenplan.referrals.enums import ReferrerType, State, Urgency


class Waiting(Protected):
    """One referral that waits for the desk: a row of a view, without names or words.

    PostgreSQL asks once per query whose desk it is (the fence of a referral asks for every row), so that
    ten thousand open referrals can be counted. What is shown of one is read from `Referral`, behind its fence.
    `youngest_born` and `oldest_born` are of the children who were born; `expects` says that one is to come.
    """

    keeps = Keeps.FAMILY_DATA

    id = models.UUIDField(primary_key=True)
    # No foreign keys: whatever is joined would be asked for row by row again.
    family = models.UUIDField(db_column="family_id")
    zone = models.UUIDField(db_column="zone_id")
    state = models.CharField(max_length=20, choices=State.choices)
    deadline = models.DateField()
    late_since = models.DateField(null=True)
    acute_danger = models.BooleanField(null=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    referrer_type = models.CharField(max_length=20, choices=ReferrerType.choices)
    has_coach = models.BooleanField()
    youngest_born = models.DateField(null=True)
    oldest_born = models.DateField(null=True)
    expects = models.BooleanField()
    # The worker who is the coach today; filled by the plans room.
    coach = models.UUIDField(null=True, db_column="coach_id")
    # A consult without names is nobody's month: it is never late.
    anonymous = models.BooleanField()

    class Meta:
        managed = False
        db_table = "referrals_waiting"
