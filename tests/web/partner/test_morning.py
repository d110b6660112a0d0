"""A partner's morning: what is mine to do and answer, who shares with me, how long one waits for what we offer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from eenplan.audit.models import Entry
from eenplan.capacity.actions.offers import add_offer
from eenplan.consent.enums import Said
from eenplan.core.acting import request_transaction
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.plans.actions import TeamFields, note_team_member
from eenplan.plans.actions.round_tables import (
    NewSeat,
    When,
    agree_seats,
    call_off_round_table,
    plan_round_table,
)
from eenplan.plans.enums import Attendance, StepSaid, TeamKind
from eenplan.plans.models import Action, StepReply
from tests.cast import Team, make_team
from tests.factories.plans import Helped, activate, add_family_goal, add_step, make_helped, mark_all_domains
from tests.once import once
from tests.web.partner.test_partner import say, share

pytestmark = pytest.mark.django_db

MINE, THEIRS, UNSHARED = "Bellen met de school", "Naar de bank gaan", "Iets over geld"


def worker_id(team: Team) -> UUID:
    found: UUID = team.assignments[Role.PARTNER].staff_member_id
    return found


def with_steps(team: Team, **changes: Any) -> Helped:
    """A family with a step of the partner's, one of somebody else, and one in a part that is not shared."""
    helped = make_helped(team, **changes)
    mark_all_domains(helped)
    school = add_family_goal(helped, "Beter gaan op school", domain="school")
    money = add_family_goal(helped, "Minder schulden", domain="money")
    add_step(helped, MINE, goal_id=school, staff_member_id=worker_id(team))
    add_step(helped, THEIRS, goal_id=school, person_id=helped.mother.id)
    add_step(helped, UNSHARED, goal_id=money, staff_member_id=worker_id(team))
    activate(helped)
    return helped


@once
def helped() -> Helped:
    return with_steps(make_team())


def invite(helped: Helped) -> UUID:
    coach = helped.coach
    with request_transaction(coach):
        table = plan_round_table(
            coach,
            family_id=helped.family.id,
            when=When(now() + timedelta(days=2), 60, place="Huis van het Kind"),
        ).pk
        member = TeamFields("Wie helpt", TeamKind.PROFESSIONAL, staff_member_id=worker_id(helped.team))
        member_id = note_team_member(coach, plan_id=helped.plan.id, member=member).item_id
        seats = [
            NewSeat(Attendance.MUST, helped.mother.id),
            NewSeat(Attendance.MAY, member_id=member_id),
        ]
        agree_seats(coach, table_id=table, seats=seats, agreed_with_id=helped.mother.id)
    found: UUID = table
    return found


def morning(client: Client, helped: Helped, role: Role = Role.PARTNER) -> str:
    client.force_login(helped.team.account(role))
    return client.get(reverse("partner:list-families")).content.decode()


def step(helped: Helped, text: str) -> Action:
    return Action.objects.get(family=helped.family, item__words__text=text)


def address(helped: Helped, text: str = MINE) -> str:
    return reverse("partner:answer-step", args=[helped.family.id, step(helped, text).pk])


@pytest.mark.rule(21)
def test_the_morning_holds_my_steps_of_what_is_shared_with_me(client: Client, helped: Helped) -> None:
    share(helped)
    page = morning(client, helped)
    assert MINE in page
    assert THEIRS not in page
    assert UNSHARED not in page
    assert "Eén stap is van jou." in page


@pytest.mark.rule(29)
def test_without_a_yes_there_is_no_step_and_no_invitation(client: Client, helped: Helped) -> None:
    invite(helped)
    grant = share(helped, said=None)
    page = morning(client, helped)
    assert MINE not in page
    assert "Uitnodigingen" not in page
    say(helped.coach, grant, helped.mother.id, Said.GIVEN)
    page = morning(client, helped)
    assert MINE in page
    assert "Eén uitnodiging wacht op je antwoord." in page


@pytest.mark.parametrize("how", ["not-asked", "called-off"])
def test_an_invitation_that_was_taken_back_is_gone(client: Client, helped: Helped, how: str) -> None:
    share(helped)
    table = invite(helped)
    assert "Eén uitnodiging wacht op je antwoord." in morning(client, helped)
    with request_transaction(helped.coach):
        if how == "called-off":
            call_off_round_table(helped.coach, table_id=table)
        else:
            alone = [NewSeat(Attendance.MUST, helped.mother.id)]
            agree_seats(helped.coach, table_id=table, seats=alone, agreed_with_id=helped.mother.id)
    assert "Uitnodigingen" not in morning(client, helped)


