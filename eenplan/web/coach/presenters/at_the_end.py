"""What still waits when a trajectory is about to end, each with where it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from eenplan.plans.enums import WaitsAtEnd
from eenplan.plans.queries import PlanNow
from eenplan.web.shared.left import waits_words

WHERE = {
    WaitsAtEnd.PROPOSAL: ("coach:list-contributions", ""),
    WaitsAtEnd.MESSAGE: ("coach:list-messages", ""),
    WaitsAtEnd.TABLE: ("coach:read-family", "#contacten"),
    WaitsAtEnd.CONTACT: ("coach:read-family", "#contacten"),
    WaitsAtEnd.STEP: ("coach:read-plan", "#doelen"),
    WaitsAtEnd.QUESTION: ("coach:read-rights", ""),
    WaitsAtEnd.RESTRICTED: ("coach:read-rights", ""),
}


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits, and where it is answered."""

    text: str
    href: str


def waiting_lines(page: PlanNow, waiting: Mapping[WaitsAtEnd, int]) -> list[WaitingLine]:
    """What waits in a trajectory, in the order in which it is answered."""
    return [
        WaitingLine(waits_words(kind, many), reverse(WHERE[kind][0], args=[page.family_id]) + WHERE[kind][1])
        for kind, many in waiting.items()
    ]
