"""What the family of three waits for, who helps it from elsewhere, who comes, and that it came back once.

Made by the product's own verbs, with the marker of whom each piece is. See `tests.factories.three`.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from eenplan.capacity.actions.offers import Track, add_offer
from eenplan.capacity.enums import OfferKind
from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.rules import Recipient
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import Labels, NewPerson, Whose, relabel
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item, Person
from eenplan.network.enums import LeaveKind
from eenplan.plans import actions as plans
from eenplan.plans.actions.announcing import tell_who_comes
from eenplan.plans.actions.coming_back import take_along
from eenplan.plans.actions.links import answer_link, helper_of, make_link
from eenplan.plans.actions.places import answer_place, ask_place, take_brought, tell_brought
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.actions.waits import Asked, NewBridge, add_bridge, check_wait, end_bridge
from eenplan.plans.enums import (
    AftercareResult,
    BridgeKind,
    GoalStatus,
    HelpType,
    Lasts,
    PlaceVerdict,
    StepSaid,
)
from eenplan.plans.models import Goal
from eenplan.plans.queries.links import hashes_of_link, step_of_link
from eenplan.plans.rules.lasting import Lasted
from tests.cast import Team
from tests.factories.coming_back import back_again, close
from tests.factories.consent import make_share, say
from tests.factories.plans import Helped, make_coach


def offer_places(team: Team) -> UUID:
    """A short offer of the team's partner, with places enough."""
    partner = team.acting(Role.PARTNER)
    with request_transaction(partner):
        return add_offer(
            partner,
            organisation_id=team.assignments[Role.PARTNER].staff_member.organisation_id,
            name="Buitenspeelgroep",
            help_type=HelpType.OTHER,
            kind=OfferKind.SHORT,
            track=Track(9, today(), today() + timedelta(days=30)),
        )


def bridge_wait(helped: Helped, help_id: UUID, mark: str, piece_id: UUID | None = None) -> None:
    """Somebody asked how a wait stands; something helped meanwhile, and something still does."""
    coach = helped.coach
    with request_transaction(coach):
        heard = Asked(f"{mark} lijst", today() + timedelta(days=60), f"{mark} gehoord")
        check_wait(coach, help_id=help_id, asked=heard)
        past = NewBridge(BridgeKind.NETWORK, today(), what=f"{mark} intussen")
        over = add_bridge(coach, help_id=help_id, bridge=past)
        end_bridge(coach, bridge_id=over.id, carried=f"{mark} bracht op")
        add_bridge(
            coach, help_id=help_id, bridge=NewBridge(BridgeKind.STEP, today(), piece_id=piece_id, what=mark)
        )


def place_in(helped: Helped, help_id: UUID, offer_id: UUID, mark: str) -> None:
    """A place in an offer was asked, and found; what it brought stands in the plan."""
    coach, partner, family_id = helped.coach, helped.team.acting(Role.PARTNER), helped.family.id
    with request_transaction(coach):
        place = ask_place(coach, help_id=help_id, offer_id=offer_id, note=f"{mark} speelt graag").id
    with request_transaction(partner):
        answer_place(
            partner, request_id=place, verdict=PlaceVerdict.YES, first_day=today(), line=f"{mark} welkom"
        )
    with request_transaction(partner):
        tell_brought(partner, request_id=place, brought=f"{mark} speelde mee")
    with request_transaction(coach):
        take_brought(coach, family_id=family_id, request_id=place, text=f"{mark} durft meer")


def add_ride(coach: Acting, plan_id: UUID, child: Person, mark: str) -> None:
    """A neighbour brings one of them to school, for a goal of theirs."""
    wants = plans.GoalFields(f"{mark} op tijd", expressed_by_id=child.id, whose_id=child.id, domain="school")
    goal = plans.add_goal(coach, plan_id=plan_id, goal=wants)
    ride = plans.StepFields(
        f"{mark} ophalen", today() + timedelta(days=9), network_name=f"{mark} buur", goal_id=goal.item_id
    )
    step = plans.add_action(coach, plan_id=plan_id, step=ride)
    relabel(coach, item_id=step.item_id, labels=Labels(released_to_all=True), whose=Whose((child.id,)))


def answer_by_link(helped: Helped, step_id: UUID, person: Person, mark: str) -> None:
    """A neighbour, with whom a step of one of them is shared, says by a link that it does not work out."""
    neighbour = Recipient(RecipientKind.OUTSIDE, name=f"{mark} buur", outside_kind=OutsideKind.SUPPORT_FIGURE)
    mother, coach = helped.mother.id, helped.coach
    share = make_share(
        coach, helped.family.id, neighbour, person.id, need=f"{mark} ophalen", parts=("life:school",)
    )
    say(coach, share, mother)
    with request_transaction(coach):
        token = make_link(coach, family_id=helped.family.id, action_id=step_id, grant_id=share.id)
    with request_transaction():
        step = step_of_link(hashes_of_link(token))
    assert step
    with request_transaction(helper_of(step)):
        answer_link(helper_of(step), token=token, said=StepSaid.STUCK, line=f"{mark} is er niet")


def tell_who_stands_in(helped: Helped) -> None:
    """The coach goes away for a while, and told the family who comes."""
    coach, team, next_month = helped.coach, helped.team, today() + timedelta(days=30)
    boss, other = team.acting(Role.COORDINATOR), make_coach(team).staff_member_id
    with request_transaction(boss):
        plan_leave(
            boss,
            staff_member_id=team.assignments[Role.COACH].staff_member_id,
            partnership_id=team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=next_month,
            until=next_month + timedelta(days=7),
            stand_in_id=other,
        )
    with request_transaction(coach):
        tell_who_comes(coach, family_id=helped.family.id, staff_member_id=other, since=next_month)


def ask_what_lasts(helped: Helped) -> None:
    """The desk asks what still holds of what was reached."""
    desk = helped.team.acting(Role.INTAKE)
    reached = Goal.objects.filter(plan=helped.plan, status=GoalStatus.REACHED, item__confidential=False)
    with request_transaction(desk):
        plans.record_aftercare(
            desk,
            trajectory_id=helped.trajectory.id,
            result=AftercareResult.GOES_WELL,
            words=f"{helped.family.name} gaat het",
            lasted={one: Lasted(Lasts.YES, 8) for one in reached.values_list("item_id", flat=True)},
        )


def come_back(helped: Helped, who: dict[str, Person], mother: Person, **referral: Any) -> None:
    """They come back, take along what each said of who they are, and end again."""
    again = back_again(helped, **referral)
    said = Item.objects.filter(family=helped.family, kind=ItemKind.NOTE, in_plan__plan=helped.plan)
    with request_transaction(again.coach):
        for mark, person in who.items():
            source = said.get(words__text=f"{mark} wie").id
            take_along(again.coach, plan_id=again.plan.id, source_id=source, wanted_by=[person.id, mother.id])
    close(again)


def again(person: Person) -> NewPerson:
    """Somebody of the family, named anew on its next referral."""
    return NewPerson(person.role, person.given_name, person.family_name, birth_date=person.birth_date)
