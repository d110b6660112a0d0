"""The fixed cast of most tests: Alice works on the family, Bob is her colleague, Charlie is of elsewhere.

Two partnerships with a zone and a municipality each, a worker in every role, and a family of Alice's
whose every secret is a marker that can be searched for in whatever leaves the product.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import ActorKind, Role
from eenplan.families.actions import NewDetail, NewPerson, create_family
from eenplan.families.enums import DetailKind, LivesHere, PersonRole
from eenplan.families.models import Family, Person
from tests.factories.network import (
    AssignmentFactory,
    MunicipalityFactory,
    MunicipalityZoneFactory,
    PartnershipFactory,
    PartnershipZoneFactory,
    PostalCodeFactory,
    ZoneFactory,
    assign,
)

MARKER = "GEHEIM-{}"


def acting_as(assignment: Any) -> Acting:
    """Who acts with an assignment, as the middleware makes it."""
    worker = assignment.staff_member
    return Acting(
        worker.actor_id,
        ActorKind.STAFF,
        Role(assignment.role),
        assignment.partnership_id,
        worker.organisation_id,
        assignment.id,
    )


@dataclass
class Team:
    """A partnership with its zone, municipality, postal code and a worker in every role."""

    partnership: Any
    zone: Any
    municipality: Any
    postal_code: str
    assignments: dict[Role, Any]

    def acting(self, role: Role) -> Acting:
        """The worker in a role, acting."""
        return acting_as(self.assignments[role])

    def account(self, role: Role) -> Any:
        """How that worker signs in."""
        return self.assignments[role].staff_member.account


def make_team(postal_code: str = "9901") -> Team:
    """A partnership that works, with one worker in each role."""
    partnership = PartnershipFactory()
    zone = ZoneFactory()
    PartnershipZoneFactory(partnership=partnership, zone=zone)
    municipality = MunicipalityFactory()
    MunicipalityZoneFactory(municipality=municipality, zone=zone)
    PostalCodeFactory(code=postal_code, municipality=municipality, place_name=municipality.name_nl)
    roles = (
        Role.INTAKE,
        Role.COACH,
        Role.COORDINATOR,
        Role.PARTNER,
        Role.ADMIN,
        Role.PSYCHOLOGIST,
        Role.EXPERT,
        Role.STEERING,
        Role.PRIVACY_OFFICER,
    )
    return Team(
        partnership,
        zone,
        municipality,
        postal_code,
        dict(
            zip(roles, assign(*[{"role": role, "partnership": partnership} for role in roles]), strict=True)
        ),
    )


def make_official() -> Any:
    """The assignment of an official: figures only, of the whole."""
    return AssignmentFactory(role=Role.OFFICIAL, partnership=None)


def make_researcher() -> Any:
    """The assignment of a researcher: rows without names, of the whole."""
    return AssignmentFactory(role=Role.RESEARCHER, partnership=None)


def make_family(
    team: Team, *, name: str = "", family_id: UUID | None = None, since: date | None = None
) -> Family:
    """A family of a mother, a daughter of 13 and a baby to come, written down by the team's intake worker."""
    acting = team.acting(Role.INTAKE)
    with request_transaction(acting):
        return create_family(
            acting,
            name=name or MARKER.format("familienaam"),
            partnership_id=team.partnership.id,
            from_day=since or date(2021, 7, 1),
            municipality_id=team.municipality.id,
            postal_code=team.postal_code,
            family_id=family_id,
            persons=[
                NewPerson(
                    PersonRole.PARENT,
                    MARKER.format("moeder"),
                    lives_here=LivesHere.FULL,
                    parental_authority=True,
                ),
                NewPerson(PersonRole.CHILD, MARKER.format("dochter"), birth_date=date(2013, 5, 4)),
                NewPerson(PersonRole.CHILD, due_date=date(2027, 3, 1)),
            ],
            details=[NewDetail(DetailKind.PHONE, "089 00 00 00", safe=True)],
        )


def people_of(family: Family) -> list[Person]:
    """The persons of a family, read as the owner."""
    return list(Person.objects.filter(family=family).order_by("position"))
