"""Who keeps what partners offer, and how much of it there can be. No database."""

from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.enums import Role

# In weeks: ten years. The database holds both.
LONGEST_WAIT = 520
MOST_PLACES = 999


def may_keep(acting: Acting, organisation_id: UUID) -> bool:
    """Whether somebody changes what an organisation offers: its own partner's worker, or the coordinator."""
    if acting.role == Role.COORDINATOR:
        return acting.partnership_id is not None
    return acting.role == Role.PARTNER and acting.organisation_id == organisation_id
