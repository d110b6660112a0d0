"""A psychologist keeps what the own organisation offers, with its places, days and wait, as a partner does."""

from importlib import import_module

from django.db import migrations

FIRST: str = import_module("eenplan.capacity.migrations.0004_offers").KEEPS
KEEPS = FIRST.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
BOTH = KEEPS.replace("eenplan_role() = 'partner'", "eenplan_role() IN ('partner', 'psychologist')")


class Migration(migrations.Migration):
    dependencies = [("capacity", "0005_weeks_between_checks")]

    operations = [migrations.RunSQL(BOTH, reverse_sql=KEEPS)]
