"""Open files when a zone changes hands: each goes along or stays, none is lost, never a day without a coach."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction, task
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Family, Responsibility
from eenplan.network.actions.redrawing import undo_redrawing
from eenplan.network.queries import area_on
from eenplan.plans.actions import change_coach
from eenplan.plans.actions.handovers import decide_file, desks_follow, take_back_handover
from eenplan.plans.models import AreaHandover, CoachAssignment
from eenplan.plans.queries.handovers import files_of_redrawing, open_files, redrawings_waiting
from eenplan.referrals.models import Referral
from tests.cast import Team, acting_as
from tests.factories.areas import NEW_YEAR, Neighbours, confirm, draft, make_neighbours
from tests.factories.plans import Helped, make_coach, make_helped
from tests.factories.referrals import make_referral
from tests.once import once

pytestmark = pytest.mark.django_db
EVE = "2026-12-31T12:00:00Z"
DAY = "2027-01-01T12:00:00Z"


MADE_AT = "2026-11-22T09:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MADE_AT, tick=False) as traveller:
        yield traveller


@once
def here() -> Neighbours:
    return make_neighbours()


@once
def helped(here: Neighbours) -> Helped:
    """A family of the giver, in the zone that goes."""
    return make_helped(here.giver)


def coordinator(team: Team) -> Acting:
    return team.acting(Role.COORDINATOR)


def decide(
    here: Neighbours, made: Any, family: Family, goes_on: date | None = NEW_YEAR, coach: Any = None
) -> None:
    with request_transaction(coordinator(here.giver)):
        decide_file(
            coordinator(here.giver),
            redrawing_id=made,
            family_id=family.id,
            goes_on=goes_on,
            coach_id=coach.staff_member_id if coach else None,
        )


def reaches(who: Acting, family: Family) -> bool:
    with request_transaction(who):
        return Family.objects.filter(id=family.id).exists()


def coaches(family: Family) -> list[tuple[str, date, date | None]]:
    rows = CoachAssignment.objects.filter(family=family).order_by("period").select_related("staff_member")
    return [(row.staff_member.name, row.period.lower, row.period.upper) for row in rows]


def refused(here: Neighbours, made: Any, family: Family, **given: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        decide(here, made, family, **given)
    return caught.value.code


@pytest.mark.rule(13)
@pytest.mark.rule(16)
def test_a_file_goes_along_with_a_new_coach_without_a_gap(
    here: Neighbours, helped: Helped, clock: Any
) -> None:
    made, coach = confirm(here), make_coach(here.receiver)
    decide(here, made, helped.family, coach=coach)
    old, new = here.giver.assignments[Role.COACH], coach
    assert [(since, until) for _name, since, until in coaches(helped.family)][1:] == [(NEW_YEAR, None)]
    assert coaches(helped.family)[0][2] == NEW_YEAR
    for moment, giver, receiver in ((EVE, True, False), (DAY, False, True)):
        clock.move_to(moment)
        assert reaches(coordinator(here.giver), helped.family) is giver
        assert reaches(acting_as(old), helped.family) is giver
        assert reaches(coordinator(here.receiver), helped.family) is receiver
        assert reaches(acting_as(new), helped.family) is receiver


@pytest.mark.rule(13)
def test_without_a_coach_named_the_present_one_stays_until_the_receiver_names_another(
    here: Neighbours, helped: Helped, clock: Any
) -> None:
    decide(here, confirm(here), helped.family)
    clock.move_to(DAY)
    assert not reaches(coordinator(here.giver), helped.family)
    assert reaches(coordinator(here.receiver), helped.family)
    assert reaches(helped.coach, helped.family)
    who, another = coordinator(here.receiver), here.receiver.assignments[Role.COACH]
    with request_transaction(who):
        change_coach(
            who,
            trajectory_id=helped.trajectory.id,
            staff_member_id=another.staff_member_id,
            on=date(2027, 1, 5),
            reason="nu bij ons",
        )
    clock.move_to("2027-01-05T12:00:00Z")
    assert not reaches(helped.coach, helped.family)
    assert reaches(acting_as(another), helped.family)


def test_what_nobody_decided_or_stays_is_not_lost(here: Neighbours, helped: Helped, clock: Any) -> None:
    other = make_helped(here.giver, family_name="Ander gezin")
    made = confirm(here)
    decide(here, made, helped.family, goes_on=None)
    clock.move_to(DAY)
    for family in (helped.family, other.family):
        assert reaches(coordinator(here.giver), family)
        assert reaches(helped.coach, family)
        assert not reaches(coordinator(here.receiver), family)
    decide(here, made, other.family, goes_on=date(2027, 2, 1))
    clock.move_to("2027-02-01T12:00:00Z")
    assert reaches(coordinator(here.receiver), other.family)


@pytest.mark.rule(7)
def test_a_referral_that_waits_goes_along_to_the_other_desk_and_new_ones_go_there(
    here: Neighbours, clock: Any
) -> None:
    clock.move_to("2026-12-20T09:00:00Z")
    made = confirm(here)
    waits = make_referral(here.giver)
    decide(here, made, Family.objects.get(id=waits.family_id))
    assert desks_follow(task()) == 0
    clock.move_to(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('eenplan.today', '2027-01-01', true)")
    assert desks_follow(task()) == 1
    moved = Referral.objects.get(id=waits.id)
    assert (moved.partnership_id, moved.deadline) == (here.receiver.partnership.id, waits.deadline)
    assert desks_follow(task()) == 0
    lives_where = area_on(task(), on=NEW_YEAR, postal_code=here.giver.postal_code)
    assert lives_where.partnership
    assert lives_where.partnership.id == here.receiver.partnership.id


def test_files_that_come_in_between_are_still_to_decide(here: Neighbours, helped: Helped, clock: Any) -> None:
    made, who = confirm(here), coordinator(here.giver)
    decide(here, made, helped.family)
    with request_transaction(who):
        assert not redrawings_waiting(who)
    late = make_helped(here.giver, family_name="Later gezin")
    with request_transaction(who):
        assert [(row.family_id, row.decided) for row in open_files(who, made)] == [
            (late.family.id, False),
            (helped.family.id, True),
        ]
        assert [(row.name, row.undecided) for row in redrawings_waiting(who)] == [("De rand", 1)]
    clock.move_to(DAY)
    with request_transaction(who):
        assert not redrawings_waiting(who), "from the day on it stays"


@pytest.mark.parametrize("with_coach", [False, True])
def test_undoing_the_redrawing_takes_every_file_back(
    here: Neighbours, helped: Helped, with_coach: bool
) -> None:
    before, made = coaches(helped.family), confirm(here)
    decide(here, made, helped.family, coach=make_coach(here.receiver) if with_coach else None)
    with request_transaction(here.admin):
        undo_redrawing(here.admin, redrawing_id=made)
    assert coaches(helped.family) == before
    assert [row.period.upper for row in Responsibility.objects.filter(family=helped.family)] == [None]
    assert not AreaHandover.objects.exists()


def test_a_decision_is_replaced_and_taken_back_until_its_day(
    here: Neighbours, helped: Helped, clock: Any
) -> None:
    before, made, who = coaches(helped.family), confirm(here), coordinator(here.giver)
    decide(here, made, helped.family, coach=make_coach(here.receiver))
    decide(here, made, helped.family, goes_on=date(2027, 3, 1), coach=make_coach(here.receiver))
    assert coaches(helped.family)[-1][1] == date(2027, 3, 1)
    with request_transaction(who):
        take_back_handover(who, redrawing_id=made, family_id=helped.family.id)
    assert coaches(helped.family) == before
    decide(here, made, helped.family)
    clock.move_to(DAY)
    with pytest.raises(NotFound), request_transaction(who):
        take_back_handover(who, redrawing_id=made, family_id=helped.family.id)


def test_what_cannot_be_is_refused(here: Neighbours, helped: Helped) -> None:
    made = confirm(here)
    assert refused(here, made, helped.family, goes_on=NEW_YEAR - timedelta(days=1)) == "plans:handover-day"
    own = make_coach(here.giver)
    assert refused(here, made, helped.family, coach=own) == "plans:not-a-coach"
    waits = make_referral(here.giver)
    family = Family.objects.get(id=waits.family_id)
    coach = make_coach(here.receiver)
    assert refused(here, made, family, coach=coach) == "plans:handover-no-trajectory"
    danger = Family.objects.get(id=make_referral(here.giver, acute_danger=True).family_id)
    assert refused(here, made, danger) == "plans:handover-danger"
    assert len(coaches(helped.family)) == 1


@pytest.mark.rule(15)
def test_over_the_norm_is_for_the_receivers_own_coordinator(here: Neighbours, helped: Helped) -> None:
    made, coach = confirm(here), make_coach(here.receiver, "0.01")
    assert refused(here, made, helped.family, coach=coach) == "plans:handover-full"


def test_nobody_else_decides(here: Neighbours, helped: Helped) -> None:
    made, family = confirm(here), helped.family
    for who in (
        coordinator(here.receiver),
        here.giver.acting(Role.INTAKE),
        here.giver.acting(Role.COACH),
        here.admin,
    ):
        with pytest.raises(NotFound), request_transaction(who):
            decide_file(who, redrawing_id=made, family_id=family.id, goes_on=NEW_YEAR)
        with request_transaction(who):
            assert open_files(who, made) == []
    elsewhere = make_helped(here.receiver)
    with pytest.raises(NotFound):
        decide(here, made, elsewhere.family)


def test_raw_sql_hands_nothing_over_that_was_not_redrawn(here: Neighbours, helped: Helped) -> None:
    made, who = draft(here), coordinator(here.giver)
    insert = (
        "INSERT INTO plans_areahandover (id, family_id, redrawing_id, from_partnership_id, to_partnership_id, goes_on,"
        " author_id, at) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, now())"
    )
    giver, receiver = here.giver.partnership.id, here.receiver.partnership.id
    values = [helped.family.id, made, giver, receiver, NEW_YEAR, who.actor_id]
    with pytest.raises(DatabaseError, match="no confirmed redrawing"), request_transaction(who):
        connection.cursor().execute(insert, values)
    as_receiver = coordinator(here.receiver)
    with pytest.raises(DatabaseError, match="row-level security"), request_transaction(as_receiver):
        connection.cursor().execute(insert, [*values[:-1], as_receiver.actor_id])


def test_counts_are_for_whom_it_concerns_and_name_no_family(here: Neighbours, helped: Helped) -> None:
    make_referral(here.giver)
    make_referral(here.receiver)
    made = draft(here)
    for who in (here.admin, coordinator(here.giver), coordinator(here.receiver)):
        with request_transaction(who):
            found = files_of_redrawing(who, made)
        zone = found.zones[here.edge.id]
        assert (zone.waiting, zone.running, zone.undecided) == (1, 1, 2)
        assert [coach.families for coach in found.coaches] == [1]
    for who in (here.giver.acting(Role.COACH), here.giver.acting(Role.INTAKE)):
        with request_transaction(who):
            assert not files_of_redrawing(who, made).zones


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_rows(here: Neighbours, number: int) -> None:
    made, who = confirm(here), coordinator(here.giver)
    for place in range(number):
        make_helped(here.giver, family_name=f"Gezin {place}")
    with request_transaction(who), CaptureQueriesContext(connection) as queries:
        assert len(open_files(who, made)) == number
    assert len(queries) == 5
