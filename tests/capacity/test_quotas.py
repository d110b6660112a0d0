"""Quotas by referrer type: dated, set by the coordinator alone, of one partnership."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from eenplan.capacity.actions import set_quota
from eenplan.capacity.models import Quota
from eenplan.capacity.queries import quotas
from eenplan.core.acting import Acting, request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from tests.cast import Team, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.rule(47)]


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """1 December 2025: what is set for 2026 is set ahead."""
    with time_machine.travel("2025-12-01T09:00:00Z", tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team("9901")


def keep(acting: Acting, number: int | None, on: date, kind: str = "mandated") -> None:
    with request_transaction(acting):
        set_quota(acting, referrer_type=kind, number=number, from_day=on)


def on(acting: Acting, day: date) -> dict[str, int]:
    with request_transaction(acting):
        return quotas(acting, on=day)


def test_a_new_number_holds_from_its_day_and_the_old_one_until_then(team: Team) -> None:
    coordinator = team.acting(Role.COORDINATOR)
    keep(coordinator, 60, date(2026, 1, 1))
    keep(coordinator, 70, date(2026, 7, 1))
    assert on(coordinator, date(2025, 12, 31)) == {}
    assert on(coordinator, date(2026, 6, 30)) == {"mandated": 60}
    assert on(coordinator, date(2027, 1, 1)) == {"mandated": 70}
    keep(coordinator, None, date(2027, 2, 1))
    assert on(coordinator, date(2027, 2, 1)) == {}
    assert Quota.objects.count() == 2


@pytest.mark.parametrize("role", [Role.INTAKE, Role.COACH, Role.PARTNER])
def test_only_coordinator_and_administrator_set_it(team: Team, role: Role) -> None:
    with pytest.raises(RuleBroken) as refused:
        keep(team.acting(role), 60, date(2026, 1, 1))
    assert refused.value.code == "network:words-who"
    with (
        request_transaction(team.acting(role)),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute(
            "INSERT INTO capacity_quota VALUES (gen_random_uuid(), 'gp', 3, daterange('2026-01-01', NULL), %s)",
            [team.partnership.id],
        )


@pytest.mark.parametrize(("number", "kind"), [(-1, "gp"), (10_000, "gp"), (5, "Huisarts!"), (5, "x" * 21)])
def test_a_quota_that_cannot_be(team: Team, number: int, kind: str) -> None:
    with pytest.raises(RuleBroken):
        keep(team.acting(Role.COORDINATOR), number, date(2026, 1, 1), kind)
    assert not Quota.objects.exists()


def test_another_partnership_does_not_see_it(team: Team) -> None:
    keep(team.acting(Role.COORDINATOR), 60, date(2026, 1, 1))
    assert on(make_team("9902").acting(Role.COORDINATOR), date(2026, 2, 1)) == {}
