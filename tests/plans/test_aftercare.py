"""The coach of then asks how the family is: around the day agreed, that one act, and nothing more of the file."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import ContactDetail, Family, Item
from eenplan.families.queries import details
from eenplan.plans import actions
from eenplan.plans.enums import AftercareResult
from eenplan.plans.models import Aftercare, Closure
from eenplan.plans.queries.aftercare import aftercare, aftercare_due
from eenplan.plans.queries.timeline import Happened, timeline
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
        assert (asked.code, asked.number, asked.texts, asked.on) == (
            "goes_well", 7, (("Het gaat", "nl"),), today(),
        )  # fmt: skip
        assert asked.name
        assert (called.code, called.more, called.name) == (
            "dispatch", "Crisismeldpunt Limburg", "Els van de nachtdienst",
        )  # fmt: skip
        assert called.texts == (("Er kwam iemand langs.", "nl"),)
