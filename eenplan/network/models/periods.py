"""'No overlap in time' as a constraint of the database, without PostgreSQL's contrib modules.

Exclusion constraints compare with GiST, which by itself knows ranges and not plain values. So a
value is made a range of one: `uuidrange(id, id, '[]')`. Keys that are text, or that may be
missing, are first folded into one uuid.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func
from django.db.models.sql.compiler import SQLCompiler


class SameKey(Func):
    """One range value for several columns together; a missing value counts as the empty text."""

    output_field = DateRangeField()  # only says that it is a range; the column is never read

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        parts = [compiler.compile(expression)[0] for expression in self.source_expressions]
        key = " || '/' || ".join(f"coalesce(({part})::text, '')" for part in parts)
        return f"uuidrange(md5({key})::uuid, md5({key})::uuid, '[]')", ()


def no_overlap(name: str, *fields: str) -> ExclusionConstraint:
    """Rows with the same values of `fields` may not overlap in `period`."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (SameKey(*[F(field) for field in fields]), RangeOperators.OVERLAPS),
            ("period", RangeOperators.OVERLAPS),
        ],
    )


def keep_past(table: str, *, name: str = "network_past_stays") -> migrations.RunSQL:
    """Let the web role end and take back what is dated, never rewrite what held (`network_past_stays()`)."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION network_past_stays()",
        f"DROP TRIGGER {name} ON {table}",
    )
