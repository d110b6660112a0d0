"""Ids stand in the order in which they were made."""

from datetime import UTC, datetime

import time_machine

from eenplan.core.ids import new_id


def test_ids_of_one_millisecond_keep_their_order_and_are_of_version_seven() -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}


def test_a_later_millisecond_comes_later() -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as clock:
        before = [new_id() for _ in range(3)]
        clock.shift(0.001)
        assert new_id() > before[-1]
