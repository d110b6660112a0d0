"""The same coach throughout, and nobody comes unannounced (rule 13)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.enums import LeaveKind
from eenplan.network.models import Assignment
from eenplan.plans.actions import change_coach
from eenplan.plans.actions.announcing import tell_who_comes
from eenplan.plans.actions.standing_in import plan_leave
from eenplan.plans.models import ComingTold
from eenplan.plans.queries import trajectory
from eenplan.plans.queries.continuity import Constant, constant_coach, constant_coaches, to_tell
from eenplan.plans.rules.continuity import Continuity, coming, continuity
from eenplan.plans.rules.standing_in import Away, Turn, turns
from eenplan.web.shared.continuity import constant_words
from tests.cast import Team, make_team
from tests.factories.plans import Helped, make_coach, make_helped
from tests.once import once

TODAY = date(2026, 11, 23)
MONTH = timedelta(days=30)
ELS, JAN, SARA = uuid4(), uuid4(), uuid4()


# The rule itself.


@pytest.mark.rule(13)
@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([JAN, None])), min_size=1, max_size=8))
def test_days_without_the_own_coach_are_those_on_which_somebody_stood_in(
    parts: list[tuple[int, UUID | None]],
) -> None:
    days: list[UUID | None] = [who for length, who in parts for _ in range(length)]
    since, path = TODAY, []
    for length, who in parts:
        until = since + timedelta(days=length)
        path.append(Turn(who or ELS, since, until, ELS if who else None))
        since = until
    for number in (0, len(days) // 2, len(days) - 1):
        found = continuity(path, TODAY + timedelta(days=number))
        stood_in = sum(who is not None for who in days[: number + 1])
        assert found == Continuity(ELS, TODAY, stood_in, 1)


@pytest.mark.rule(13)
def test_another_own_coach_begins_anew_and_a_stand_in_does_not() -> None:
    path = [
        Turn(ELS, TODAY, TODAY + MONTH),
        Turn(JAN, TODAY + MONTH, TODAY + 2 * MONTH, ELS),
        Turn(ELS, TODAY + 2 * MONTH, TODAY + 3 * MONTH),
        Turn(SARA, TODAY + 3 * MONTH, None),
    ]
    assert continuity(path, TODAY - MONTH) is None
    assert continuity(path, TODAY + 2 * MONTH) == Continuity(ELS, TODAY, 30, 1)
    assert continuity(path, TODAY + 4 * MONTH) == Continuity(SARA, TODAY + 3 * MONTH, 30, 2)


@pytest.mark.rule(13)
def test_who_comes_is_news_and_who_comes_back_is_not() -> None:
    path = turns(Turn(ELS, TODAY, TODAY + 3 * MONTH), [Away(ELS, TODAY + MONTH, TODAY + 2 * MONTH, JAN)])
    path.append(Turn(SARA, TODAY + 3 * MONTH, None))
    assert [(one.worker, one.since) for one in coming(path, TODAY)] == [
        (JAN, TODAY + MONTH),
        (SARA, TODAY + 3 * MONTH),
    ]
    assert [one.worker for one in coming(path, TODAY + MONTH)] == [SARA]


# With the database.


@once(at="2026-11-01T10:00:00+01:00")
def helped() -> Helped:
    return make_helped(make_team("9909"))


def leave(team: Team, stand_in: Assignment, since: date, until: date) -> None:
    boss = team.acting(Role.COORDINATOR)
    with request_transaction(boss):
        plan_leave(
            boss,
            staff_member_id=team.assignments[Role.COACH].staff_member_id,
            partnership_id=team.partnership.id,
            kind=LeaveKind.HOLIDAY,
            since=since,
            until=until,
            stand_in_id=stand_in.staff_member_id,
        )


def of(helped: Helped) -> Constant:
    with request_transaction(helped.coach):
        found = constant_coaches(helped.coach, [helped.family.id])[helped.family.id]
        assert constant_coach(trajectory(helped.coach, helped.family.id)) == found, "both ways tell the same"
    return found


@pytest.mark.rule(13)
@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_a_change_is_told_once_and_a_change_of_plans_anew(helped: Helped) -> None:
    bob = make_coach(helped.team)
    leave(helped.team, bob, TODAY + MONTH, TODAY + MONTH + timedelta(days=7))
    first = of(helped).coming[0]
    assert (first.staff_member_id, first.since, first.told) == (bob.staff_member_id, TODAY + MONTH, False)
    said = {"family_id": helped.family.id, "staff_member_id": first.staff_member_id, "since": first.since}
    for _ in range(2):
        with request_transaction(helped.coach):
            tell_who_comes(helped.coach, **said)
            assert to_tell(helped.coach, [helped.family.id]) == []
    assert ComingTold.objects.count() == 1
    assert Entry.objects.filter(what="plans:coming:told", families__contains=[helped.family.id]).count() == 1
    assert of(helped).coming[0].told
    boss = helped.team.acting(Role.COORDINATOR)
    with request_transaction(boss):
        change_coach(
            boss,
            trajectory_id=helped.trajectory.id,
            staff_member_id=make_coach(helped.team).staff_member_id,
            on=TODAY + timedelta(days=14),
            reason="Verhuist",
        )
    assert not of(helped).coming[0].told


@pytest.mark.rule(13)
@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_only_who_is_there_tells_and_only_what_is_planned(helped: Helped) -> None:
    bob, other = make_coach(helped.team), make_team("9914")
    leave(helped.team, bob, TODAY + MONTH, TODAY + 2 * MONTH)
    said = {"family_id": helped.family.id, "staff_member_id": bob.staff_member_id, "since": TODAY + MONTH}
    colleague = make_helped(helped.team, coach=make_coach(helped.team)).coach
    for acting, changed in (
        (colleague, {}),
        (helped.team.acting(Role.COORDINATOR), {}),
        (helped.team.acting(Role.INTAKE), {}),
        (helped.team.acting(Role.PSYCHOLOGIST), {}),
        (other.acting(Role.COACH), {}),
        (helped.coach, {"since": TODAY + 2 * MONTH}),
        (helped.coach, {"staff_member_id": helped.team.assignments[Role.COACH].staff_member_id}),
    ):
        with pytest.raises(NotFound), request_transaction(acting):
            tell_who_comes(acting, **{**said, **changed})
    assert not ComingTold.objects.exists()


@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_what_is_far_away_is_not_asked_for_yet_and_the_count_of_queries_stays(helped: Helped) -> None:
    bob = make_coach(helped.team)
    leave(helped.team, bob, TODAY + 3 * MONTH, TODAY + 4 * MONTH)
    mine = [helped.family.id]
    for _ in range(2):
        with request_transaction(helped.coach), CaptureQueriesContext(connection) as asked:
            assert to_tell(helped.coach, mine) == []
        assert len([one for one in asked.captured_queries if "coachassignment" in one["sql"]]) == 1
        mine += [make_helped(helped.team).family.id for _ in range(2)]
    with time_machine.travel(f"{TODAY + 2 * MONTH}T10:00:00+01:00"), request_transaction(helped.coach):
        assert [one.family_id for one in to_tell(helped.coach, mine[:1])] == [helped.family.id]


@pytest.mark.rule(13)
@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_the_coach_is_asked_today_and_says_so_on_the_page_of_the_family(
    client: Client, helped: Helped
) -> None:
    bob = make_coach(helped.team)
    leave(helped.team, bob, TODAY + MONTH, TODAY + MONTH + timedelta(days=7))
    alice = helped.team.assignments[Role.COACH].staff_member.name
    words = f"Van 23 december tot en met 29 december is {bob.staff_member.name} er, in de plaats van {alice}."
    client.force_login(helped.team.account(Role.COACH))
    assert words in client.get("/vandaag/").content.decode()
    page = f"/gezinnen/{helped.family.id}/"
    assert "Weet het gezin dat al?" in client.get(page).content.decode()
    for bad in (
        {},
        {"worker": "x", "since": "2026-12-23"},
        {"worker": str(bob.staff_member_id), "since": "morgen"},
    ):
        assert client.post(f"{page}wie-komt/", bad).status_code == 404
    said = {"worker": str(bob.staff_member_id), "since": "2026-12-23"}
    assert client.post(f"{page}wie-komt/", said).status_code == 302
    found = client.get(page).content.decode()
    assert "Het gezin weet het." in found
    assert "Zelfde coach sinds 1 november." in found
    assert words not in client.get("/vandaag/").content.decode()


@pytest.mark.rule(13)
@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_a_coordinator_tells_while_standing_in_and_a_psychologist_never(
    client: Client, helped: Helped
) -> None:
    boss, bob = helped.team.assignments[Role.COORDINATOR], make_coach(helped.team)
    leave(helped.team, boss, TODAY, TODAY + MONTH)
    later = {"trajectory_id": helped.trajectory.id, "staff_member_id": bob.staff_member_id}
    with request_transaction(helped.team.acting(Role.COORDINATOR)):
        change_coach(
            helped.team.acting(Role.COORDINATOR), **later, on=TODAY + timedelta(days=7), reason="Verhuist"
        )
    page, said = (
        f"/gezinnen/{helped.family.id}/",
        {"worker": str(bob.staff_member_id), "since": str(TODAY + timedelta(days=7))},
    )
    for role, status in ((Role.PSYCHOLOGIST, 403), (Role.INTAKE, 403), (Role.PARTNER, 403)):
        client.force_login(helped.team.account(role))
        assert client.post(f"{page}wie-komt/", said).status_code == status, role
    client.force_login(helped.team.account(Role.COORDINATOR))
    assert "Weet het gezin dat al?" in client.get(page).content.decode()
    assert client.post(f"{page}wie-komt/", said).status_code == 302
    assert "Het gezin weet het." in client.get(page).content.decode()
    assert ComingTold.objects.get().told_by_id == boss.staff_member.actor_id


@pytest.mark.rule(13)
@pytest.mark.django_db
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_a_coordinator_who_does_not_stand_in_is_not_asked(client: Client, helped: Helped) -> None:
    bob = make_coach(helped.team)
    leave(helped.team, bob, TODAY + MONTH, TODAY + 2 * MONTH)
    client.force_login(helped.team.account(Role.COORDINATOR))
    page = f"/gezinnen/{helped.family.id}/"
    assert "Weet het gezin dat al?" not in client.get(page).content.decode()
    said = {"worker": str(bob.staff_member_id), "since": str(TODAY + MONTH)}
    assert client.post(f"{page}wie-komt/", said).status_code == 404


@pytest.mark.parametrize(
    ("days", "said"), [(1, "Eén dag viel"), (10, "Tien dagen viel"), (20, "20 dagen viel")]
)
@time_machine.travel("2026-11-23T10:00:00+01:00")
def test_how_many_days_somebody_stood_in_is_a_sentence(days: int, said: str) -> None:
    found = constant_words(Constant("Els", Continuity(ELS, TODAY, days, 1), ()))
    assert found == f"Zelfde coach sinds 23 november. {said} iemand in."
