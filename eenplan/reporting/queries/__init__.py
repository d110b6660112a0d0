"""Figures across rooms: read-only, from counts without names (rules 43 to 46)."""

from eenplan.reporting.queries.figures import (
    BY,
    COLUMNS,
    NO_PARTNERSHIP,
    SMALLEST_SHOWN,
    UNITS,
    Apart,
    AreaChange,
    Row,
    Table,
    area_change,
    figures,
)

__all__ = [
    "BY",
    "COLUMNS",
    "NO_PARTNERSHIP",
    "SMALLEST_SHOWN",
    "UNITS",
    "Apart",
    "AreaChange",
    "Row",
    "Table",
    "area_change",
    "figures",
]
