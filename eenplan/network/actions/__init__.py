"""What changes rows of the network room."""

from eenplan.network.actions.areas import move_zone
from eenplan.network.actions.contact_points import NewContactPoint, set_contact_point
from eenplan.network.actions.questions import check_question, is_own, new_question_code
from eenplan.network.actions.reference import load_reference_data
from eenplan.network.actions.requirements import (
    NewRequirement,
    add_requirement,
    end_requirement,
    take_back_requirement,
)
from eenplan.network.actions.staff import add_staff_member, end_assignment, start_assignment
from eenplan.network.actions.words import change_words, end_words, take_back_words

__all__ = [
    "NewContactPoint",
    "NewRequirement",
    "add_requirement",
    "add_staff_member",
    "change_words",
    "check_question",
    "end_assignment",
    "end_requirement",
    "end_words",
    "is_own",
    "load_reference_data",
    "move_zone",
    "new_question_code",
    "set_contact_point",
    "start_assignment",
    "take_back_requirement",
    "take_back_words",
]
