"""A share of 'how to reach us' opens ways that are safe; whoever shares in a file knows which partnership answers for it."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import holding_once

SHOWN: str = import_module("eenplan.families.migrations.0011_consent").SHOWN
START = SHOWN.index("CREATE FUNCTION eenplan_shows(")
BEFORE = SHOWN[START : SHOWN.index("$$;", START) + 3].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# Ways to reach somebody are released to nobody; a share that names them opens those of which nobody said
# that they are unsafe. The address of a home stays with that home.
NOW = BEFORE.replace(
    """AND (released OR health) AND (NOT health OR (v.health AND v.secrecy))
      AND eenplan_part_of(item, kind) = ANY (v.parts)""",
    """AND (NOT health OR (v.health AND v.secrecy))
      AND ((kind = 'contact_detail' AND v.parts && ARRAY['plan:basic', 'plan:reach']::varchar[]
          AND EXISTS (SELECT 1 FROM families_contactdetail d
            WHERE d.item_id = item AND d.safe IS NOT FALSE AND d.home_id IS NULL))
        OR ((released OR health) AND kind <> 'contact_detail' AND eenplan_part_of(item, kind) = ANY (v.parts)))""",
)
assert NOW != BEFORE  # noqa: S101 (the rule of 0011 reads as it did)

REACHED = "eenplan_reaches(family_id)"
SHARED = f"{REACHED} OR eenplan_is_shown(family_id, (SELECT eenplan_holds_role()))"


class Migration(migrations.Migration):
    dependencies = [("families", "0013_health_is_apart")]

    operations = [
        migrations.RunSQL(NOW, BEFORE),
        migrations.RunSQL(
            f"ALTER POLICY see ON families_responsibility USING ({holding_once(SHARED)})",
            f"ALTER POLICY see ON families_responsibility USING ({holding_once(REACHED)})",
        ),
    ]
