"""Figures across rooms: read-only, from counts without names (rules 43 to 46)."""

from eenplan.reporting.queries.areas import NO_PARTNERSHIP
from eenplan.reporting.queries.changes import AreaChange, area_change
from eenplan.reporting.queries.figures import BY, SMALLEST_SHOWN, figures
from eenplan.reporting.queries.research import (
    ResearchRows,
    Taken,
    closed_years,
    extractions,
    research_rows,
)
from eenplan.reporting.queries.shapes import ATTRIBUTION, WIDTH, outlines
from eenplan.reporting.queries.table import (
    APART,
    NUMBERS,
    OUTCOMES,
    UNITS,
    YOUNG,
    Inhabitants,
    Row,
    Table,
    columns,
)
from eenplan.reporting.queries.versions import area_versions, partnership_codes

# The columns of a file by partnership.
COLUMNS = columns("partnership")

__all__ = [
    "APART",
    "ATTRIBUTION",
    "BY",
    "COLUMNS",
    "NO_PARTNERSHIP",
    "NUMBERS",
    "OUTCOMES",
    "SMALLEST_SHOWN",
    "UNITS",
    "WIDTH",
    "YOUNG",
    "AreaChange",
    "Inhabitants",
    "ResearchRows",
    "Row",
    "Table",
    "Taken",
    "area_change",
    "area_versions",
    "closed_years",
    "columns",
    "extractions",
    "figures",
    "outlines",
    "partnership_codes",
    "research_rows",
]
