"""Rule 15: capacity is share times norm, and going over it needs the coordinator."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.capacity.enums import Room
from eenplan.capacity.rules import capacity, judge, needs_confirmation

TEN = Decimal(10)
loads = st.integers(0, 60)
shares = st.integers(0, 100).map(lambda hundredths: Decimal(hundredths) / 100)
norms = st.integers(0, 40).map(Decimal)


@pytest.mark.rule(15)
@pytest.mark.parametrize(("share", "families"), [("1", 10), ("0.5", 5), ("0", 0), ("0.8", 8)])
def test_capacity_is_share_times_norm(share: str, families: int) -> None:
    assert capacity(Decimal(share), TEN) == families


@pytest.mark.rule(15)
@pytest.mark.parametrize(
    ("caseload", "share", "room"),
    [
        (4, "0.5", Room.ROOM),
        (5, "0.5", Room.FULL),
        (6, "0.5", Room.OVER),
        (6, "0.75", Room.ROOM),
        (7, "0.75", Room.FULL),
        (8, "0.75", Room.OVER),
        (0, "0", Room.FULL),
    ],
)
def test_room_full_or_over(caseload: int, share: str, room: Room) -> None:
    assert judge(caseload, capacity(Decimal(share), TEN)) is room


@pytest.mark.rule(15)
@given(loads, shares, norms)
def test_a_family_more_needs_confirmation_exactly_when_there_is_no_room(
    caseload: int, share: Decimal, norm: Decimal
) -> None:
    limit = capacity(share, norm)
    assert needs_confirmation(caseload, limit) is (judge(caseload, limit) is not Room.ROOM)


@pytest.mark.rule(15)
@given(loads, shares, norms)
def test_more_families_never_make_more_room(caseload: int, share: Decimal, norm: Decimal) -> None:
    order = [Room.ROOM, Room.FULL, Room.OVER]
    limit = capacity(share, norm)
    assert order.index(judge(caseload, limit)) <= order.index(judge(caseload + 1, limit))
    assert (judge(caseload, limit) is Room.OVER) is (caseload > limit)
