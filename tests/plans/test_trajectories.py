"""One coach on every day, within the norm, and a reach that opens and closes with it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import IntegrityError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from eenplan.capacity.enums import Room
from eenplan.core import acting as core_acting
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family, Item, Person
from eenplan.network.actions import start_assignment
from eenplan.plans.actions import change_coach, start_trajectory
from eenplan.plans.actions.standing_in import end_secondment
from eenplan.plans.models import CoachAssignment, Plan, Section, Trajectory
from eenplan.plans.queries import (
    coaches_of,
    coaches_with_room,
    families_left_without_coach,
    my_families,
    plan,
    trajectory,
    what_is_due,
)
from eenplan.plans.rules import Period, uncovered_or_double
from eenplan.referrals.enums import State
from eenplan.referrals.models import Referral
from tests.cast import Team, acting_as, make_team
from tests.factories.network import AssignmentFactory
from tests.factories.plans import (
    Helped,
    activate,
    add_family_goal,
    add_step,
    make_coach,
    make_helped,
    mark_all_domains,
    taken_up,
)
from tests.factories.referrals import make_referral
from tests.plans.conftest import Cast, with_card

TODAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db]


MADE_AT = f"{TODAY}T10:00:00+01:00"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    """A Monday."""
    with time_machine.travel(MADE_AT, tick=True):
        yield


def sql(statement: str, *values: object) -> int:
    """Run raw SQL as the owner and let every deferred constraint speak; the rows touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        touched = cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return touched


def change(helped: Helped, to: Any, *, on: date | None = None, reason: str = "verlof") -> None:
    acting = helped.team.acting(Role.COORDINATOR)
    with request_transaction(acting):
        change_coach(
            acting,
            trajectory_id=helped.trajectory.id,
            staff_member_id=to.staff_member_id,
            on=on,
            reason=reason,
        )


def refusal(acting: Acting, verb: Any, **arguments: Any) -> RuleBroken:
    with pytest.raises(RuleBroken) as caught, request_transaction(acting):
        verb(acting, **arguments)
    return caught.value


def seen(acting: Acting) -> tuple[int, int, int]:
    with request_transaction(acting):
        return Family.objects.count(), Plan.objects.count(), Item.objects.count()


def test_a_trajectory_begins_with_its_coach_and_its_plan(helped: Helped) -> None:
    assert helped.trajectory.started_on == TODAY
    assert Plan.objects.get().trajectory == helped.trajectory
    assert Section.objects.count() == 9
    referral = Referral.objects.get()
    assert referral.state == State.COACH_GIVEN
    with request_transaction(helped.coach):
        page = trajectory(helped.coach, helped.family.id)
    assert page.coach is not None
    assert page.coach.since == TODAY


def test_only_who_gives_coaches_gives_one(here: Team) -> None:
    referral = taken_up(here)
    coach = here.assignments[Role.COACH]
    for role in (Role.COACH, Role.ADMIN, Role.PARTNER):
        acting = here.acting(role)
        with pytest.raises(NotFound), request_transaction(acting):
            start_trajectory(acting, referral_id=referral.id, staff_member_id=coach.staff_member_id)


def test_of_a_family_elsewhere_nobody_becomes_coach(here: Team, there: Team) -> None:
    referral = taken_up(here)
    acting = there.acting(Role.COORDINATOR)
    coach = there.assignments[Role.COACH]
    with pytest.raises(NotFound), request_transaction(acting):
        start_trajectory(acting, referral_id=referral.id, staff_member_id=coach.staff_member_id)


@pytest.mark.parametrize(
    ("role", "starts_on", "code"),
    [
        (Role.INTAKE, TODAY, "plans:not-a-coach"),
        (Role.COACH, TODAY - timedelta(days=1), "plans:starts-before-referral"),
    ],
)
def test_a_coach_is_given_from_the_list_and_after_the_referral(
    here: Team, role: Role, starts_on: date, code: str
) -> None:
    referral = taken_up(here)
    refused = refusal(
        here.acting(Role.INTAKE),
        start_trajectory,
        referral_id=referral.id,
        staff_member_id=here.assignments[role].staff_member_id,
        starts_on=starts_on,
    )
    assert refused.code == code


def test_what_waits_for_its_take_up_has_no_coach(here: Team) -> None:
    refused = refusal(
        here.acting(Role.INTAKE),
        start_trajectory,
        referral_id=make_referral(here).id,
        staff_member_id=here.assignments[Role.COACH].staff_member_id,
    )
    assert refused.code == "referrals:not-taken-up"


