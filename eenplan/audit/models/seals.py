"""What makes it visible when somebody altered the audit: seals over its entries, and what was forgotten as the law asks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Seal(Protected, Base):
    """A stretch of the chain: which entries it took, in order, and the link that each of them makes (`rules.link`).

    The first link hangs on `previous`, the last link of the seal before it. Written by the sealer, as owner.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    from_sequence = models.BigIntegerField(unique=True)
    to_sequence = models.BigIntegerField(unique=True)
    sequences = ArrayField(models.BigIntegerField())
    previous = models.BinaryField()
    links = models.BinaryField()


class Forgetting(Protected, Base):
    """Entries that were emptied because what they named was destroyed. Its id is the hash of what it says.

    An entry in the audit names that id, so that the chain holds it too. Written by `audit_forget` alone.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    sequences = ArrayField(models.BigIntegerField())
