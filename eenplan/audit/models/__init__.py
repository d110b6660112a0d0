"""The tables of the audit, which only grow."""

from eenplan.audit.models.ended import Ended
from eenplan.audit.models.entries import Entry, Event
from eenplan.audit.models.seals import Forgetting, Seal

__all__ = ["Ended", "Entry", "Event", "Forgetting", "Seal"]
