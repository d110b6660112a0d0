"""Who keeps what partners offer, and how much of it there can be. No database."""

from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.enums import Role

# In weeks: ten years. The database holds both.
LONGEST_WAIT = 520
MOST_PLACES = 999


# Who keeps what the own organisation offers.
OFFERS_AS = (Role.PARTNER, Role.PSYCHOLOGIST)


def may_keep(acting: Acting, organisation_id: UUID) -> bool:
    """Whether somebody changes what an organisation offers: its own worker as a partner or psychologist, or the coordinator."""
    if acting.role == Role.COORDINATOR:
        return acting.partnership_id is not None
    return acting.role in OFFERS_AS and acting.organisation_id == organisation_id
