"""A consult without names lies on the desk, but no clock of it presses."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("eenplan.plans.migrations.0006_what_is_open").AFTER
AFTER = BEFORE.replace(" AS coach_id\nFROM", " AS coach_id,\n  r.anonymous\nFROM")


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_back_in_time"), ("referrals", "0012_search")]

    operations = [
        migrations.RunSQL(
            AFTER, ["DROP VIEW referrals_waiting", BEFORE, "GRANT SELECT ON referrals_waiting TO eenplan_web"]
        )
    ]
