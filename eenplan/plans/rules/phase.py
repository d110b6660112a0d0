"""Where a family is on its way, told from facts alone: no state of its own is kept."""

from dataclasses import dataclass
from datetime import date

from eenplan.network.enums import Phase
from eenplan.plans.rules.plan import REVIEW_SOON
from eenplan.referrals.enums import State


@dataclass(frozen=True, slots=True)
class WayFacts:
    """What is known of the way of a family whose referral was taken up.

    `begun`: something stands in its plan; `agreed`: a version of it holds; `review_on`: when it is looked at
    again; `ended`: its trajectory has ended; `asked_after`: aftercare was done.
    """

    state: State
    begun: bool = False
    agreed: bool = False
    review_on: date | None = None
    ended: bool = False
    asked_after: bool = False


def phase_of(facts: WayFacts, today: date) -> Phase:
    """The phase on a day. A review counts from two weeks before its day."""
    if facts.ended:
        return Phase.CLOSED if facts.asked_after else Phase.AFTERCARE
    if facts.state is State.ENDED:
        return Phase.CLOSED
    if facts.state is not State.CONVERSATION_HELD:
        return Phase(facts.state.value)
    if facts.agreed:
        due = facts.review_on is not None and facts.review_on <= today + REVIEW_SOON
        return Phase.REVIEW if due else Phase.PLAN_ACTIVE
    return Phase.PLAN_IN_MAKING if facts.begun else Phase.CLARIFYING
