"""The coach of a family works on its referral from the day on which the family is theirs."""

from datetime import timedelta
from typing import Any

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.families.enums import Channel
from eenplan.plans.actions import start_trajectory
from eenplan.referrals.actions import plan_first_conversation, record_first_conversation
from eenplan.referrals.enums import ClockState, State
from eenplan.referrals.models import Fact, Referral
from eenplan.referrals.queries import clocks_of, referral
from tests.cast import Team, people_of
from tests.factories.plans import taken_up

pytestmark = pytest.mark.django_db


@pytest.mark.rule(3)
def test_the_coach_holds_the_first_conversation_and_the_clock_stands(here: Team) -> None:
    row = taken_up(here, received_at=now() - timedelta(days=5))
    mother = people_of(row.family)[0].id
    coach: Any = here.acting(Role.COACH)
    with request_transaction(coach), pytest.raises(NotFound):
        referral(coach, row.id)
    intake = here.acting(Role.INTAKE)
    with request_transaction(intake):
        start_trajectory(
            intake,
            referral_id=row.id,
            staff_member_id=here.assignments[Role.COACH].staff_member_id,
        )
    with request_transaction(coach):
        plan_first_conversation(
            coach, referral_id=row.id, when=now() + timedelta(hours=1), channel=Channel.HOME, persons=[mother]
        )
        record_first_conversation(coach, referral_id=row.id, held_at=now(), present=[mother])
        assert clocks_of(coach, [row.family_id])[row.family_id].clock.state == ClockState.STOPPED
    assert Referral.objects.get().state == State.CONVERSATION_HELD
    fact = Fact.objects.get()
    assert (fact.conversation_held_on, fact.conversation_recorded_on) == (today(), today())
    with request_transaction(coach):
        assert referral(coach, row.id).clock.late_since is None
