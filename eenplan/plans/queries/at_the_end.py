"""What still waits when a trajectory is about to end: how much of each kind, and nothing of what it says."""

from uuid import UUID

from eenplan.core import statements
from eenplan.core.acting import Acting
from eenplan.plans.enums import WaitsAtEnd


def waits_at_end(acting: Acting, trajectory_id: UUID) -> dict[WaitsAtEnd, int]:
    """How much of each kind waits; nothing for who may not end it. One query; part of a page or an act that is recorded."""
    found = dict(statements.rows("SELECT kind, many FROM plans_waits_at_end(%s)", [trajectory_id]))
    return {kind: found[kind] for kind in WaitsAtEnd if kind in found}
