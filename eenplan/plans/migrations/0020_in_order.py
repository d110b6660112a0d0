"""The desk's view is in its order, so that a page of it walks the index: behind a barrier an order cannot be asked."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.plans.migrations.0008_consults_are_never_late").AFTER
AFTER = f"{BEFORE} ORDER BY r.partnership_id, r.deadline, r.id"


class Migration(migrations.Migration):
    dependencies = [("plans", "0019_asked_once"), ("referrals", "0015_counted_in_the_index")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
