"""Tables of the network room. None of them keeps family data: the web role may read them all."""

from eenplan.network.models.areas import Municipality, MunicipalityZone, PostalCode, Zone
from eenplan.network.models.calls import Call, CallRequirement
from eenplan.network.models.configuration import CrisisContact, LifeDomain, RoleTitle
from eenplan.network.models.contact_points import ContactPoint
from eenplan.network.models.invitations import Invitation
from eenplan.network.models.leave import Leave
from eenplan.network.models.neighbours import PartnershipAreaException, ZoneAdjacency
from eenplan.network.models.organisations import (
    Organisation,
    OrganisationContact,
    OrganisationPartnership,
    OrganisationSite,
    OrganisationZone,
)
from eenplan.network.models.partnerships import (
    Partnership,
    PartnershipFigure,
    PartnershipLineage,
    PartnershipName,
    PartnershipZone,
)
from eenplan.network.models.people import Assignment, StaffMember
from eenplan.network.models.redrawing import Redrawing, RedrawnZone
from eenplan.network.models.translations import TextReview, TextReviewer
from eenplan.network.models.words import FormQuestion, PhaseName

__all__ = [
    "Assignment",
    "Call",
    "CallRequirement",
    "ContactPoint",
    "CrisisContact",
    "FormQuestion",
    "Invitation",
    "Leave",
    "LifeDomain",
    "Municipality",
    "MunicipalityZone",
    "Organisation",
    "OrganisationContact",
    "OrganisationPartnership",
    "OrganisationSite",
    "OrganisationZone",
    "Partnership",
    "PartnershipAreaException",
    "PartnershipFigure",
    "PartnershipLineage",
    "PartnershipName",
    "PartnershipZone",
    "PhaseName",
    "PostalCode",
    "Redrawing",
    "RedrawnZone",
    "RoleTitle",
    "StaffMember",
    "TextReview",
    "TextReviewer",
    "Zone",
    "ZoneAdjacency",
]
