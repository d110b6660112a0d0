"""Who reads figures: counts without names, where small ones are left out."""

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound

# The database itself counts for the same roles (migration 0004): for anybody else all would be nothing.
READERS = frozenset(
    {
        Role.OFFICIAL,
        Role.COORDINATOR,
        Role.INTAKE,
        Role.ADMIN,
        Role.COACH,
        Role.PARTNER,
        Role.STEERING,
    }
)


def may_read(acting: Acting) -> None:
    """Refuse (as if there were nothing) who has no part in the figures."""
    if acting.role not in READERS:
        raise NotFound("figures")
