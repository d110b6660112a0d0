"""Workers start and stop (rules 14 and 16), and each act stands in the audit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eenplan.audit.models import Entry
from eenplan.core.acting import task
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.core.ids import new_id
from eenplan.network import queries
from eenplan.network.actions import add_staff_member, end_assignment, start_assignment
from eenplan.network.models import Assignment, StaffMember
from tests.factories.network import AccountFactory, AssignmentFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def add(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "name": "Noor Testers",
        "organisation_id": OrganisationFactory().id,
        "role": Role.COACH,
        "partnership_id": PartnershipFactory().id,
        "share": Decimal("0.50"),
        "since": DAY,
    }
    return add_staff_member(task(), **(values | changes))


@pytest.mark.rule(14)
def test_a_worker_is_added_with_a_first_assignment() -> None:
    account = AccountFactory()
    worker = StaffMember.objects.get(id=add(account_id=account.id, actor_id=account.actor_id))
    assert worker.sort_key == "testers noor"
    [current] = queries.assignments_of(account.id, DAY)
    assert (current.staff_member_id, current.share) == (worker.id, Decimal("0.50"))
    written = set(Entry.objects.values_list("what", flat=True))
    assert {"network:staff-member:added", "network:assignment:started"} <= written


def test_a_worker_without_an_account_gets_an_actor() -> None:
    assert StaffMember.objects.get(id=add()).actor.kind == "staff"


@pytest.mark.rule(14)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "network:name-missing"),
        ({"role": Role.FAMILY_MEMBER}, "network:role-not-for-staff"),
        ({"partnership_id": None}, "network:partnership-missing"),
        ({"share": Decimal("1.10")}, "network:share-out-of-range"),
        ({"share": Decimal("-0.10")}, "network:share-out-of-range"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        add(**changes)
    assert not StaffMember.objects.exists()


@pytest.mark.rule(14)
def test_a_second_assignment_up_to_full_time_and_not_above() -> None:
    worker = add(share=Decimal("0.60"))
    partnership = PartnershipFactory()
    values: dict[str, Any] = {
        "staff_member_id": worker,
        "role": Role.INTAKE,
        "partnership_id": partnership.id,
        "since": DAY,
    }
    with pytest.raises(RuleBroken, match="network:more-than-full-time"):
        start_assignment(task(), share=Decimal("0.41"), **values)
    start_assignment(task(), share=Decimal("0.40"), **values)
    assert Assignment.objects.filter(staff_member_id=worker).count() == 2


def test_an_assignment_ends_after_it_starts() -> None:
    with pytest.raises(RuleBroken, match="network:period-turned-round"):
        start_assignment(
            task(),
            staff_member_id=add(),
            role=Role.INTAKE,
            partnership_id=PartnershipFactory().id,
            share=Decimal(0),
            since=DAY,
            until=DAY,
        )


def test_a_worker_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        start_assignment(
            task(),
            staff_member_id=new_id(),
            role=Role.ADMIN,
            partnership_id=None,
            share=Decimal(0),
            since=DAY,
        )
    with pytest.raises(NotFound):
        end_assignment(task(), assignment_id=new_id(), on=DAY)


@pytest.mark.rule(16)
def test_ending_takes_access_away_the_same_day() -> None:
    row = AssignmentFactory()
    account = row.staff_member.account
    end_assignment(task(), assignment_id=row.id, on=DAY)
    assert len(queries.assignments_of(account.id, date(2026, 3, 1))) == 1
    assert queries.assignments_of(account.id, DAY) == []
    assert Entry.objects.filter(what="network:assignment:ended", subject_id=row.id).exists()


@pytest.mark.rule(16)
@pytest.mark.parametrize("day", [date(2021, 7, 1), date(2020, 1, 1)])
def test_an_assignment_does_not_end_before_it_ran(day: date) -> None:
    with pytest.raises(RuleBroken, match="network:assignment-not-running"):
        end_assignment(task(), assignment_id=AssignmentFactory().id, on=day)


@pytest.mark.rule(16)
def test_an_end_is_not_put_off_by_ending_again() -> None:
    row = AssignmentFactory()
    end_assignment(task(), assignment_id=row.id, on=DAY)
    with pytest.raises(RuleBroken, match="network:assignment-not-running"):
        end_assignment(task(), assignment_id=row.id, on=date(2026, 3, 3))
