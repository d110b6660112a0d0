"""What changes rows of the network room."""

from eenplan.network.actions.contact_points import NewContactPoint, set_contact_point
from eenplan.network.actions.reference import load_reference_data
from eenplan.network.actions.staff import add_staff_member, end_assignment, start_assignment

__all__ = [
    "NewContactPoint",
    "add_staff_member",
    "end_assignment",
    "load_reference_data",
    "set_contact_point",
    "start_assignment",
]
