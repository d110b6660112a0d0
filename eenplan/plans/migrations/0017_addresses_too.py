"""Who sees what tells of the addresses of homes too: one home's address never reaches the other unseen."""

from importlib import import_module

from django.db import migrations

MADE: str = import_module("eenplan.plans.migrations.0015_who_sees").WHO_SEES
BEFORE = MADE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
NOW = BEFORE.replace(
    """SELECT i.id FROM plans_planitem p JOIN families_item i ON i.id = p.item_id
      WHERE i.family_id = wanted AND i.ended_at IS NULL
        AND p.plan_id = (""",
    """SELECT i.id FROM families_item i LEFT JOIN plans_planitem p ON p.item_id = i.id
        LEFT JOIN families_contactdetail d ON d.item_id = i.id
      WHERE i.family_id = wanted AND i.ended_at IS NULL
        AND (d.home_id IS NOT NULL OR p.plan_id = (""",
).replace("n.id DESC LIMIT 1)", "n.id DESC LIMIT 1))")
assert NOW.count("home_id") == 1  # noqa: S101 (the function of 0015 reads as it did)


class Migration(migrations.Migration):
    dependencies = [("plans", "0016_file_to_open")]

    operations = [migrations.RunSQL(NOW, BEFORE)]
