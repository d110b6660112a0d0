"""What a redrawing does, in words: to areas, families under way, coaches and figures."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.network.actions.redrawing import say_fault
from eenplan.network.queries.redrawing import RedrawingOn
from eenplan.plans.queries.handovers import FilesOfRedrawing, OpenFile
from eenplan.web.coordination.presenters.area_map import AreaMap, areas_that_adjoin, colours, draw
from eenplan.web.shared import words


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A zone that goes, and what of its open files is known."""

    zone_id: UUID
    zone: str
    giver: str
    receiver: str
    waiting: int
    running: int
    going: int
    staying: int
    undecided: int


def maps(found: RedrawingOn, near: dict[UUID, set[UUID]]) -> list[AreaMap]:
    """Before and after, of the partnerships concerned; nothing when no zone goes yet."""
    if not found.moves:
        return []
    before = {zone.id: zone.partnership for zone in found.zones}
    after = found.after()
    concerned = {known.id for move in found.moves for known in (move.giver, move.receiver)}
    adjoin = areas_that_adjoin(before, near)
    for area, others in areas_that_adjoin(after, near).items():
        adjoin.setdefault(area, set()).update(others)
    patterns = colours({area: others & concerned for area, others in adjoin.items() if area in concerned})
    moved = {move.zone.id for move in found.moves}
    last = words.day(found.takes_effect_on - timedelta(days=1))
    first = words.day(found.takes_effect_on)
    return [
        draw("before", _("Tot en met %(day)s") % {"day": last}, found.zones, before, patterns, moved=moved, only=concerned),
        draw("after", _("Vanaf %(day)s") % {"day": first}, found.zones, after, patterns, moved=moved, only=concerned),
    ]  # fmt: skip


def moves(found: RedrawingOn, files: FilesOfRedrawing) -> list[MoveLine]:
    """Each zone that goes, with the numbers of its open files."""
    lines = []
    for move in found.moves:
        count = files.zones.get(move.zone.id)
        lines.append(
            MoveLine(
                move.zone.id,
                move.zone.name,
                move.giver.name,
                move.receiver.name,
                *(
                    (count.waiting, count.running, count.going, count.staying, count.undecided)
                    if count
                    else (0, 0, 0, 0, 0)
                ),
            )
        )
    return lines


def faults(found: RedrawingOn) -> list[str]:
    """Why this cannot be, in plain words."""
    said = [say_fault(fault) for fault in found.faults]
    if found.stale:
        said.append(
            _("%(zones)s hoort intussen bij een ander samenwerkingsverband. Kies opnieuw.")
            % {"zones": ", ".join(found.stale)}
        )
    return said


def figures(found: RedrawingOn) -> str:
    """Which figures can no longer be compared."""
    names = " en ".join(change.partnership.name for change in found.changes)
    year = found.takes_effect_on.year
    if (found.takes_effect_on.month, found.takes_effect_on.day) != (1, 1):
        return _(
            "Cijfers per samenwerkingsverband van %(names)s van voor en na %(day)s vergelijk je niet zomaar:"
            " het jaar %(year)s heeft er twee gebieden. Per zone en per gemeente kan het wel."
        ) % {"names": names, "day": words.day(found.takes_effect_on), "year": year}
    return _(
        "Cijfers per samenwerkingsverband van %(names)s van %(before)s en vroeger vergelijk je niet zomaar met die"
        " van %(year)s en later. Per zone en per gemeente kan het wel."
    ) % {"names": names, "before": year - 1, "year": year}


def decision(file: OpenFile) -> str:
    """What was decided of a file, in a few words."""
    if not file.decided:
        return _("nog te beslissen")
    if file.goes_on is None:
        return _("blijft hier")
    day = words.day(file.goes_on)
    if file.next_coach:
        return _("gaat mee vanaf %(day)s, met %(coach)s") % {"day": day, "coach": file.next_coach}
    return _("gaat mee vanaf %(day)s") % {"day": day}


def coach_line(families: int) -> str:
    """How many families of a coach it touches."""
    return ngettext("%(n)d gezin", "%(n)d gezinnen", families) % {"n": families}