@pytest.mark.rule(13)
def test_a_second_trajectory_waits_for_the_end_of_the_first(helped: Helped) -> None:
    refused = refusal(
        helped.team.acting(Role.INTAKE),
        start_trajectory,
        referral_id=helped.trajectory.referral_id,
        staff_member_id=helped.team.assignments[Role.COACH].staff_member_id,
    )
    assert refused.code == "plans:trajectory-open"


@pytest.mark.rule(13)
def test_a_change_of_coach_leaves_no_gap(helped: Helped, here: Team) -> None:
    bob = make_coach(here)
    change(helped, bob, on=TODAY + timedelta(days=7))
    periods = list(CoachAssignment.objects.order_by("period").values_list("period", "reason"))
    assert [(one.lower, one.upper, reason) for one, reason in periods] == [
        (TODAY, TODAY + timedelta(days=7), ""),
        (TODAY + timedelta(days=7), None, "verlof"),
    ]
    assert uncovered_or_double(TODAY, None, [Period(one.lower, one.upper) for one, _reason in periods]) == []


@pytest.mark.rule(13)
def test_a_planned_change_can_be_planned_anew(helped: Helped, here: Team) -> None:
    bob, dora = make_coach(here), make_coach(here)
    change(helped, bob, on=TODAY + timedelta(days=7))
    change(helped, dora, on=TODAY + timedelta(days=3))
    last = CoachAssignment.objects.order_by("period").last()
    assert last is not None
    assert (last.staff_member_id, last.period.lower) == (dora.staff_member_id, TODAY + timedelta(days=3))


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("days", "to_bob", "reason", "code"),
    [
        (1, True, " ", "plans:reason-missing"),
        (1, False, "verlof", "plans:same-coach"),
        (0, True, "verlof", "plans:coach-just-started"),
        (-1, True, "verlof", "plans:change-in-past"),
    ],
)
def test_a_change_of_coach_has_a_day_a_reason_and_a_successor(
    helped: Helped, here: Team, days: int, to_bob: bool, reason: str, code: str
) -> None:
    to = make_coach(here) if to_bob else here.assignments[Role.COACH]
    refused = refusal(
        here.acting(Role.COORDINATOR),
        change_coach,
        trajectory_id=helped.trajectory.id,
        staff_member_id=to.staff_member_id,
        on=TODAY + timedelta(days=days),
        reason=reason,
    )
    assert refused.code == code


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("DELETE FROM plans_coachassignment", "one_coach_every_day|has a coach"),
        (
            "UPDATE plans_coachassignment SET period = daterange(lower(period), lower(period) + 5)",
            "has a coach",
        ),
        ("UPDATE plans_coachassignment SET period = daterange(lower(period) + 5, NULL)", "has a coach"),
        ("UPDATE plans_trajectory SET started_on = started_on - 1", "has a coach"),
        (
            "INSERT INTO plans_coachassignment (id, family_id, trajectory_id, staff_member_id, actor_id, period,"
            " reason, recorded_at) SELECT gen_random_uuid(), family_id, trajectory_id, staff_member_id, actor_id,"
            " daterange(lower(period) + 5, NULL), 'x', now() FROM plans_coachassignment",
            "plans_one_coach_at_a_time",
        ),
        (
            "UPDATE plans_coachassignment SET actor_id = (SELECT actor_id FROM network_staffmember"
            " WHERE actor_id <> plans_coachassignment.actor_id LIMIT 1)",
            "acts as somebody else",
        ),
        ("DELETE FROM plans_coachassignment WHERE reason = ''", "has a coach"),
    ],
)
def test_the_database_itself_wants_one_coach_on_every_day(
    helped: Helped, statement: str, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        sql(statement)


@pytest.mark.rule(13)
def test_the_database_wants_a_reason_for_a_change(helped: Helped, here: Team) -> None:
    change(helped, make_coach(here), on=TODAY + timedelta(days=7))
    with pytest.raises(IntegrityError, match="has a reason"):
        sql("UPDATE plans_coachassignment SET reason = ''")


@pytest.mark.rule(13)
def test_a_family_has_one_open_trajectory(helped: Helped, here: Team) -> None:
    other = make_helped(here)
    with pytest.raises(IntegrityError, match=r"plans_one_open_trajectory|another family"):
        sql("UPDATE plans_trajectory SET family_id = %s WHERE id = %s", helped.family.id, other.trajectory.id)


@pytest.mark.rule(14)
def test_a_coach_is_assigned_for_no_more_than_full_time(here: Team) -> None:
    coach = here.assignments[Role.COACH]
    with pytest.raises(RuleBroken) as caught:
        start_assignment(
            core_acting.task(),
            staff_member_id=coach.staff_member_id,
            role=Role.COACH,
            partnership_id=make_team("9903").partnership.id,
            share=Decimal("0.51"),
            since=TODAY,
        )
    assert caught.value.code == "network:more-than-full-time"


@pytest.mark.rule(14)
def test_who_has_no_assignment_is_nobodys_coach(helped: Helped) -> None:
    refused = refusal(
        helped.team.acting(Role.COORDINATOR),
        change_coach,
        trajectory_id=helped.trajectory.id,
        staff_member_id=make_coach(make_team("9904")).staff_member_id,
        on=TODAY + timedelta(days=1),
        reason="verlof",
    )
    assert refused.code == "plans:not-a-coach"


@pytest.mark.rule(15)
def test_over_the_norm_only_a_coordinator_confirms(here: Team) -> None:
    coach = make_coach(here, share="0.10")  # one family fits
    make_helped(here, coach)
    referral = taken_up(here)
    arguments = {"referral_id": referral.id, "staff_member_id": coach.staff_member_id}
    for role, confirmed in ((Role.INTAKE, False), (Role.INTAKE, True), (Role.COORDINATOR, False)):
        refused = refusal(here.acting(role), start_trajectory, **arguments, over_norm_confirmed=confirmed)
        assert refused.code == "over-norm"
    coordinator = here.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        begun = start_trajectory(coordinator, **arguments, over_norm_confirmed=True)
    assert begun.coaches.get().over_norm_confirmed_by_id == coordinator.actor_id


@pytest.mark.rule(15)
def test_within_the_norm_nobody_confirms(helped: Helped) -> None:
    assert helped.trajectory.coaches.get().over_norm_confirmed_by_id is None


@pytest.mark.rule(15)
@pytest.mark.parametrize("families", [1, 3])
def test_coaches_are_shown_with_their_room_in_three_queries(here: Team, families: int) -> None:
    full = make_coach(here, share="0.10")
    for _number in range(families):
        make_helped(here, full)
    acting = here.acting(Role.INTAKE)
    with request_transaction(acting), CaptureQueriesContext(connection) as queries:
        rows = coaches_with_room(acting, TODAY)
    assert len(queries) == 3
    assert [(row.share, row.capacity, row.caseload, row.free, row.room) for row in rows] == [
        (Decimal("0.50"), 5, 0, 5, Room.ROOM),
        (Decimal("0.10"), 1, families, 0, Room.FULL if families == 1 else Room.OVER),
    ]


@pytest.mark.rule(16)
def test_the_end_of_a_secondment_closes_the_files_the_same_day(helped: Helped) -> None:
    assignment = helped.team.assignments[Role.COACH]
    coordinator = helped.team.acting(Role.COORDINATOR)
    assert seen(helped.coach)[0] == 1
    with request_transaction(coordinator):
        assert families_left_without_coach(coordinator) == []
    with request_transaction(coordinator):
        stand_in = helped.team.assignments[Role.COORDINATOR].staff_member_id
        end_secondment(coordinator, assignment_id=assignment.id, on=TODAY, stand_in_id=stand_in)
    assert seen(helped.coach) == (0, 0, 0)
    with request_transaction(coordinator):
        assert families_left_without_coach(coordinator) == []


@pytest.mark.rule(16)
def test_families_left_alone_are_listed_in_two_queries_by_their_own_partnership(
    here: Team, there: Team
) -> None:
    # A secondment with an end, and no coordinator who stays for good to stand in after it.
    until = DateRange(date(2021, 7, 1), TODAY + timedelta(days=5))
    leaving = AssignmentFactory(role=Role.COACH, partnership=here.partnership, period=until)
    sql("UPDATE network_assignment SET period = '[2021-07-01, 2030-01-01)' WHERE role = 'coordinator'")
    for _number in range(3):
        make_helped(here, leaving)
    acting, elsewhere = here.acting(Role.COORDINATOR), there.acting(Role.COORDINATOR)
    with time_machine.travel(f"{until.upper}T10:00:00+01:00"):
        with request_transaction(acting), CaptureQueriesContext(connection) as queries:
            assert len(families_left_without_coach(acting)) == 3
        assert len(queries) == 2
        with request_transaction(elsewhere):
            assert families_left_without_coach(elsewhere) == []


@pytest.mark.rule(16)
def test_a_change_of_coach_moves_the_reach_on_its_day(helped: Helped, here: Team) -> None:
    bob = make_coach(here)
    change(helped, bob, on=TODAY + timedelta(days=1))
    assert seen(helped.coach)[0] == 1
    assert seen(acting_as(bob))[0] == 0
    with time_machine.travel(f"{TODAY + timedelta(days=1)}T00:00:01+01:00"):
        assert seen(helped.coach)[0] == 0
        assert seen(acting_as(bob))[0] == 1


@pytest.mark.rule(17)
def test_alice_reaches_her_family_and_bob_and_charlie_do_not(helped: Helped, cast: Cast) -> None:
    add_family_goal(helped)
    assert seen(cast.alice)[:2] == (1, 1)
    for acting in (cast.bob, cast.charlie):
        assert seen(acting) == (0, 0, 0)
        for query in (plan, trajectory):
            with pytest.raises(NotFound), request_transaction(acting):
                query(acting, helped.family.id)
        with request_transaction(acting):
            assert my_families(acting) == []
            assert what_is_due(acting) == []
            assert coaches_of(acting, [helped.family.id]) == {}
            assert Person.objects.count() == 0


def test_a_coach_gives_nobody_a_family_not_even_herself(helped: Helped, cast: Cast) -> None:
    for acting in (cast.alice, cast.bob, cast.charlie):
        with pytest.raises(ProgrammingError, match="row-level security"), request_transaction(acting):
            sql(
                "INSERT INTO plans_coachassignment (id, family_id, trajectory_id, staff_member_id, actor_id, period,"
                " reason, recorded_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, daterange('2020-01-01',"
                " '2020-02-01'), '', now())",
                helped.family.id,
                helped.trajectory.id,
                helped.team.assignments[Role.COACH].staff_member_id,
                acting.actor_id,
            )


@pytest.mark.parametrize("families", [1, 3])
def test_a_coach_sees_the_families_and_what_is_due(here: Team, families: int) -> None:
    for number in range(families):
        helped = make_helped(here, family_name=f"Gezin {number}")
        mark_all_domains(helped)
        add_family_goal(helped)
        activate(helped, next_review_date=TODAY + timedelta(days=14))
        add_step(helped, "inschrijven", due_on=TODAY + timedelta(days=7))
        add_step(helped, "later", due_on=TODAY + timedelta(days=8))
    acting = here.acting(Role.COACH)
    with request_transaction(acting), CaptureQueriesContext(connection) as queries:
        rows = my_families(acting)
    assert len(queries) == 8
    assert [row.family_name for row in rows] == [f"Gezin {number}" for number in range(families)]
    assert [(one.kind, one.on, one.text) for one in rows[0].due] == [
        ("step", TODAY + timedelta(days=7), "inschrijven"),
        ("review", TODAY + timedelta(days=14), ""),
        ("first_conversation", date(2026, 12, 23), ""),
        ("answer", None, "GEHEIM-moeder"),
        ("answer", None, "GEHEIM-dochter"),
        ("answer", None, "GEHEIM-zoon"),
    ]
    with request_transaction(acting), CaptureQueriesContext(connection) as queries:
        assert len(what_is_due(acting)) == 6 * families
    assert len(queries) == 7
    assert today() == TODAY


def test_what_belongs_to_one_family_cannot_point_into_another(helped: Helped, here: Team) -> None:
    other = make_helped(here)
    goal = add_family_goal(helped)
    for statement, value in (
        ("UPDATE plans_goal SET plan_id = %s", other.plan.id),
        ("UPDATE plans_goal SET whose_id = %s", other.mother.id),
        ("UPDATE plans_planitem SET plan_id = %s", other.plan.id),
        ("UPDATE plans_goal SET family_id = %s", other.family.id),
    ):
        with pytest.raises(IntegrityError, match="another family"), transaction.atomic():
            sql(statement + " WHERE item_id = %s", value, goal)
    assert Trajectory.objects.count() == 2


def test_the_family_reads_who_was_its_coach_and_not_why_that_changed(helped: Helped, here: Team) -> None:
    change(helped, make_coach(here), on=TODAY + timedelta(days=7), reason="ziek")
    mother = with_card(helped, helped.mother)
    for acting, reasons in ((helped.coach, ["", "ziek"]), (mother, ["", ""])):
        with request_transaction(acting), CaptureQueriesContext(connection) as queries:
            page = trajectory(acting, helped.family.id)
        assert [one.reason for one in page.coaches] == reasons
        assert len(queries) == 2
