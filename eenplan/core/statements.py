"""Statements that are written out, for what most pages ask: composing them from the models takes longer than running them.

They say the same as a query set would, under the same policies; a query set is the first choice for all else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def rows(statement: str, asked: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement answers, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
