"""Tables of the network room. None of them keeps family data: the web role may read them all."""

from eenplan.network.models.areas import Municipality, MunicipalityZone, PostalCode, Zone
from eenplan.network.models.configuration import CrisisContact, LifeDomain, RoleTitle
from eenplan.network.models.contact_points import ContactPoint
from eenplan.network.models.partnerships import (
    Organisation,
    OrganisationPartnership,
    Partnership,
    PartnershipFigure,
    PartnershipLineage,
    PartnershipName,
    PartnershipZone,
)
from eenplan.network.models.people import Assignment, StaffMember

__all__ = [
    "Assignment",
    "ContactPoint",
    "CrisisContact",
    "LifeDomain",
    "Municipality",
    "MunicipalityZone",
    "Organisation",
    "OrganisationPartnership",
    "Partnership",
    "PartnershipFigure",
    "PartnershipLineage",
    "PartnershipName",
    "PartnershipZone",
    "PostalCode",
    "RoleTitle",
    "StaffMember",
    "Zone",
]
