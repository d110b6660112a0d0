"""Caseload against capacity (rule 15). No database."""

from decimal import Decimal

from eenplan.capacity.enums import Room


def capacity(share: Decimal, norm: Decimal) -> Decimal:
    """How many families a coach can have: share of full time (0 to 1) times the norm per full-time coach.

    Not rounded: 0.75 of a norm of 10 is 7.5, and the eighth family goes over it.
    """
    return share * norm


def judge(caseload: int, capacity: Decimal) -> Room:
    """How a number of families stands against the capacity: room for one more, full, or over."""
    if caseload > capacity:
        return Room.OVER
    return Room.ROOM if caseload + 1 <= capacity else Room.FULL


def needs_confirmation(caseload: int, capacity: Decimal) -> bool:
    """Whether giving one more family to a coach with this caseload needs the coordinator's confirmation.

    `caseload` counts the families before the new one.
    """
    return judge(caseload + 1, capacity) is Room.OVER
