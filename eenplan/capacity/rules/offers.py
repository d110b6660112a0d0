"""Who keeps what partners offer. No database."""

from uuid import UUID

from eenplan.core.acting import Acting
from eenplan.core.enums import Role


def may_keep(acting: Acting, organisation_id: UUID) -> bool:
    """Whether somebody changes what an organisation offers: its own partner's worker, or the coordinator."""
    if acting.role == Role.COORDINATOR:
        return acting.partnership_id is not None
    return acting.role == Role.PARTNER and acting.organisation_id == organisation_id
