"""Makes waits and what bridges them, through the product's own verbs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.capacity.actions.offers import Track, add_offer
from eenplan.capacity.enums import OfferKind
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels
from eenplan.plans.actions import HelpFields, add_help
from eenplan.plans.actions.places import answer_place, ask_place
from eenplan.plans.actions.waits import Asked, NewBridge, add_bridge, check_wait
from eenplan.plans.enums import BridgeKind, HelpState, HelpType, PlaceVerdict
from eenplan.plans.models import Bridge, WaitCheck
from tests.cast import Team
from tests.factories.plans import Helped


def wait_for(helped: Helped, labels: Labels | None = None, **changes: Any) -> UUID:
    """Help for the mother that is waited for since four weeks; its item's id."""
    given = {
        "what": "begeleiding bij autisme",
        "state": HelpState.WAITING,
        "since": today() - timedelta(weeks=4),
        "organisation": "Thuisbegeleiding",
        "help_type": HelpType.PRACTICAL,
        "for_whom_id": helped.mother.id,
        **changes,
    }
    with request_transaction(helped.coach):
        return add_help(helped.coach, plan_id=helped.plan.id, help=HelpFields(**given), labels=labels).item_id


def ask(helped: Helped, help_id: UUID, asked: Asked | None = None) -> WaitCheck:
    """The coach asks how it stands."""
    with request_transaction(helped.coach):
        return check_wait(helped.coach, help_id=help_id, asked=asked)


def bridge(helped: Helped, help_id: UUID, what: str = "", **changes: Any) -> Bridge:
    """Something helps meanwhile, from today on."""
    given = NewBridge(**{"kind": BridgeKind.TEAM, "from_on": today(), "what": what, **changes})
    with request_transaction(helped.coach):
        return add_bridge(helped.coach, help_id=help_id, bridge=given)


def short_offer(
    team: Team, *, places: int = 4, first: int = 0, last: int = 30, name: str = "Buitenspeelgroep"
) -> UUID:
    """A short offer of the team's partner; its first and last day in days from today."""
    partner = team.acting(Role.PARTNER)
    organisation = team.assignments[Role.PARTNER].staff_member.organisation_id
    with request_transaction(partner):
        return add_offer(
            partner, organisation_id=organisation, name=name, help_type="other", kind=OfferKind.SHORT,
            track=Track(places, today() + timedelta(days=first), today() + timedelta(days=last)),
        )  # fmt: skip


def given_place(helped: Helped, help_id: UUID, offer_id: UUID, first: int = 0) -> UUID:
    """A place in it that the coach asked and the partner gave, from so many days from today on."""
    with request_transaction(helped.coach):
        place = ask_place(helped.coach, help_id=help_id, offer_id=offer_id).id
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        day = today() + timedelta(days=first)
        answer_place(partner, request_id=place, verdict=PlaceVerdict.YES, first_day=day)
    return place


def offer(team: Team, weeks: int) -> UUID:
    """What the team's partner offers, and how long it says that one waits for it."""
    partner = team.acting(Role.PARTNER)
    organisation = team.assignments[Role.PARTNER].staff_member.organisation_id
    with request_transaction(partner):
        return add_offer(
            partner, organisation_id=organisation, name="Opvoedhulp thuis", help_type="home_guidance",
            weeks=weeks, says_wait=True,
        )  # fmt: skip
