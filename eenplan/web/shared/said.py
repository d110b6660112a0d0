"""Words and days of a plan, as screen and paper show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.formats import date_format

from eenplan.core.clock import today
from eenplan.plans.queries import Piece


@dataclass(frozen=True, slots=True)
class Saying:
    """Some words. `by` is who of the family said them; empty when a helper wrote them down."""

    text: str
    by: str = ""
    lang: str = ""
    # Of the main words of a piece: which one, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple["Saying", ...] = ()


def day(on: date) -> str:
    """A day as people say it: with its year only when that is not this one."""
    return date_format(on, "j F" if on.year == today().year else "j F Y")


def month(on: date) -> str:
    """A month as people say it."""
    return date_format(on, "F" if on.year == today().year else "F Y")


def sayings(pieces: Iterable[Piece]) -> tuple[Saying, ...]:
    """The texts of some pieces."""
    return tuple(
        replace(found, item_id=piece.item_id, beside=statements(piece))
        for piece in pieces
        if (found := saying(piece))
    )


def statements(piece: Piece) -> tuple[Saying, ...]:
    """What somebody wanted to stand beside a piece, in their own words."""
    return tuple(Saying(one.text, one.speaker, one.language) for one in piece.statements)


def saying(piece: Piece, slot: str = "text") -> Saying | None:
    """What a piece says in a slot; None when nothing."""
    said = piece.words.get(slot)
    return Saying(said.text, said.speaker, said.language) if said and said.text else None
