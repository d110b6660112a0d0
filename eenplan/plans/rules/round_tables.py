"""What holds for a round table: when, where, with whom, and what must be settled before the table goes on. No database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken
from eenplan.core.folding import fold

LENGTHS = (15, 480)
# For everybody at a screen who is not of the family: what is released to all (rule 36).
RELEASED = "released"


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """What was decided: who does it and by when, if that was said; whether it stands in the plan already.

    `needs_nobody`: it was said that nobody has to do anything for it, as of 'geen gsm aan tafel'.
    """

    has_owner: bool
    due_on: date | None
    is_step: bool = False
    needs_nobody: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether one does it, by a day (rule 21)."""
        return self.has_owner and self.due_on is not None

    @property
    def is_settled(self) -> bool:
        """Whether the table may go on: it has an owner and a day, or it was said that it needs none."""
        return self.is_step or self.needs_nobody or self.is_whole


class Asked(Protocol):
    """Somebody who is asked to a round table; `person_id` is None for who is not of the family."""

    @property
    def person_id(self) -> UUID | None:
        """Who of the family."""
        ...

    @property
    def kind(self) -> str:
        """Family, their network, or somebody who works (`TeamKind`)."""
        ...


def check_moment(starts_at: datetime, minutes: int, *, now: datetime) -> None:
    """Refuse a moment that has passed (`plans:table-in-past`) and a length that cannot be (`plans:table-length`)."""
    if starts_at <= now:
        raise RuleBroken(
            "plans:table-in-past",
            _("Dit moment is al voorbij. Kies een dag en een uur die nog komen."),
            field="on",
        )
    if not LENGTHS[0] <= minutes <= LENGTHS[1]:
        raise RuleBroken(
            "plans:table-length",
            _("Kies hoe lang het duurt: van een kwartier tot acht uur."),
            field="minutes",
        )


def check_place(place: str, closed: Iterable[str]) -> None:
    """Refuse a place in words that gives an address away which is not for everybody (`plans:table-home-address`).

    `closed` are the addresses of the family's homes that not all may know; the street and number are enough.
    """
    told = f" {fold(place)} "
    for address in closed:
        street = fold(address.split(",")[0])
        if street and f" {street} " in told:
            raise RuleBroken(
                "plans:table-home-address",
                _("Dit adres mag niet iedereen kennen. Kies het huis hierboven, of een andere plek."),
                field="place",
            )


def check_asked(has_family: bool, agreed_with: UUID | None) -> None:
    """Refuse invitations that nobody of the family agreed to, or that are for nobody of the family.

    `plans:table-not-agreed`, `plans:table-without-family`.
    """
    if not has_family:
        raise RuleBroken(
            "plans:table-without-family",
            _("Nodig minstens één iemand van het gezin uit. Zonder hen is het geen rondetafel."),
            field="persons",
        )
    if agreed_with is None:
        raise RuleBroken(
            "plans:table-not-agreed",
            _("Spreek eerst met het gezin af wie er komt, en duid aan met wie je dat deed."),
            field="agreed_with",
        )


def looking(seats: Iterable[Asked]) -> list[str]:
    """As whom a screen is looked at by those who sit there: each of the family, and once whoever else does."""
    seats = list(seats)
    persons = [f"person:{one.person_id}" for one in seats if one.person_id]
    return [*persons, *([RELEASED] if any(one.person_id is None for one in seats) else [])]


def check_may_leave(decisions: Iterable[DecisionFact]) -> None:
    """Refuse to go on while something was decided without who does it or by when (`plans:decision-unfinished`).

    Who does it may only be left open by saying that nobody has to do anything.
    """
    if not all(one.is_settled for one in decisions):
        raise RuleBroken(
            "plans:decision-unfinished",
            _(
                "Van een beslissing weten we nog niet wie ze doet of tegen wanneer. Vul dat aan, zeg dat niemand"
                " iets moet doen, of laat ze los."
            ),
        )


def undecided(points: Sequence[Sequence[DecisionFact]]) -> list[int]:
    """The points, by place, at which nothing was decided: told before the table is closed."""
    return [place for place, decisions in enumerate(points) if not decisions]
