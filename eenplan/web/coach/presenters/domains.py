"""What the family says of each part of life, in words: beside the chips, to be read at the table."""

from dataclasses import dataclass

from eenplan.core.languages import language_now
from eenplan.plans.enums import Mark
from eenplan.plans.queries import DomainPiece, PlanNow
from eenplan.web.coach.presenters.parts import NoteLine
from eenplan.web.coach.presenters.plan import at, note_lines
from eenplan.web.coach.presenters.seen import seen
from eenplan.web.shared.components import Words
from eenplan.web.shared.labels import SeenChip
from eenplan.web.shared.said import Saying, saying

ORDER = (Mark.TALK_ABOUT, Mark.GOES_WELL, Mark.NOT_NOW, Mark.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A part of life of which more was said than a tap."""

    label: Words
    href: str
    mark: str
    importance: str
    text: Saying | None
    strength: Saying | None
    worry: Saying | None
    score: int | None
    notes: tuple[NoteLine, ...]
    seen: SeenChip | None


def domain_lines(page: PlanNow) -> tuple[DomainLine, ...]:
    """Of which parts of life something was said, what they want to talk about first."""
    shown = page.pieces.domains
    lines = [
        (ORDER.index(piece.mark), _line(page, row.domain.label(language_now()), piece))
        for row in page.domains
        if (piece := shown.get(row.domain.code))
        and (piece.words or piece.notes or piece.importance or piece.score is not None)
    ]
    return tuple(line for _place, line in sorted(lines, key=lambda pair: pair[0]))


def _line(page: PlanNow, label: Words, piece: DomainPiece) -> DomainLine:
    return DomainLine(
        label=label,
        href=at("change-domain", page, domain=piece.domain),
        mark=str(piece.mark.label),
        importance=str(piece.importance.label) if piece.importance else "",
        text=saying(piece),
        strength=saying(piece, "strength"),
        worry=saying(piece, "worry"),
        score=piece.score,
        notes=note_lines(page, piece),
        seen=seen(page, piece),
    )
