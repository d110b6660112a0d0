"""What a piece says now, for whoever saved at the same time as somebody else."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eenplan.plans.queries import DomainPiece, GoalPiece, HelpPiece, Piece, StepPiece, TeamPiece
from eenplan.web.shared import words
from eenplan.web.shared.components import Row


def standing_rows(piece: Piece) -> list[Row]:
    """What a piece says now, for whoever saved at the same time as somebody else."""
    slots = {
        "text": _("Wat er staat"), "notice": _("Hoe we het merken"), "note": _("Te onthouden"),
        "bridge": _("Wat intussen helpt"), "strength": _("Wat helpt"), "worry": _("Zorg"),
    }  # fmt: skip
    rows = [
        Row(slots[slot], f"{said.text}\n({said.speaker})" if said.speaker else said.text)
        for slot, said in piece.words.items()
        if slot in slots and said.text
    ]
    more: list[tuple[str, str]] = []
    if isinstance(piece, GoalPiece):
        more = [
            (pgettext("doel", "Van wie"), piece.whose or _("het hele gezin")),
            (_("Cijfer nu"), "" if piece.score_now is None else str(piece.score_now)),
            (_("Cijfer straks"), "" if piece.score_target is None else str(piece.score_target)),
            (_("Hoe het staat"), str(piece.status.label)),
        ]
    elif isinstance(piece, StepPiece):
        more = [(_("Wie"), piece.owner), (_("Tegen"), words.day(piece.due_on) if piece.due_on else "")]
    elif isinstance(piece, HelpPiece):
        more = [
            (pgettext("organisatie van de hulp", "Van wie"), piece.organisation),
            (_("Hoe het staat"), str(piece.state.label)),
            (_("Sinds"), words.day(piece.since) if piece.since else ""),
            (_("Verwacht"), words.day(piece.expected) if piece.expected else ""),
        ]
    elif isinstance(piece, TeamPiece):
        more = [
            (_("Naam"), piece.name),
            (_("Wat"), piece.role),
            (_("Organisatie"), piece.organisation),
            (_("Telefoon"), piece.phone),
        ]
    elif isinstance(piece, DomainPiece):
        more = [
            (_("Nu"), str(piece.mark.label)),
            (_("Cijfer"), "" if piece.score is None else str(piece.score)),
        ]
    return [*rows, *(Row(key, value) for key, value in more if value)]
