"""The world that is walked: a family with everything in its file, and a way in for everybody."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from eenplan.capacity.actions.offers import add_offer
from eenplan.consent.enums import RecipientKind
from eenplan.consent.models import Grant
from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.actions import (
    NewPerson,
    issue_card,
)
from eenplan.families.enums import PersonRole
from eenplan.network.actions import (
    move_zones,
)
from eenplan.network.actions.translations import name_reviewer
from eenplan.plans import actions as plans
from eenplan.plans.enums import StepSaid
from eenplan.plans.models import ActionLink, StepReply
from tests.cast import MARKER, Team, make_official, make_researcher, make_team
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped, make_helped
from tests.house.furnished import Furnished, furnish
from tests.house.hidden import PERSONS
from tests.house.matrix import Address, addresses


@dataclass
class World:
    """A family with everything in its file, and a way in for everybody."""

    helped: Helped
    furnished: Furnished
    ways_in: dict[str, Any]
    there: Team
    # Addresses that nobody can open, only send something to.
    only_sent: set[str] = field(default_factory=set)

    @property
    def samples(self) -> dict[str, Any]:
        """What fills in the addresses, by the name of what they need."""
        return self.furnished.samples

    def fill_in(self, address: Address) -> dict[str, Any]:
        """What to put in an address of this family."""
        return self.furnished.fill_in(address)

    def enter(self, relation: str) -> Client:
        """The browser of somebody with this relation to the family."""
        client = Client(raise_request_exception=False)
        way = self.ways_in[relation]
        if way is None:
            return client
        if isinstance(way, tuple):
            code, pin = way
            client.post(reverse("family:open-card"), {"code": code, "pin": pin})
            return client
        client.force_login(way)
        return client


def make_world() -> World:
    """Two teams, a family of one of them with an active plan and cards, and a family of the other."""
    here, there = make_team("9901"), make_team("9902")
    former = AssignmentFactory(role=Role.COACH, partnership=here.partnership)
    with time_machine.travel(now() - timedelta(days=7)):
        helped = make_helped(here, former, persons=PERSONS)
    coordinator = here.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        plans.change_coach(
            coordinator,
            trajectory_id=helped.trajectory.id,
            staff_member_id=here.assignments[Role.COACH].staff_member_id,
            reason="andere taak",
        )
    helped = replace(helped, coach=here.acting(Role.COACH))
    elsewhere = make_helped(
        there,
        family_name="Gezin van elders",
        persons=(NewPerson(PersonRole.PARENT, "Iemand"), NewPerson(PersonRole.CHILD, "Anders")),
        question="iets anders",
        referrer_view="",
        going_well="",
        referrer_organisation="CLB van elders",
        referrer_name="Nog iemand",
    )
    furnished = furnish(helped)
    admin = here.acting(Role.ADMIN)
    with request_transaction(admin):
        furnished.samples["redrawing_id"] = move_zones(
            admin,
            zone_ids=[here.zone.id],
            to_partnership_id=there.partnership.id,
            since=today() + timedelta(days=30),
            basis="besluit",
        )
        furnished.samples["language"] = "ar"
        furnished.samples["reviewer_id"] = name_reviewer(
            admin, staff_member_id=here.assignments[Role.COACH].staff_member_id, language="ar"
        )
    partner = here.acting(Role.PARTNER)
    with request_transaction(partner):
        furnished.samples["offer_id"] = add_offer(
            partner,
            organisation_id=here.assignments[Role.PARTNER].staff_member.organisation_id,
            name="Opvoedhulp thuis",
            help_type="home_guidance",
        )
    with writing():
        link = ActionLink.objects.create(
            family=helped.family,
            action_id=furnished.samples["action_id"],
            grant=Grant.objects.filter(family_id=helped.family.id, recipient_kind=RecipientKind.OUTSIDE)[0],
            token_hash="0" * 64,
            last_day=today(),
            made_by_id=helped.coach.actor_id,
        )
        StepReply.objects.create(
            family=helped.family,
            action_id=furnished.samples["action_id"],
            link=link,
            said=StepSaid.STUCK,
            line=MARKER.format("lukt-niet"),
        )
    furnished.samples |= {"link_id": link.id, "link_token": "geen-sleutel"}
    with request_transaction(elsewhere.coach):
        theirs = issue_card(elsewhere.coach, person_id=elsewhere.mother.id)
    colleague = AssignmentFactory(role=Role.COACH, partnership=here.partnership)
    ways_in = {
        "nobody": None,
        "intake": here.account(Role.INTAKE),
        "coordinator": here.account(Role.COORDINATOR),
        "coach_own": here.account(Role.COACH),
        "coach_colleague": colleague.staff_member.account,
        "coach_former": former.staff_member.account,
        "psychologist": here.account(Role.PSYCHOLOGIST),
        "expert": here.account(Role.EXPERT),
        "partner_some": here.account(Role.PARTNER),
        "partner_none": AssignmentFactory(
            role=Role.PARTNER, partnership=here.partnership
        ).staff_member.account,
        "admin": here.account(Role.ADMIN),
        "steering": here.account(Role.STEERING),
        "privacy_officer": here.account(Role.PRIVACY_OFFICER),
        "official": make_official().staff_member.account,
        "researcher": make_researcher().staff_member.account,
        "intake_elsewhere": there.account(Role.INTAKE),
        "coach_elsewhere": there.account(Role.COACH),
        "card_elsewhere": (theirs.code, theirs.pin),
        **furnished.ways_in,
    }
    return World(helped, furnished, ways_in, there)


def missing_samples(world: World) -> set[str]:
    """Names that an address needs and the world does not fill in: add them to `samples`."""
    return {need for address in addresses() for need in address.needs} - set(world.samples)
