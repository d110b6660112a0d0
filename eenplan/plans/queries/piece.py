"""What every piece of a plan has: its words by slot, and who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eenplan.families.enums import ItemKind
from eenplan.families.rules import Labels, Whose
from eenplan.families.rules.statements import is_statement
from eenplan.plans.enums import SectionKey

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Translation:
    """The same in another language. `by` is the name of who translated, or wrote down what an interpreter said.

    `of_earlier`: the sentence was said anew since, and this is still of the one before.
    """

    text: str
    language: str
    by: str = ""
    by_interpreter: bool = False
    of_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in a slot. `speaker` is the name of who of the family said them; '' for a worker's own words."""

    text: str
    language: str
    speaker_id: UUID | None = None
    speaker: str = ""
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a plan, with its words by slot. `released`: the whole family may read it.

    `labels` and `source` (about whom, from whom) are those of now; a version keeps none.
    `topic` says which side of its section a loose text is about ('' where there are no sides).
    """

    item_id: UUID
    kind: ItemKind
    section: SectionKey
    words: Mapping[str, Spoken]
    released: bool | None = None
    # Somebody asked not to use it, and that holds: it is kept, and shown to nobody but whom it concerns and the coach.
    used_less: bool = False
    topic: str = ""
    labels: Labels | None = None
    source: Whose | None = None
    # Of a strength: the names of those whom it is about; () when it is of the whole family.
    about: tuple[str, ...] = ()
    # What workers wrote beside it, as far as whoever reads may see that.
    notes: tuple["NotePiece", ...] = ()

    @property
    def text(self) -> Spoken | None:
        """What it says."""
        return self.words.get("text")

    @property
    def said_by_family(self) -> tuple[tuple[str, Spoken], ...]:
        """What somebody of the family said, by slot: what a translation may stand beside."""
        return tuple((slot, one) for slot, one in self.words.items() if one.text and one.speaker_id)

    @property
    def statements(self) -> tuple[Spoken, ...]:
        """What somebody wanted to stand beside it, because they see it otherwise (rule 37)."""
        return tuple(one for slot, one in self.words.items() if is_statement(slot))


@dataclass(frozen=True, slots=True)
class NotePiece(Piece):
    """A worker's note beside a piece of the plan. `by` is the name of who wrote it; '' when no longer known."""

    beside_id: UUID | None = None
    by: str = ""
