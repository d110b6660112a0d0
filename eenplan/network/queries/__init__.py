"""Reading of the network room. Nothing here is family data; the actor still comes first, as everywhere."""

from eenplan.network.queries.area_changes import (
    Stretch,
    ZoneThroughTime,
    area_changes,
    municipalities_of_zone,
)
from eenplan.network.queries.areas import (
    Area,
    Assumptions,
    Known,
    area_on,
    partnership_of_zone_on,
    search_municipality,
    zone_of_municipality_on,
)
from eenplan.network.queries.configuration import (
    CrisisContactOn,
    LifeDomainOn,
    crisis_contacts,
    life_domains,
    role_title,
)
from eenplan.network.queries.contact_points import (
    ContactPointOn,
    contact_point,
    contact_point_of_id,
    contact_points,
)
from eenplan.network.queries.partnerships import (
    PartnershipOn,
    ZoneOn,
    areas_assumed_on,
    partnership_name,
    partnerships_on,
    zones_of,
)
from eenplan.network.queries.people import AssignmentOn, StaffOn, assignments_of, staff_on
from eenplan.network.queries.places import (
    HelpHere,
    Listed,
    MunicipalityOn,
    help_here,
    municipalities_of_codes,
    municipalities_on,
    municipality_by_slug,
    slug_of,
)
from eenplan.network.queries.words import (
    Dated,
    QuestionOn,
    form_questions,
    phase_names,
    question_of,
    words_through_time,
)

__all__ = [
    "Area",
    "AssignmentOn",
    "Assumptions",
    "ContactPointOn",
    "CrisisContactOn",
    "Dated",
    "HelpHere",
    "Known",
    "LifeDomainOn",
    "Listed",
    "MunicipalityOn",
    "PartnershipOn",
    "QuestionOn",
    "StaffOn",
    "Stretch",
    "ZoneOn",
    "ZoneThroughTime",
    "area_changes",
    "area_on",
    "areas_assumed_on",
    "assignments_of",
    "contact_point",
    "contact_point_of_id",
    "contact_points",
    "crisis_contacts",
    "form_questions",
    "help_here",
    "life_domains",
    "municipalities_of_codes",
    "municipalities_of_zone",
    "municipalities_on",
    "municipality_by_slug",
    "partnership_name",
    "partnership_of_zone_on",
    "partnerships_on",
    "phase_names",
    "question_of",
    "role_title",
    "search_municipality",
    "slug_of",
    "staff_on",
    "words_through_time",
    "zone_of_municipality_on",
    "zones_of",
]
