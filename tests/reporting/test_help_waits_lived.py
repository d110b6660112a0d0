"""Whatever happens to what families wait for, the overview counts it as somebody would who was there (rule 45)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.plans.actions import HelpFields, change_help, close_trajectory, start_help, take_out
from eenplan.plans.enums import ClosureReason, HelpState, HelpType
from eenplan.plans.queries import section
from eenplan.reporting.queries.help_waits import help_waits
from tests.cast import make_team
from tests.factories.plans import Helped, make_helped
from tests.factories.waits import ask, wait_for
from tests.once import once
from tests.reporting.test_help_waits import slow, told

pytestmark = pytest.mark.django_db

NOW = "2026-05-12T08:00:00Z"
MADE_AT = "2026-03-02T08:00:00Z"
KINDS = [HelpType.PRACTICAL, HelpType.SCHOOL, HelpType.CHILDCARE]
ACTS = ["wait", "wait", "wait", "start", "start", "out", "ended", "kind", "since", "ask", "days", "close"]


@once
def families() -> list[Helped]:
    """Two families of one coach."""
    team = make_team()
    return [make_helped(team), make_helped(team)]


class Remembered:
    """What somebody who was there knows of each wait, written down beside what the product keeps."""

    def __init__(self, families: list[Helped], clock: Any) -> None:
        self.families, self.clock = families, clock
        self.rows: dict[UUID, dict[str, Any]] = {}
        self.closed: set[int] = set()

    def happens(self, act: str, which: int, number: int) -> None:
        """One thing happens; nothing when there is nothing to which it can."""
        if act == "days":
            self.clock.shift(timedelta(days=number))
            return
        place = which % 2
        if place in self.closed:
            return
        helped = self.families[place]
        open_ = [
            key for key, row in self.rows.items() if row["place"] == place and not row.get("over_noted_on")
        ]
        key = open_[which % len(open_)] if open_ else None
        if act == "wait":
            self._waits(helped, place, KINDS[number % 3], today() - timedelta(days=number))
        elif act == "close":
            self._closes(helped, place, open_)
        elif key is not None:
            getattr(self, f"_{act}")(helped, key, self.rows[key], number)

    def _waits(self, helped: Helped, place: int, kind: HelpType, since: date) -> None:
        key = wait_for(helped, since=since, help_type=kind, for_whom_id=None, organisation="")
        self.rows[key] = {
            "place": place,
            "help_type": kind.value,
            "since": since,
            "noted_on": today(),
            "token": helped.family.figures_token,
        }

    def _closes(self, helped: Helped, place: int, open_: list[UUID]) -> None:
        with request_transaction(helped.coach):
            close_trajectory(
                helped.coach, trajectory_id=helped.trajectory.id, reason=ClosureReason.values[0],
                remaining_needs="geen", who_continues="niemand", told_of_retention_on=today(), copy_offered=True,
            )  # fmt: skip
        self.closed.add(place)
        for key in open_:
            self.rows[key] |= {"left_on": today(), "over_noted_on": today()}

    def _start(self, helped: Helped, key: UUID, row: dict[str, Any], number: int) -> None:
        day = today() - timedelta(days=number % 20)
        with request_transaction(helped.coach):
            start_help(helped.coach, help_id=key, on=day)
        row |= {"started_on": max(day, row["since"]), "over_noted_on": today()}

    def _out(self, helped: Helped, key: UUID, row: dict[str, Any], _number: int) -> None:
        with request_transaction(helped.coach):
            take_out(helped.coach, item_id=key)
        row |= {"left_on": today(), "over_noted_on": today()}

    def _ended(self, helped: Helped, key: UUID, row: dict[str, Any], _number: int) -> None:
        self._changes(helped, key, row, HelpState.ENDED)
        row |= {"left_on": today(), "over_noted_on": today()}

    def _kind(self, helped: Helped, key: UUID, row: dict[str, Any], number: int) -> None:
        row["help_type"] = KINDS[number % 3].value
        self._changes(helped, key, row, HelpState.WAITING)

    def _since(self, helped: Helped, key: UUID, row: dict[str, Any], number: int) -> None:
        row["since"] = today() - timedelta(days=number)
        self._changes(helped, key, row, HelpState.WAITING)

    def _ask(self, helped: Helped, key: UUID, _row: dict[str, Any], _number: int) -> None:
        ask(helped, key)

    def _changes(self, helped: Helped, key: UUID, row: dict[str, Any], state: HelpState) -> None:
        with request_transaction(helped.coach):
            revision = section(helped.coach, helped.plan.id, "help").revision
            fields = HelpFields(
                "begeleiding", state, since=row["since"], help_type=HelpType(row["help_type"])
            )
            change_help(helped.coach, help_id=key, help=fields, revision=revision)


@pytest.mark.rule(45)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    [("wait", 0, 60), ("days", 0, 10), ("kind", 0, 1), ("wait", 1, 30), ("since", 1, 45), ("start", 0, 5)]
)
@example([("wait", 0, 60), ("wait", 0, 61), ("wait", 0, 62), ("ask", 0, 0), ("out", 1, 0), ("ended", 1, 0)])
@example([("wait", 0, 9), ("wait", 1, 8), ("close", 1, 0), ("days", 0, 40), ("kind", 0, 2)])
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 7), st.integers(0, 90)), min_size=4, max_size=10)
)
def test_the_overview_counts_what_happened(families: list[Helped], history: Any) -> None:
    boss = families[0].team.acting(Role.COORDINATOR)
    with time_machine.travel(NOW, tick=False) as clock, transaction.atomic():
        remembered = Remembered(families, clock)
        for act, which, number in history:
            remembered.happens(act, which, number)
        with request_transaction(boss):
            table = help_waits(boss)
        for kind in (None, *KINDS):
            mine = [row for row in remembered.rows.values() if kind in (None, row["help_type"])]
            assert told(table.cell(None, kind)) == slow(mine, today()), (kind, history)
        transaction.set_rollback(True)
