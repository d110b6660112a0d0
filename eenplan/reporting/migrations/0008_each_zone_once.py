"""A zone that is asked for twice is counted once."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.reporting.migrations.0007_help_waits_by_index").COUNTS
ONCE = BEFORE.replace("(SELECT p.zone_id FROM unnest(zones)", "(SELECT DISTINCT p.zone_id FROM unnest(zones)")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_help_waits_by_index")]

    operations = [migrations.RunSQL(ONCE, BEFORE)]
