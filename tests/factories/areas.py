"""A giver over three zones in a row and a receiver over three, whole and side by side, with a team each."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.network.actions.redrawing import confirm_redrawing, draft_redrawing, redraw_zone
from eenplan.network.models import MunicipalityZone, PartnershipAreaException, PartnershipZone
from tests.cast import Team, acting_as, make_team
from tests.factories.network import (
    AssignmentFactory,
    MunicipalityZoneFactory,
    PartnershipZoneFactory,
    ZoneAdjacencyFactory,
    ZoneFactory,
)

NEW_YEAR = date(2027, 1, 1)


@dataclass
class Neighbours:
    """In a row: `giver` serves zones 0, 1 and 2, `receiver` 3, 4 and 5. The giver's families live in zone 2."""

    giver: Team
    receiver: Team
    zones: list[Any]
    admin: Acting
    admin_account: Any

    @property
    def edge(self) -> Any:
        """The zone that can go to the receiver."""
        return self.zones[2]


def make_neighbours() -> Neighbours:
    """Two partnerships without an exception, side by side, and an administrator of the whole."""
    giver, receiver = make_team("9901"), make_team("9902")
    zones = sorted((ZoneFactory() for _ in range(6)), key=lambda zone: zone.id)
    for place, zone in enumerate(zones):
        PartnershipZoneFactory(partnership=(giver if place < 3 else receiver).partnership, zone=zone)
    for one, other in pairwise(zones):
        ZoneAdjacencyFactory(zone=one, neighbour=other)
    with writing():
        for team, zone in ((giver, zones[2]), (receiver, zones[3])):
            MunicipalityZone.objects.filter(municipality=team.municipality).delete()
            MunicipalityZoneFactory(municipality=team.municipality, zone=zone)
            PartnershipAreaException.objects.filter(partnership=team.partnership).delete()
            PartnershipZone.objects.filter(zone=team.zone).delete()
            team.zone.delete()
            team.zone = zone
    admin = AssignmentFactory(role=Role.ADMIN, partnership=None)
    return Neighbours(giver, receiver, zones, acting_as(admin), admin.staff_member.account)


def draft(here: Neighbours, *zones: Any, to: Team | None = None, day: date = NEW_YEAR) -> UUID:
    """A redrawing in draft: these zones (default: the edge) go to the receiver."""
    with request_transaction(here.admin):
        made = draft_redrawing(here.admin, name="De rand", takes_effect_on=day, basis="besluit van de raad")
        for zone in zones or (here.edge,):
            receiver = (to or here.receiver).partnership.id
            redraw_zone(here.admin, redrawing_id=made, zone_id=zone.id, to_partnership_id=receiver)
    return made


def confirm(here: Neighbours, *zones: Any, day: date = NEW_YEAR) -> UUID:
    """A redrawing that was confirmed."""
    made = draft(here, *zones, day=day)
    with request_transaction(here.admin):
        confirm_redrawing(here.admin, redrawing_id=made)
    return made
