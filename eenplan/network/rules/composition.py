"""Whether a partnership has whom a call asks for: per partnership and per zone. Facts in, judgement out; no database.

Three answers, never two: met, missing, or not known. Who is not written down may well take part, so nothing is
called missing before the partnership itself keeps its list (`ListState.KEPT`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from eenplan.network.enums import Level, Strength


class ListState(StrEnum):
    """How much of a partnership's partners is written down on a day."""

    NONE = "none"
    PART = "part"
    KEPT = "kept"


class Answer(StrEnum):
    """Whether somebody of the asked kind takes part."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A zone that a partnership serves."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part. Empty `layer`: nobody said it; empty `zones`: nobody said which it serves."""

    id: UUID
    name: str
    sector: str
    layer: str
    subsidised: bool
    role: str = "partner"
    zones: frozenset[UUID] = frozenset()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """Who is asked to take part: an organisation of one of these sectors or one of these layers."""

    id: UUID
    code: str
    words: str
    strength: Strength
    level: Level
    sectors: frozenset[str]
    layers: frozenset[str]
    source: str = ""

    @property
    def is_demand(self) -> bool:
        """Whether its absence is a lack; what was only called crucial is none."""
        return self.strength != Strength.CRUCIAL


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement, in the partnership (`zone` None) or in one of its zones: who answers it, and who might."""

    requirement: Requirement
    zone: Place | None
    answer: Answer
    by: tuple[Partner, ...] = ()
    perhaps: tuple[Partner, ...] = ()

    @property
    def is_missing(self) -> bool:
        """Whether somebody who is demanded is surely not there."""
        return self.answer is Answer.MISSING and self.requirement.is_demand


def list_state(partners: Collection[Partner], published: int | None) -> ListState:
    """How complete a list is.

    In part: only what public texts name, or fewer subsidised organisations than were published for that day.
    """
    if not partners:
        return ListState.NONE
    if all(partner.assumed for partner in partners):
        return ListState.PART
    if published is not None and sum(partner.subsidised for partner in partners) < published:
        return ListState.PART
    return ListState.KEPT


def answers(partner: Partner, requirement: Requirement) -> bool | None:
    """Whether a partner is of the asked kind; None when its layer, which would decide, is not known."""
    if partner.sector in requirement.sectors or partner.layer in requirement.layers:
        return True
    return None if requirement.layers and not partner.layer else False


def serves(partner: Partner, zone: Place) -> bool | None:
    """Whether a partner works in a zone; None when nobody said in which zones it works."""
    return zone.id in partner.zones if partner.zones else None


def judge(
    partners: Sequence[Partner], requirements: Sequence[Requirement], zones: Sequence[Place], state: ListState
) -> list[Finding]:
    """A finding for each requirement, and for each zone of it where it is asked per zone.

    What is asked per zone of a partnership whose zones are not known has one finding: not known.
    """
    found = []
    for requirement in requirements:
        if requirement.level == Level.ZONE:
            found += [_find(partners, requirement, zone, state) for zone in zones]
            if not zones:
                found.append(Finding(requirement, None, Answer.UNKNOWN))
        else:
            found.append(_find(partners, requirement, None, state))
    return found


def _find(
    partners: Sequence[Partner], requirement: Requirement, zone: Place | None, state: ListState
) -> Finding:
    surely, perhaps = [], []
    for partner in partners:
        fits = answers(partner, requirement)
        here = serves(partner, zone) if zone else True
        if fits and here:
            surely.append(partner)
        elif fits is not False and here is not False:
            perhaps.append(partner)
    if surely:
        answer = Answer.MET
    else:
        answer = Answer.UNKNOWN if perhaps or state is not ListState.KEPT else Answer.MISSING
    return Finding(requirement, zone, answer, tuple(surely), tuple(perhaps))


def missing(findings: Sequence[Finding], state: ListState) -> list[Finding] | None:
    """What is surely missing. None: that cannot be said, since the list is not kept, or nothing that can be told
    is missing while of something else it is not known.
    """
    lacking = [finding for finding in findings if finding.is_missing]
    unknown = any(one.answer is Answer.UNKNOWN and one.requirement.is_demand for one in findings)
    return None if state is not ListState.KEPT or (unknown and not lacking) else lacking
