"""The lists and the page of a family say in which phase it is, in the partnership's own words (rule 47)."""

from datetime import timedelta

import pytest
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.families.enums import Channel
from eenplan.network.actions import change_words
from eenplan.network.enums import Phase, Wording
from eenplan.plans.actions import set_review_date
from eenplan.referrals.actions import record_first_conversation
from tests.cast import Team, make_team
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.once import once
from tests.web.coach.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]
MINE = "/gezinnen/"


@once(at=NOW)
def team() -> Team:
    return make_team("9901")


def rename(team: Team, phase: Phase, name: str) -> None:
    coordinator = team.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        change_words(
            coordinator,
            kind=Wording.PHASES,
            partnership_id=team.partnership.id,
            code=phase.value,
            words={"name_nl": name},
            since=today(),
        )


def shown(client: Client, team: Team, role: Role, address: str) -> str:
    client.force_login(team.account(role))
    return client.get(address).content.decode()


def hold_conversation(helped: Helped) -> None:
    with request_transaction(helped.coach):
        record_first_conversation(
            helped.coach,
            referral_id=helped.trajectory.referral_id,
            held_at=now(),
            channel=Channel.HOME,
            present=[helped.mother.id],
        )


def test_a_family_that_waits_for_its_conversation(team: Team, client: Client) -> None:
    helped = make_helped(team)
    assert "Gesprek plannen ·" in shown(client, team, Role.COACH, MINE)
    rename(team, Phase.COACH_GIVEN, "Kennismaken")
    assert "Kennismaken ·" in shown(client, team, Role.COACH, MINE)
    assert "· Kennismaken" in shown(client, team, Role.COORDINATOR, f"{MINE}{helped.family.id}/")


def test_from_the_question_to_a_plan_that_is_looked_at_again(team: Team, client: Client) -> None:
    helped = make_helped(team)
    hold_conversation(helped)
    rename(team, Phase.CLARIFYING, "Kluwen ontwarren")
    rename(team, Phase.REVIEW, "Rondetafel")
    assert "Kluwen ontwarren" in shown(client, team, Role.COACH, MINE)
    mark_all_domains(helped)
    add_family_goal(helped)
    assert "Plan in de maak" in shown(client, team, Role.COACH, MINE)
    activate(helped)
    assert "Plan afgesproken" in shown(client, team, Role.COACH, MINE)
    with request_transaction(helped.coach):
        set_review_date(helped.coach, plan_id=helped.plan.id, on=today() + timedelta(days=10))
    assert "Rondetafel" in shown(client, team, Role.COACH, MINE)
    assert "· Rondetafel" in shown(client, team, Role.COORDINATOR, f"{MINE}{helped.family.id}/")
