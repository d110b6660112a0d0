"""A share that was asked and does not hold yet can be looked through beforehand, by the coach who asks it.

The viewer 'grant-asked:' is shown what 'grant:' will be, by the same rule. It only ever narrows what a coach sees.
"""

from importlib import import_module

from django.db import migrations

FIRST = import_module("eenplan.families.migrations.0011_consent").SHOWN


def function(name: str) -> str:
    """How a function of 0011 is made, as a replacement."""
    start = FIRST.index(f"CREATE FUNCTION {name}(")
    return str(FIRST[start : FIRST.index("$$;", start) + 3]).replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )


SHOWS: str = import_module("eenplan.families.migrations.0017_what_others_told").NOW
BEFORE = [SHOWS, function("eenplan_viewer_stands"), function("eenplan_names")]
NOW = [
    SHOWS.replace("WHEN 'grant' THEN", "WHEN 'grant', 'grant-asked' THEN"),
    BEFORE[1].replace(
        "  WHEN 'grant' THEN",
        """  WHEN 'grant-asked' THEN
    RETURN EXISTS (SELECT 1 FROM consent_grant g
      WHERE g.id = who AND g.family_id = family AND g.ended_at IS NULL AND upper(g.period) > eenplan_today());
  WHEN 'grant' THEN""",
    ),
    BEFORE[2].replace(
        "split_part(viewer, ':', 1) <> 'grant'", "split_part(viewer, ':', 1) NOT IN ('grant', 'grant-asked')"
    ),
]
assert not set(NOW) & set(BEFORE)  # noqa: S101 (each reads as it did)


class Migration(migrations.Migration):
    dependencies = [("families", "0017_what_others_told")]

    operations = [migrations.RunSQL("\n".join(NOW), "\n".join(BEFORE))]
