"""What a request not to use something is about: shares that go on, pieces that are used less."""

from uuid import UUID

from eenplan.consent.queries import ShareOn, shares
from eenplan.core.acting import Acting


def shares_of(acting: Acting, family_id: UUID, person_id: UUID) -> list[ShareOn]:
    """What is shared about somebody and goes on, or is still to be answered: what an objection can end. Five queries."""
    return [one for one in shares(acting, family_id) if one.is_open and person_id in one.about]
