"""The same demo on every machine, and a demo on every day of the calendar."""

import hashlib
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction

from eenplan.core.acting import task
from eenplan.core.clock import today
from eenplan.demo.actions import load_demo_data
from tests.network.conftest import reference_data

__all__ = ["reference_data"]

SMALL = 0.002
# What a person can see of the load; ids of what actions made are of chance.
SEEN = (
    "SELECT received_on, deadline, zone_id, outcome, conversation_held_on, ended_on, children FROM referrals_fact",
    "SELECT name, language, postal_code FROM families_family",
    "SELECT given_name, family_name, birth_date FROM families_person",
    "SELECT text, language, said_at FROM families_words",
    "SELECT planned_for, held_at, recorded_at FROM families_contact",
    "SELECT name FROM network_staffmember",
)


def seen() -> str:
    """A fingerprint of what the load left."""
    print_of = hashlib.sha256()
    with connection.cursor() as cursor:
        for query in SEEN:
            cursor.execute(query)
            print_of.update("\n".join(sorted(map(str, cursor.fetchall()))).encode())
    return print_of.hexdigest()


@pytest.mark.parametrize(
    ("day", "loads"),
    [
        pytest.param(datetime(2028, 2, 29, 7, 0, tzinfo=UTC), 2, id="a leap day, early"),
        pytest.param(datetime(2027, 1, 1, 22, 30, tzinfo=UTC), 1, id="New Year, late"),
        pytest.param(datetime(2027, 3, 28, 1, 30, tzinfo=UTC), 1, id="the night the clocks change"),
    ],
)
def test_loading_gives_the_same_and_breaks_no_constraint(
    reference_data: None, day: datetime, loads: int
) -> None:
    prints = set()
    for _load in range(loads):
        with time_machine.travel(day, tick=False), transaction.atomic():
            load_demo_data(task(), today=today(), scale=SMALL)
            prints.add(seen())
            transaction.set_rollback(True)
    assert len(prints) == 1
