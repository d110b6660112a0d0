"""Months of the audit that the law let end: which entries went, so that what is left still proves itself whole."""

from django.db import models

from eenplan.core.clock import now
from eenplan.core.enums import Keeps
from eenplan.core.models import Base, Protected


class Ended(Protected, Base):
    """All entries that ever went because their term was over, until and with a month. Its id is the hash of what it says.

    `months` counts the tables that went this time; `sequences` is a multirange of every entry that ever did. The links of
    those entries stay in their seals, so that the chain and every anchor still go through them. An entry in the audit names
    the id. Written by `audit_end_months` alone.
    """

    keeps = Keeps.AUDIT

    at = models.DateTimeField(default=now)
    until = models.DateField()
    months = models.PositiveSmallIntegerField()
    entries = models.BigIntegerField()
    sequences = models.TextField()
