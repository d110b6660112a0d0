"""Words and days of a plan, as screen and paper show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.clock import today
from eenplan.plans.queries import Piece, Spoken, Translation
from eenplan.web.shared.direction import apart
from eenplan.web.shared.words import listed, written


@dataclass(frozen=True, slots=True)
class Translated:
    """The same words in another language. `about` says who translated, in the language of the page."""

    text: str
    lang: str
    about: str


@dataclass(frozen=True, slots=True)
class SideNote:
    """What a worker wrote beside it: smaller than what the family said, with who wrote it."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Saying:
    """Some words. `by` is who of the family said them; empty when a helper wrote them down."""

    text: str
    by: str = ""
    lang: str = ""
    # Whom a strength is about, in words; '' when it is of the whole family.
    about: str = ""
    # Of the main words of a piece: which one, and what somebody wanted to stand beside it (rule 37).
    item_id: UUID | None = None
    beside: tuple["Saying", ...] = ()
    # The same in other languages: it stands beneath, smaller, and never in place of it.
    translations: tuple[Translated, ...] = ()
    notes: tuple[SideNote, ...] = ()


def day(on: date) -> str:
    """A day as people say it: with its year only when that is not this one."""
    return written(on, "j F" if on.year == today().year else "j F Y")


def month(on: date) -> str:
    """A month as people say it."""
    return written(on, "F" if on.year == today().year else "F Y")


def sayings(pieces: Iterable[Piece]) -> tuple[Saying, ...]:
    """The texts of some pieces."""
    return tuple(
        replace(found, item_id=piece.item_id, beside=statements(piece), notes=side_notes(piece))
        for piece in pieces
        if (found := saying(piece))
    )


def side_notes(piece: Piece) -> tuple[SideNote, ...]:
    """What workers wrote beside a piece."""
    return tuple(SideNote(one.text.text, one.by) for one in piece.notes if one.text and one.text.text)


def statements(piece: Piece) -> tuple[Saying, ...]:
    """What somebody wanted to stand beside a piece, in their own words."""
    return tuple(_of(one) for one in piece.statements)


def saying(piece: Piece, slot: str = "text") -> Saying | None:
    """What a piece says in a slot; None when nothing."""
    said = piece.words.get(slot)
    return replace(_of(said), about=_about(piece)) if said and said.text else None


def _about(piece: Piece) -> str:
    return _("Over %(about)s") % {"about": listed([apart(one) for one in piece.about])} if piece.about else ""


def _of(said: Spoken) -> Saying:
    return Saying(
        said.text,
        said.speaker,
        said.language,
        translations=tuple(translated(one) for one in said.translations),
    )


def translated(one: Translation) -> Translated:
    """A translation, with who made it: 'vertaald door Ann'."""
    if one.by_interpreter and one.by:
        about = _("vertaald door een tolk, opgeschreven door %(name)s") % {"name": one.by}
    elif one.by_interpreter:
        about = _("vertaald door een tolk")
    else:
        about = _("vertaald door %(name)s") % {"name": one.by} if one.by else _("vertaald")
    if one.of_earlier:
        about = _("%(about)s, van hoe de zin eerst was") % {"about": about}
    return Translated(one.text, one.language, about)
