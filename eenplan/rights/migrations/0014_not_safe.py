"""A share of 'how to reach us' shows no number and no address while it is not safe to write or to call to the family."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.rights.migrations.0012_judged_shorter").SHARE_SHOWS
NOW = BEFORE.replace(
    "d.safe IS NOT FALSE AND d.home_id IS NULL",
    "d.safe IS NOT FALSE AND d.home_id IS NULL AND NOT families_not_safe(family)",
)


class Migration(migrations.Migration):
    dependencies = [("families", "0033_not_safe"), ("rights", "0013_who_looked_at_tables")]

    operations = [migrations.RunSQL(NOW, BEFORE)]
