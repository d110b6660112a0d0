"""How many wait for which kind of help in which zone, and how long: for who keeps or guards a partnership, and officials.

The coordinator counts the own zones as they stand today, whole. Others read them as of the last day of the month
before, and no small number can be worked out from all cells and totals together (rule 43, `disclosure`).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from eenplan.core import clock
from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound
from eenplan.network.queries import ZoneOn, zones_of
from eenplan.plans.enums import HelpType
from eenplan.reporting import disclosure
from eenplan.reporting.queries.figures import SMALLEST_SHOWN

READERS = (Role.COORDINATOR, Role.STEERING, Role.OFFICIAL)
# A kind of help that nobody named.
UNNAMED = ""
KINDS: tuple[str, ...] = (*HelpType.values, UNNAMED)
LEVELS = (disclosure.Level("waiting", None, ("waiting",), needs=("families",)),)
# How much it matters that something can be shown: a kind of help in all zones before a zone, before one cell.
_KIND, _ZONE, _CELL = 300, 30, 3
_ELSEWHERE = "elsewhere"
Place = tuple[UUID | None, str | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """Waits of one kind in one zone, or of more together. Days; None: not shown, not reached yet, or nobody.

    `longest` is of who waits now. `median`, `p75` and `in_month` (0 to 1) are of waits that began in the two years
    before, those that still go on included (rule 45). `hidden`: something is left out because it is small.
    """

    waiting: int | None = 0
    longest: int | None = None
    median: int | None = None
    p75: int | None = None
    in_month: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Kinds of help that are not shown each, in one zone or (None) in all, and how many wait for one of them."""

    zone_id: UUID | None
    kinds: tuple[str, ...]
    cell: Cell


@dataclass(frozen=True, slots=True)
class HelpWaits:
    """The table of a partnership on a day: a cell by zone and kind of help; None stands for all of them."""

    known_on: date
    zones: tuple[ZoneOn, ...]
    kinds: tuple[str, ...]
    cells: Mapping[Place, Cell]
    together: tuple[Together, ...]
    whole: bool
    invented: bool
    smallest_shown: int = SMALLEST_SHOWN

    def cell(self, zone_id: UUID | None, kind: str | None) -> Cell:
        """One cell; where nobody waits or waited, an empty one."""
        return self.cells.get((zone_id, kind), Cell())


@dataclass(frozen=True, slots=True)
class _Counted:
    waiting: int
    families: int
    longest: int | None
    started: int
    median: int | None
    p75: int | None
    in_month: float | None


def last_known_day(acting: Acting, today: date) -> date:
    """As of which day somebody reads: the own coordinator of today, others of the end of the month before."""
    return today if acting.role == Role.COORDINATOR else today.replace(day=1) - timedelta(days=1)


def help_waits(acting: Acting, partnership_id: UUID | None = None) -> HelpWaits:
    """How it stands in a partnership; an official says which, for others it is the own. Two queries.

    Raises NotFound for who has no part in it.
    """
    partnership = partnership_id if acting.role == Role.OFFICIAL else acting.partnership_id
    if acting.role not in READERS or partnership is None:
        raise NotFound("help waits")
    known_on = last_known_day(acting, clock.today())
    zones = tuple(zones_of(acting, partnership, known_on))
    counted, invented = _counted(known_on, [zone.id for zone in zones])
    whole = acting.role == Role.COORDINATOR
    shown, together = (set(counted), ()) if whole else _shown(counted)
    cells = {place: _cell(found, place in shown, whole=whole) for place, found in counted.items()}
    kinds = tuple(kind for kind in KINDS if (None, kind) in counted)
    return HelpWaits(known_on, zones, kinds, cells, together, whole, invented)


def _counted(known_on: date, zones: list[UUID]) -> tuple[dict[Place, _Counted], bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reporting_help_waits(%s, %s::uuid[])", [known_on, zones])
        rows = cursor.fetchall()
    found = {(zone, kind): _Counted(*numbers) for zone, kind, *numbers, _invented in rows}
    return found, any(row[-1] for row in rows)


def _shown(counted: Mapping[Place, _Counted]) -> tuple[set[Place], tuple[Together, ...]]:
    """Which cells and totals may be shown beside each other, and what of the rest may be told as one."""
    spots = sorted((place for place in counted if None not in place), key=str)
    grids = tuple(
        disclosure.Grid(tuple(rows), weight)
        for rows, weight in (
            ([kind for _zone, kind in spots], _KIND),
            ([zone for zone, _kind in spots], _ZONE),
            (list(spots), _CELL),
        )
    )
    counts = tuple(
        (("families", counted[spot].families), ("waiting", counted[spot].waiting)) for spot in spots
    )
    base = disclosure.base_of(counts, grids, SMALLEST_SHOWN, LEVELS)
    if base.withheld:
        return set(), ()

    def of(rows: tuple[Hashable, ...]) -> frozenset[Hashable]:
        return base.rows_shown("waiting", rows)

    kinds, zones, cells = (of(grid.rows) for grid in grids)
    found: set[Place] = {(None, kind) for kind in counted_kinds(counted) if kind in kinds}
    found |= {(zone, None) for zone, kind in counted if kind is None and zone is not None and zone in zones}
    found |= {spot for spot in spots if spot in cells}
    places: list[tuple[UUID | None, list[Hashable]]] = [(None, [kind for _zone, kind in spots])]
    # Of a zone that is whole blocks; all others are one row, so that nothing is joined across its border.
    places += [
        (zone, [kind if at == zone else _ELSEWHERE for at, kind in spots])
        for zone in dict.fromkeys(zone for zone, _kind in spots)
        if zone in zones
    ]
    together = tuple(
        _together(counted, zone, group) for zone, rows in places for group in base.joined("waiting", rows)
    )
    return found | {(None, None)}, together


def _together(counted: Mapping[Place, _Counted], zone: UUID | None, group: frozenset[Hashable]) -> Together:
    kinds = tuple(kind for kind in KINDS if kind in group)
    found = [counted[zone, kind] for kind in kinds]
    longest = max((one.longest for one in found if one.longest is not None), default=None)
    return Together(zone, kinds, Cell(sum(one.waiting for one in found), longest, hidden=True))


def counted_kinds(counted: Mapping[Place, _Counted]) -> set[str]:
    """The kinds of help of which there is anything to count."""
    return {kind for zone, kind in counted if zone is None and kind is not None}


def _cell(found: _Counted, is_shown: bool, *, whole: bool) -> Cell:
    if not is_shown:
        return Cell(waiting=None, hidden=True)
    small = not whole and disclosure.is_small(found.started, SMALLEST_SHOWN)
    return Cell(
        found.waiting,
        found.longest,
        None if small else found.median,
        None if small else found.p75,
        None if small else found.in_month,
        hidden=small,
    )
