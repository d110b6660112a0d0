"""What changes rows of the network room."""

from eenplan.network.actions.areas import move_zones
from eenplan.network.actions.contact_points import NewContactPoint, set_contact_point
from eenplan.network.actions.organisation_ends import end_organisation, keep_organisation
from eenplan.network.actions.organisations import (
    add_contact,
    add_organisation,
    add_site,
    change_organisation,
    end_detail,
    serve_zone,
)
from eenplan.network.actions.partner_lists import import_partners
from eenplan.network.actions.partners import (
    add_partner,
    change_partner,
    end_partner,
    keep_partner,
    renew_agreement,
    take_back_partner,
)
from eenplan.network.actions.questions import is_own, new_question_code
from eenplan.network.actions.reference import load_reference_data
from eenplan.network.actions.requirements import (
    NewRequirement,
    add_requirement,
    end_requirement,
    take_back_requirement,
)
from eenplan.network.actions.staff import add_staff_member, end_assignment, start_assignment
from eenplan.network.actions.words import change_words, end_words, take_back_words
from eenplan.network.actions.worker_facts import correct_worker

__all__ = [
    "NewContactPoint",
    "NewRequirement",
    "add_contact",
    "add_organisation",
    "add_partner",
    "add_requirement",
    "add_site",
    "add_staff_member",
    "change_organisation",
    "change_partner",
    "change_words",
    "correct_worker",
    "end_assignment",
    "end_detail",
    "end_organisation",
    "end_partner",
    "end_requirement",
    "end_words",
    "import_partners",
    "is_own",
    "keep_organisation",
    "keep_partner",
    "load_reference_data",
    "move_zones",
    "new_question_code",
    "renew_agreement",
    "serve_zone",
    "set_contact_point",
    "start_assignment",
    "take_back_partner",
    "take_back_requirement",
    "take_back_words",
]