@pytest.mark.rule(40)
def test_what_a_partner_says_of_a_step_stands_in_the_audit_of_the_family(
    client: Client, helped: Helped
) -> None:
    share(helped)
    morning(client, helped)
    client.post(address(helped), {"answer": "done"})
    noted = Entry.objects.filter(families__contains=[helped.family.id], what="plans:action:helper-done")
    assert [one.actor_id for one in noted] == [helped.team.acting(Role.PARTNER).actor_id]


def test_a_step_is_done_and_put_back_in_one_press(client: Client, helped: Helped) -> None:
    share(helped)
    morning(client, helped)
    page = client.post(address(helped), {"answer": "done"}, follow=True).content.decode()
    assert "De coach ziet dat het gedaan is." in page
    assert step(helped, MINE).done_on == today()
    client.post(address(helped), {"answer": "done"})
    client.post(address(helped), {"answer": "undone"})
    assert step(helped, MINE).done_on is None
    assert [one.said for one in StepReply.objects.order_by("at")] == [StepSaid.DONE, StepSaid.UNDONE]


def test_what_does_not_work_out_is_told_to_the_coach(client: Client, helped: Helped) -> None:
    share(helped)
    morning(client, helped)
    silent = client.post(address(helped), {"answer": "stuck", "line": ""})
    assert silent.status_code == 422
    assert "Schrijf in een zin wat er niet lukt." in silent.content.decode()
    client.post(address(helped), {"answer": "stuck", "line": "De school neemt niet op."})
    assert step(helped, MINE).done_on is None
    client.force_login(helped.team.account(Role.COACH))
    today_page = client.get(reverse("coach:list-today")).content.decode()
    assert "Van wie meehelpt" in today_page
    assert "De school neemt niet op." in today_page


@pytest.mark.parametrize("sent", [{}, {"answer": "iets"}, {"answer": "stuck", "line": "x" * 501}])
def test_what_is_not_clear_is_asked_again(client: Client, helped: Helped, sent: dict[str, str]) -> None:
    share(helped)
    morning(client, helped)
    assert client.post(address(helped), sent).status_code == 422
    assert not StepReply.objects.exists()


@pytest.mark.rule(17)
@pytest.mark.parametrize("text", [THEIRS, UNSHARED])
def test_the_step_of_another_or_of_an_unshared_part_is_hidden(
    client: Client, helped: Helped, text: str
) -> None:
    share(helped)
    morning(client, helped)
    assert client.get(address(helped, text)).status_code == 404
    assert client.post(address(helped, text), {"answer": "done"}).status_code == 404
    assert step(helped, text).done_on is None


@pytest.mark.rule(30)
def test_after_a_withdrawal_the_step_is_gone(client: Client, helped: Helped) -> None:
    grant = share(helped)
    morning(client, helped)
    say(helped.coach, grant, helped.mother.id, Said.WITHDRAWN)
    assert client.post(address(helped), {"answer": "done"}).status_code == 404


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    "change",
    ["due_on = '2030-01-01'", "done_on = '2020-01-01'", "organisation_name = 'x', staff_member_id = NULL"],
)
def test_the_database_lets_a_partner_only_tick_off(helped: Helped, change: str) -> None:
    share(helped)
    row = step(helped, MINE)
    with (
        request_transaction(helped.team.acting(Role.PARTNER)),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE plans_action SET {change} WHERE item_id = %s", [row.pk])


@pytest.mark.parametrize("text", [THEIRS, UNSHARED])
def test_the_database_lets_a_partner_touch_no_other_step(helped: Helped, text: str) -> None:
    share(helped)
    row = step(helped, text)
    with request_transaction(helped.team.acting(Role.PARTNER)), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_action SET done_on = eenplan_today() WHERE item_id = %s", [row.pk])
        assert cursor.rowcount == 0


def test_our_expected_waits_stand_there_for_who_keeps_them(client: Client, helped: Helped) -> None:
    assert "Wachttijd van ons aanbod" in morning(client, helped)
    partner = helped.team.acting(Role.PARTNER)
    with request_transaction(partner):
        add_offer(
            partner,
            organisation_id=partner.organisation_id,  # type: ignore[arg-type]  # a worker has one
            name="Opvoedhulp",
            help_type="home_guidance",
            weeks=9,
            says_wait=True,
        )
    assert "ongeveer 9 weken" in morning(client, helped)
    assert "Wachttijd van ons aanbod" not in morning(client, helped, Role.EXPERT)


@pytest.mark.parametrize("families", [1, 3])
def test_a_morning_asks_as_much_for_many_as_for_one(
    client: Client, families: int, django_assert_num_queries: Any
) -> None:
    team = make_team()
    for _number in range(families):
        each = with_steps(team)
        share(each)
        invite(each)
    morning(client, each)
    with django_assert_num_queries(19):
        page = client.get(reverse("partner:list-families")).content.decode()
    assert page.count(MINE) >= families
