"""The code with which a worker makes their own password, once."""

from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Account, Actor, Protected


class Invitation(Protected):
    """A code that was shown once. Only its hash is kept; a newer one for the same account takes its place.

    It opens its account until `expires_at`, one time: for who is new, or lost what they sign in with. The web role uses it through the
    function `network_use_invitation` alone.
    """

    keeps = Keeps.ACCESS

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.CASCADE, related_name="invitation"
    )
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.account_id)
