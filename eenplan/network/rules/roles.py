"""Who gives which role. No database here; PostgreSQL holds the same (migration 0016)."""

from eenplan.core.enums import Role
from eenplan.network.enums import BESIDE_THE_TEAM, ROLES_FOR_THE_WHOLE


def roles_given_by(role: Role) -> tuple[Role, ...]:
    """Which roles beside a team somebody gives: a coordinator those of the own partnership, an administrator all."""
    if role in (Role.ADMIN, Role.TASK):
        return (*BESIDE_THE_TEAM, *ROLES_FOR_THE_WHOLE)
    return BESIDE_THE_TEAM if role == Role.COORDINATOR else ()
