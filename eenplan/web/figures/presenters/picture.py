"""The map of a table: the same numbers, drawn. Classes differ by pattern and words, not only by colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from eenplan.reporting.enums import Level
from eenplan.reporting.queries import ATTRIBUTION, WIDTH, Row, Table, outlines
from eenplan.web.figures.presenters import words

_CLASSES = 4
HIDDEN, NONE = "hidden", "none"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outline: its path, the pattern it is filled with, and what it says to who points at it."""

    path: str
    pattern: str
    said: str


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    pattern: str
    said: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A map with its legend; `description` says in words what it shows."""

    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Drawn, ...]
    keys: tuple[Key, ...]
    attribution: str


def draw(table: Table, code_of_zone: Mapping[str, str]) -> Picture | None:
    """The map of a table; None when there is none of its areas.

    `code_of_zone` gives for the code of each zone that of its partnership on the area date. Only today's
    municipalities have an outline: a table by those of before a merger has no map.
    """
    rows = {row.code: row for row in table.rows}
    municipal = table.by is Level.MUNICIPALITY
    paths, height = outlines(Level.MUNICIPALITY if municipal else Level.ZONE)
    if municipal and not set(paths) <= set(rows):
        return None
    column = "per_1000" if table.inhabitants else "referrals"
    limits = _limits([row.values[column] for row in table.rows if row.code and not row.suppressed_in(column)])
    shapes, used = [], set()
    for code, path in paths.items():
        row = rows.get(code_of_zone.get(code, "") if table.by is Level.PARTNERSHIP else code)
        pattern = _pattern(row, column, limits)
        used.add(pattern)
        shapes.append(Drawn(path, pattern, _said(row, column)))
    what = _("Aanmeldingen per 1.000 inwoners jonger dan 25") if table.inhabitants else _("Aanmeldingen")
    return Picture(
        title=_("%(what)s in %(year)s · %(areas)s")
        % {
            "what": what,
            "year": table.since.year,
            "areas": words.note(table),
        },
        description=_(
            "Elk gebied heeft een patroon; de legende zegt wat het betekent. De tabel eronder zegt hetzelfde."
        ),
        width=WIDTH,
        height=height,
        shapes=tuple(shapes),
        keys=_legend(limits, used, places=1 if table.inhabitants else 0),
        attribution=ATTRIBUTION,
    )


def _limits(values: Sequence[object]) -> list[Decimal]:
    """The highest value of each class but the last: as many areas in each, where numbers allow it."""
    known = sorted(Decimal(value) for value in values if isinstance(value, int | Decimal))
    if not known:
        return []
    cuts = [known[(len(known) - 1) * part // _CLASSES] for part in range(1, _CLASSES)]
    return sorted({cut for cut in cuts if cut < known[-1]})


def _pattern(row: Row | None, column: str, limits: Sequence[Decimal]) -> str:
    if row is None:
        return NONE
    if row.suppressed_in(column):
        return HIDDEN
    value = row.values[column]
    if value is None:
        return NONE
    return f"c{sum(value > limit for limit in limits) + 1}"


def _said(row: Row | None, column: str) -> str:
    if row is None:
        return str(_("geen partnerschap"))
    value = words.cell(row, column)
    return f"{row.name}: {value}" if value is not None else _("%(name)s: niet getoond") % {"name": row.name}


def _legend(limits: Sequence[Decimal], used: set[str], *, places: int) -> tuple[Key, ...]:
    def number(value: Decimal) -> str:
        return number_format(value, decimal_pos=places)

    keys = []
    for place in range(len(limits) + 1):
        if not limits:
            said = _("alle getoonde waarden")
        elif place == 0:
            said = _("laagste: tot en met %(most)s") % {"most": number(limits[0])}
        elif place == len(limits):
            said = _("hoogste: meer dan %(least)s") % {"least": number(limits[-1])}
        else:
            said = _("meer dan %(least)s, tot en met %(most)s") % {
                "least": number(limits[place - 1]),
                "most": number(limits[place]),
            }
        keys.append(Key(f"c{place + 1}", said))
    keys += [Key(HIDDEN, _("niet getoond"))] if HIDDEN in used else []
    keys += [Key(NONE, _("geen partnerschap of geen cijfer"))] if NONE in used else []
    return tuple(keys)
