"""The coach of then asks how the family is: around the day agreed, that one act, and nothing more of the file."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.db.utils import ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import ContactDetail, Family, Item
from eenplan.families.queries import details
from eenplan.families.rules import FOR_FEW
from eenplan.plans import actions
from eenplan.plans.actions import GoalFields
from eenplan.plans.enums import AftercareResult, Lasts
from eenplan.plans.models import Aftercare, Closure, Goal, GoalLasted
from eenplan.plans.queries.aftercare import aftercare, aftercare_due
from eenplan.plans.queries.timeline import timeline
from eenplan.plans.queries.timeline_events import Happened
from eenplan.plans.rules.lasting import Lasted, counted
from eenplan.referrals.actions import note_crisis_call
from eenplan.referrals.enums import CrisisAgreement, CrisisKind
from eenplan.referrals.models import Referral
from tests.cast import Team
from tests.factories.plans import Helped, make_active
from tests.once import once
from tests.plans.conftest import Cast
from tests.plans.test_reviews import close

pytestmark = [pytest.mark.django_db, pytest.mark.rule(41)]

HALF_A_YEAR = timedelta(days=190)


@once
def closed(here: Team) -> Helped:
    """A family whose trajectory ended today."""
    helped = make_active(here)
    close(helped)
    return helped


def due(acting: Acting) -> list[UUID]:
    with request_transaction(acting):
        return [one.trajectory_id for one in aftercare_due(acting)]


def ask(acting: Acting, helped: Helped) -> None:
    with request_transaction(acting):
        actions.record_aftercare(
            acting,
            trajectory_id=helped.trajectory.id,
            result=AftercareResult.GOES_WELL,
            words="Het gaat",
            score=7,
        )


def test_the_coach_of_then_is_asked_to_ask_and_notes_it_once(closed: Helped, cast: Cast) -> None:
    assert due(closed.coach) == []
    with time_machine.travel(now() + HALF_A_YEAR):
        assert due(closed.coach) == [closed.trajectory.id]
        assert due(cast.bob) == due(cast.charlie) == []
        ask(closed.coach, closed)
        assert due(closed.coach) == []
        assert Aftercare.objects.get(trajectory=closed.trajectory).recorded_by_id == closed.coach.actor_id
        with pytest.raises(NotFound):
            ask(closed.coach, closed)


def test_after_three_months_the_desk_alone_asks(closed: Helped) -> None:
    with time_machine.travel(now() + timedelta(days=290)):
        assert due(closed.coach) == []
        assert due(closed.team.acting(Role.INTAKE)) == [closed.trajectory.id]
        with pytest.raises(NotFound):
            ask(closed.coach, closed)


def test_the_file_itself_stays_closed_to_the_coach_of_then(closed: Helped) -> None:
    coach = closed.coach
    with time_machine.travel(now() + HALF_A_YEAR), request_transaction(coach):
        found = aftercare(coach, closed.trajectory.id)
        assert (found.family_id, found.family_name) == (closed.family.id, closed.family.name)
        assert not Family.objects.filter(id=closed.family.id).exists()
        assert not Item.objects.filter(family=closed.family).exists()
        assert not Closure.objects.filter(family=closed.family).exists()
        assert details(coach, closed.family.id) == []


def test_only_numbers_that_are_safe_to_call_are_given(closed: Helped) -> None:
    coach, phones = closed.coach, ContactDetail.objects.filter(family=closed.family, kind="phone")

    def given() -> tuple[str, ...]:
        with request_transaction(coach):
            return aftercare(coach, closed.trajectory.id).phones

    with time_machine.travel(now() + HALF_A_YEAR):
        safe = tuple(phones.filter(safe=True).order_by("item_id").values_list("value", flat=True))
        assert safe
        assert given() == safe
        with writing():
            Referral.objects.filter(family=closed.family).update(safe_to_contact=False)
        assert given() == ()


def test_who_no_longer_works_here_asks_nobody(closed: Helped) -> None:
    with time_machine.travel(now() + HALF_A_YEAR):
        assignment = closed.team.assignments[Role.COACH]
        with writing():
            assignment.period = (assignment.period.lower, today())
            assignment.save()
        assert due(closed.coach) == []


def test_an_open_trajectory_is_not_asked(here: Team) -> None:
    helped = make_active(here)
    with pytest.raises(NotFound):
        ask(helped.coach, helped)
    with pytest.raises(RuleBroken, match="aftercare-while-open"):
        ask(helped.team.acting(Role.INTAKE), helped)


def goals_of(helped: Helped) -> dict[UUID, str]:
    return dict(Goal.objects.filter(plan=helped.plan).values_list("item_id", "status"))


def test_the_coach_of_then_asks_of_each_goal_that_was_reached_whether_it_holds(here: Team) -> None:
    helped = make_active(here)
    few = GoalFields("Enkel voor ons", expressed_by_id=helped.mother.id)
    with request_transaction(helped.coach):
        actions.add_goal(helped.coach, plan_id=helped.plan.id, goal=few, labels=FOR_FEW)
    close(helped)
    (goal,) = Item.objects.filter(family=helped.family, kind="goal", confidential=False).values_list(
        "id", flat=True
    )
    coach = helped.coach
    with time_machine.travel(now() + HALF_A_YEAR):
        with request_transaction(coach):
            # What was for few is not told to who no longer reaches the file.
            assert [one.id for one in aftercare(coach, helped.trajectory.id).goals] == [goal]
        with request_transaction(coach):
            record(coach, helped, {goal: Lasted(Lasts.PARTLY, 6)})
        row = GoalLasted.objects.get()
        assert (row.goal_id, row.lasts, row.score) == (goal, Lasts.PARTLY, 6)
        desk = helped.team.acting(Role.INTAKE)
        with request_transaction(desk):
            (found,) = (one for one in aftercare(desk, helped.trajectory.id).goals if one.lasts)
        assert (found.score_then, found.lasts, found.score) == (8, Lasts.PARTLY, 6)


def test_who_is_not_named_was_not_asked_and_nobody_says_more_than_was_heard(closed: Helped) -> None:
    desk = closed.team.acting(Role.INTAKE)
    (goal,) = goals_of(closed)
    with time_machine.travel(now() + HALF_A_YEAR):
        for result, said, code in (
            (AftercareResult.NOT_REACHED, Lasted(Lasts.YES), "nobody-heard"),
            (AftercareResult.GOES_WELL, Lasted(Lasts.NOT_ASKED, 4), "score-not-asked"),
            (AftercareResult.GOES_WELL, Lasted(Lasts.YES, 11), "score-out-of-range"),
        ):
            with pytest.raises(RuleBroken, match=code), request_transaction(desk):
                record(desk, closed, {goal: said}, result)
        with pytest.raises(NotFound), request_transaction(desk):
            record(desk, closed, {closed.family.id: Lasted(Lasts.YES)})
        assert not GoalLasted.objects.exists()
        with request_transaction(desk):
            record(desk, closed, {})
        assert GoalLasted.objects.get().lasts == Lasts.NOT_ASKED
        with pytest.raises(ProgrammingError), request_transaction(desk), connection.cursor() as cursor:
            cursor.execute("UPDATE plans_goallasted SET lasts = 'yes'")


@pytest.mark.rule(43)
@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_number_that_tells_of_few_is_not_shown(yes: int, partly: int, no: int, families: int) -> None:
    shown = counted(yes, partly, no, families)
    if shown.asked is None:
        assert shown.hold is None
        assert yes + partly + no < 5 or families < 5
    if shown.hold is not None and shown.asked is not None:
        assert shown.hold >= 5
        assert shown.asked - shown.hold not in range(1, 5)


def record(
    acting: Acting,
    helped: Helped,
    lasted: dict[UUID, Lasted],
    result: AftercareResult = AftercareResult.GOES_WELL,
) -> None:
    actions.record_aftercare(
        acting, trajectory_id=helped.trajectory.id, result=result, words="Het gaat", lasted=lasted
    )


def test_the_timeline_tells_of_aftercare_and_of_the_crisis_hotline(closed: Helped) -> None:
    desk, coordinator = closed.team.acting(Role.INTAKE), closed.team.acting(Role.COORDINATOR)
    with request_transaction(desk):
        note_crisis_call(
            desk,
            referral_id=closed.trajectory.referral_id,
            hotline="Crisismeldpunt Limburg",
            kind=CrisisKind.DISPATCH,
            at=now() - timedelta(hours=2),
            by="Els van de nachtdienst",
            agreed=CrisisAgreement.YES,
            text="Er kwam iemand langs.",
        )
    with time_machine.travel(now() + HALF_A_YEAR):
        ask(closed.coach, closed)
        with request_transaction(coordinator):
            found = {one.kind: one for one in timeline(coordinator, closed.family.id).occurrences}
        asked, called = found[Happened.AFTERCARE], found[Happened.CRISIS]
        ended = found[Happened.CLOSED]
        assert (ended.code, ended.number, ended.texts) == ("goals_reached", 0, ())
        assert ended.id == closed.trajectory.id
        assert ended.name
        assert (asked.code, asked.number, asked.texts, asked.on) == (
            "goes_well", 7, (("Het gaat", "nl"),), today(),
        )  # fmt: skip
        assert asked.name
        assert (called.code, called.more, called.name) == (
            "dispatch", "Crisismeldpunt Limburg", "Els van de nachtdienst",
        )  # fmt: skip
        assert called.texts == (("Er kwam iemand langs.", "nl"),)
