"""Away, fallen away, stopped: on every day one is there for the family, never two (rules 13 to 17)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from eenplan.audit.models import Entry
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family
from eenplan.network.enums import LeaveKind
from eenplan.network.models import Assignment, Leave
from eenplan.plans.actions import change_coach, close_trajectory
from eenplan.plans.actions.standing_in import end_leave, end_secondment, plan_leave, report_gone
from eenplan.plans.enums import ClosureReason
from eenplan.plans.models import CoachAssignment
from eenplan.plans.queries import coaches_of, coaches_with_room, my_families
from eenplan.plans.queries.stand_ins import (
    coaches_over_norm,
    days_without_own_coach,
    families_of_worker,
    families_without_own_coach,
)
from tests.cast import Team, acting_as
from tests.factories.network import AssignmentFactory
from tests.factories.plans import Helped, make_coach, make_helped

TODAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


MADE_AT = f"{TODAY}T10:00:00+01:00"


@pytest.fixture(autouse=True)
def the_day() -> Any:
    """A Monday."""
    with time_machine.travel(MADE_AT, tick=True):
        yield


def at(day: date) -> Any:
    return time_machine.travel(f"{day}T00:00:01+01:00", tick=True)


def do(acting: Acting, verb: Any, **arguments: Any) -> Any:
    with request_transaction(acting):
        return verb(acting, **arguments)


def refusal(acting: Acting, verb: Any, **arguments: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        do(acting, verb, **arguments)
    return str(caught.value.code)


def path(helped: Helped) -> list[tuple[UUID, date, date | None, UUID | None]]:
    """Who is there from when until when, and for whom."""
    return [
        (row.staff_member_id, row.period.lower, row.period.upper, row.instead_of_id)
        for row in CoachAssignment.objects.filter(trajectory=helped.trajectory).order_by("period")
    ]


def reaches(acting: Acting) -> int:
    with request_transaction(acting):
        return Family.objects.count()


def away(team: Team, who: Any, stand_in: Any, since: date, until: date | None) -> dict[str, Any]:
    return {
        "staff_member_id": who.staff_member_id,
        "partnership_id": team.partnership.id,
        "kind": LeaveKind.HOLIDAY,
        "since": since,
        "until": until,
        "stand_in_id": stand_in.staff_member_id if stand_in else None,
    }


# Leave.


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_in_a_leave_the_stand_in_reaches_the_family_and_the_coach_does_not(
    helped: Helped, here: Team
) -> None:
    bob, alice = make_coach(here), here.assignments[Role.COACH]
    coordinator = here.acting(Role.COORDINATOR)
    families = do(coordinator, plan_leave, **away(here, alice, bob, TODAY + WEEK, TODAY + 2 * WEEK))
    assert families == [helped.family.id]
    one, other = alice.staff_member_id, bob.staff_member_id
    assert path(helped) == [
        (one, TODAY, TODAY + WEEK, None),
        (other, TODAY + WEEK, TODAY + 2 * WEEK, one),
        (one, TODAY + 2 * WEEK, None, None),
    ]
    for day, alices, bobs in ((TODAY, 1, 0), (TODAY + WEEK, 0, 1), (TODAY + 2 * WEEK, 1, 0)):
        with at(day):
            assert (reaches(helped.coach), reaches(acting_as(bob))) == (alices, bobs)
    with at(TODAY + WEEK), request_transaction(acting_as(bob)):
        coach = coaches_of(acting_as(bob), [helped.family.id])[helped.family.id]
        assert (coach.name, coach.instead_of, coach.until) == (
            bob.staff_member.name,
            alice.staff_member.name,
            TODAY + 2 * WEEK,
        )
        (mine,) = my_families(acting_as(bob))
        assert (mine.instead_of, mine.until) == (alice.staff_member.name, TODAY + 2 * WEEK)


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_a_family_given_to_a_coach_with_leave_ahead_gets_the_stand_in_too(here: Team) -> None:
    bob, alice = make_coach(here), here.assignments[Role.COACH]
    do(here.acting(Role.COORDINATOR), plan_leave, **away(here, alice, bob, TODAY + WEEK, None))
    helped = make_helped(here)
    assert path(helped) == [
        (alice.staff_member_id, TODAY, TODAY + WEEK, None),
        (bob.staff_member_id, TODAY + WEEK, None, alice.staff_member_id),
    ]


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_who_is_back_early_has_the_families_again_and_a_leave_taken_back_never_was(
    helped: Helped, here: Team
) -> None:
    bob, alice = make_coach(here), here.assignments[Role.COACH]
    coordinator = here.acting(Role.COORDINATOR)
    do(coordinator, plan_leave, **away(here, alice, bob, TODAY, None))
    assert reaches(acting_as(bob)) == 1
    with at(TODAY + WEEK):
        do(coordinator, end_leave, leave_id=Leave.objects.get().id)
        assert (reaches(helped.coach), reaches(acting_as(bob))) == (1, 0)
    assert [row[2] for row in path(helped)] == [TODAY + WEEK, None]
    with at(TODAY + WEEK):
        do(coordinator, plan_leave, **away(here, alice, bob, TODAY + 2 * WEEK, TODAY + 3 * WEEK))
        assert len(path(helped)) == 4
        do(coordinator, end_leave, leave_id=Leave.objects.latest("period").id)
    assert len(path(helped)) == 2
    assert Leave.objects.count() == 1


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_who_stands_in_and_falls_away_is_followed_for_the_same_own_coach(helped: Helped, here: Team) -> None:
    bob, alice = make_coach(here), here.assignments[Role.COACH]
    coordinator = here.assignments[Role.COORDINATOR]
    acting = acting_as(coordinator)
    do(acting, plan_leave, **away(here, alice, bob, TODAY, TODAY + 2 * WEEK))
    with at(TODAY + WEEK):
        do(acting, report_gone, assignment_id=bob.id, stand_in_id=coordinator.staff_member_id)
    one = alice.staff_member_id
    assert path(helped) == [
        (bob.staff_member_id, TODAY, TODAY + WEEK, one),
        (coordinator.staff_member_id, TODAY + WEEK, TODAY + 2 * WEEK, one),
        (one, TODAY + 2 * WEEK, None, None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stand_in", "since", "until", "code"),
    [
        (None, 1, 8, "plans:stand-in-missing"),
        ("alice", 1, 8, "plans:not-a-stand-in"),
        ("intake", 1, 8, "plans:not-a-stand-in"),
        ("bob", -1, 8, "plans:change-in-past"),
        ("bob", 8, 8, "network:period-turned-round"),
        ("bob", 30, 31, "network:leave-twice"),
        ("carl", 30, 31, "plans:stand-in-away"),
    ],
)
def test_a_leave_has_days_and_somebody_who_is_there(
    helped: Helped, here: Team, stand_in: str | None, since: int, until: int, code: str
) -> None:
    alice, bob, carl = here.assignments[Role.COACH], make_coach(here), make_coach(here)
    who = {"alice": alice, "bob": bob, "carl": carl, "intake": here.assignments[Role.INTAKE], None: None}
    acting = here.acting(Role.COORDINATOR)
    for one in (alice, carl):
        days = (TODAY + timedelta(days=28), TODAY + timedelta(days=35))
        do(acting, plan_leave, **away(here, one, bob, *days))
    before = path(helped)
    days = (TODAY + timedelta(days=since), TODAY + timedelta(days=until))
    assert refusal(acting, plan_leave, **away(here, alice, who[stand_in], *days)) == code
    assert path(helped) == before


@pytest.mark.django_db
def test_the_database_keeps_leaves_apart_and_to_another(here: Team) -> None:
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    insert = (
        "INSERT INTO network_leave (id, staff_member_id, partnership_id, kind, period, stand_in_id)"
        " VALUES (gen_random_uuid(), %s, %s, 'leave', daterange('2027-01-01', '2027-02-01'), %s)"
    )
    who, where = alice.staff_member_id, here.partnership.id
    with connection.cursor() as cursor:
        cursor.execute(insert, [who, where, bob.staff_member_id])
        with pytest.raises(IntegrityError, match="network_one_leave"), transaction.atomic():
            cursor.execute(insert, [who, where, bob.staff_member_id])
        with pytest.raises(IntegrityError, match="network_leave_stand_in_is_other"):
            cursor.execute(insert, [bob.staff_member_id, where, bob.staff_member_id])


# Falling away and stopping.


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_all_days_without_the_own_coach_are_counted_and_the_longest_comes_first(
    helped: Helped, here: Team
) -> None:
    # One family had a stand-in for a week and has one again since today; another family has one since nine days.
    bob, alice, carl = make_coach(here), here.assignments[Role.COACH], make_coach(here)
    other = make_helped(here, carl)
    acting = here.acting(Role.COORDINATOR)
    do(acting, plan_leave, **away(here, alice, bob, TODAY, TODAY + WEEK))
    do(acting, plan_leave, **away(here, carl, bob, TODAY + 2 * WEEK - timedelta(days=8), None))
    with at(TODAY + 2 * WEEK):
        do(acting, plan_leave, **away(here, alice, bob, TODAY + 2 * WEEK, None))
        with request_transaction(acting):
            left = families_without_own_coach(acting)
            assert [(one.family_id, one.days) for one in left] == [
                (other.family.id, 9),
                (helped.family.id, 8),
            ]
            within = {"since": TODAY + timedelta(days=4), "until": TODAY + 3 * WEEK}
            assert days_without_own_coach(acting, **within) == {
                helped.trajectory.id: 3 + 7,
                other.trajectory.id: 8 + 7,
            }


@pytest.mark.rule(40)
@pytest.mark.django_db
def test_whoever_comes_and_goes_stands_in_the_audit_with_the_families(helped: Helped, here: Team) -> None:
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    acting = here.acting(Role.COORDINATOR)
    do(acting, plan_leave, **away(here, alice, bob, TODAY, TODAY + WEEK))
    do(acting, end_leave, leave_id=Leave.objects.get().id, on=TODAY + timedelta(days=2))
    with at(TODAY + WEEK):
        do(acting, report_gone, assignment_id=alice.id, stand_in_id=bob.staff_member_id)
    found = Entry.objects.filter(actor_id=acting.actor_id, families__contains=[helped.family.id])
    noted = {"plans:coach:away", "plans:coach:back", "plans:secondment:ended"}
    assert noted <= set(found.values_list("what", flat=True))


@pytest.mark.rule(13)
@pytest.mark.rule(16)
@pytest.mark.django_db
def test_gone_overnight_the_coordinator_is_there_the_same_moment_and_hands_over(
    helped: Helped, here: Team
) -> None:
    other = make_helped(here)
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    coordinator = here.assignments[Role.COORDINATOR]
    acting = acting_as(coordinator)
    with at(TODAY + WEEK):
        gone = do(acting, report_gone, assignment_id=alice.id, stand_in_id=coordinator.staff_member_id)
        assert set(gone) == {helped.family.id, other.family.id}
        assert reaches(helped.coach) == 0
        assert path(helped)[-1] == (coordinator.staff_member_id, TODAY + WEEK, None, alice.staff_member_id)
        give = {"trajectory_id": helped.trajectory.id, "staff_member_id": bob.staff_member_id}
        do(acting, change_coach, **give, reason="Alice stopte")
        assert path(helped)[-1] == (bob.staff_member_id, TODAY + WEEK, None, None)
        assert reaches(acting_as(bob)) == 1
    with at(TODAY + 2 * WEEK), request_transaction(acting):
        left = families_without_own_coach(acting)
        assert [(one.family_id, one.own_coach, one.days) for one in left] == [
            (other.family.id, alice.staff_member.name, 8)
        ]
        ever = {"since": TODAY, "until": TODAY + 2 * WEEK}
        assert days_without_own_coach(acting, **ever) == {other.trajectory.id: 7}


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_gone_overnight_and_perhaps_back_the_stand_in_is_there_the_same_moment(
    helped: Helped, here: Team
) -> None:
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    coordinator = here.assignments[Role.COORDINATOR]
    acting, one = acting_as(coordinator), alice.staff_member_id
    do(acting, plan_leave, **away(here, alice, bob, TODAY + 2 * WEEK, TODAY + 3 * WEEK))
    with at(TODAY + WEEK):
        gone = {"assignment_id": alice.id, "stand_in_id": coordinator.staff_member_id, "comes_back": True}
        assert do(acting, report_gone, **gone) == [helped.family.id]
        assert reaches(helped.coach) == 0
        meanwhile, planned = coordinator.staff_member_id, bob.staff_member_id
        assert path(helped) == [
            (one, TODAY, TODAY + WEEK, None),
            (meanwhile, TODAY + WEEK, TODAY + 2 * WEEK, one),
            (planned, TODAY + 2 * WEEK, TODAY + 3 * WEEK, one),
            (meanwhile, TODAY + 3 * WEEK, None, one),
        ], "who was to come those days still comes"
        assert Leave.objects.get().period == DateRange(TODAY + WEEK, None), "the leave is taken up in it"
    with at(TODAY + 2 * WEEK):
        do(acting, end_leave, leave_id=Leave.objects.get().id)
        assert reaches(helped.coach) == 1
        assert path(helped)[-1] == (one, TODAY + 2 * WEEK, None, None)


@pytest.mark.rule(16)
@pytest.mark.django_db
def test_a_secondment_ends_when_every_family_has_somebody(helped: Helped, here: Team) -> None:
    other = make_helped(here)
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    coordinator = here.assignments[Role.COORDINATOR]
    acting = acting_as(coordinator)
    end = {"assignment_id": alice.id, "on": TODAY + WEEK, "reason": "De detachering eindigt"}
    assert refusal(acting, end_secondment, **end) == "plans:families-left"
    one = {helped.trajectory.id: bob.staff_member_id}
    assert refusal(acting, end_secondment, **end, coaches=one) == "plans:families-left"
    do(acting, end_secondment, **end, coaches=one, stand_in_id=coordinator.staff_member_id)
    assert [row[0] for row in path(helped)] == [alice.staff_member_id, bob.staff_member_id]
    assert path(other)[-1][0] == coordinator.staff_member_id
    assert reaches(helped.coach) == 2
    with at(TODAY + WEEK):
        assert reaches(helped.coach) == 0
        assert reaches(acting_as(bob)) == 1


@pytest.mark.rule(15)
@pytest.mark.django_db
def test_a_successor_over_the_norm_is_confirmed(helped: Helped, here: Team) -> None:
    full = make_coach(here, share="0.10")
    make_helped(here, full)
    acting = here.acting(Role.COORDINATOR)
    end = {
        "assignment_id": here.assignments[Role.COACH].id,
        "on": TODAY + WEEK,
        "coaches": {helped.trajectory.id: full.staff_member_id},
        "reason": "stopt",
    }
    assert refusal(acting, end_secondment, **end) == "over-norm"
    do(acting, end_secondment, **end, over_norm_confirmed=True)
    with at(TODAY + WEEK), request_transaction(acting):
        assert [one.staff_member_id for one in coaches_over_norm(acting)] == [full.staff_member_id]


@pytest.mark.rule(16)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE network_assignment SET period = daterange(lower(period), '2026-11-23') WHERE id = %s",
        "UPDATE network_assignment SET period = daterange(lower(period), '2027-05-01') WHERE id = %s",
    ],
)
def test_the_database_itself_leaves_no_family_alone(helped: Helped, here: Team, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [here.assignments[Role.COACH].id])
        with pytest.raises(IntegrityError, match="left without a coach"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.rule(13)
@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "kind = 'stand_in'",
        "instead_of_id = staff_member_id, kind = 'stand_in'",
        "instead_of_id = staff_member_id",
    ],
)
def test_the_database_wants_to_know_for_whom_somebody_stands_in(helped: Helped, change: str) -> None:
    with pytest.raises(IntegrityError, match="plans_stand_in_for_another"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE plans_coachassignment SET {change}")  # our own words


@pytest.mark.rule(13)
@pytest.mark.django_db
def test_a_coach_whose_secondment_has_an_end_is_followed_by_the_coordinator(here: Team) -> None:
    until = TODAY + WEEK
    carl = AssignmentFactory(
        role=Role.COACH, partnership=here.partnership, period=DateRange(date(2021, 7, 1), until)
    )
    helped = make_helped(here, carl)
    coordinator = here.assignments[Role.COORDINATOR].staff_member_id
    assert path(helped)[-1] == (coordinator, until, None, carl.staff_member_id)


@pytest.mark.rule(17)
@pytest.mark.django_db
def test_the_parent_organisation_gets_nothing_by_a_secondment(helped: Helped, here: Team) -> None:
    employer = here.assignments[Role.COACH].staff_member.organisation
    for role in (Role.COACH, Role.PARTNER, Role.PSYCHOLOGIST, Role.EXPERT):
        colleague = AssignmentFactory(
            role=role, partnership=here.partnership, staff_member__organisation=employer
        )
        assert reaches(acting_as(colleague)) == 0


@pytest.mark.django_db
def test_only_who_keeps_the_team_and_reaches_its_families_does_this(
    helped: Helped, here: Team, there: Team
) -> None:
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    leave = away(here, alice, bob, TODAY + WEEK, None)
    for acting in (here.acting(Role.COACH), here.acting(Role.INTAKE), there.acting(Role.COORDINATOR)):
        with pytest.raises(NotFound):
            do(acting, plan_leave, **leave)
        with pytest.raises(NotFound):
            do(acting, end_secondment, assignment_id=alice.id, stand_in_id=bob.staff_member_id)
    admin = here.acting(Role.ADMIN)
    assert refusal(admin, plan_leave, **leave) == "plans:families-first"
    assert refusal(admin, end_secondment, assignment_id=alice.id) == "plans:families-first"
    do(admin, end_secondment, assignment_id=bob.id)
    assert Assignment.objects.get(id=bob.id).period.upper == TODAY


@pytest.mark.rule(41)
@pytest.mark.django_db
def test_a_coach_with_leave_ahead_closes_without_the_coordinator(helped: Helped, here: Team) -> None:
    alice, bob = here.assignments[Role.COACH], make_coach(here)
    leave = away(here, alice, bob, TODAY + WEEK, TODAY + 2 * WEEK)
    do(here.acting(Role.COORDINATOR), plan_leave, **leave)
    do(
        helped.coach,
        close_trajectory,
        trajectory_id=helped.trajectory.id,
        reason=ClosureReason.values[0],
        remaining_needs="geen",
        who_continues="niemand",
        told_of_retention_on=TODAY,
        copy_offered=True,
    )
    assert path(helped) == [(alice.staff_member_id, TODAY, TODAY + timedelta(days=1), None)]


@pytest.mark.django_db
@pytest.mark.parametrize("families", [1, 3])
def test_the_lists_ask_as_much_for_three_as_for_one(here: Team, families: int) -> None:
    for _number in range(families):
        make_helped(here)
    alice = here.assignments[Role.COACH]
    coordinator = here.assignments[Role.COORDINATOR]
    acting = acting_as(coordinator)
    do(acting, plan_leave, **away(here, alice, coordinator, TODAY, None))
    asked = {"partnership_id": here.partnership.id, "staff_member_id": coordinator.staff_member_id}
    with request_transaction(acting), CaptureQueriesContext(connection) as queries:
        assert len(families_without_own_coach(acting)) == families
    assert len(queries) == 3
    with request_transaction(acting), CaptureQueriesContext(connection) as queries:
        assert len(families_of_worker(acting, **asked, on=TODAY)) == families
    assert len(queries) == 2
    with request_transaction(acting):
        assert [one.caseload for one in coaches_with_room(acting, TODAY)] == [families]
