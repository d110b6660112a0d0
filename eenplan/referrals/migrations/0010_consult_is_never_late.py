"""A consult without names that becomes a referral was not late before: no family waited (rule 4)."""

from importlib import import_module

from django.db import migrations

CORRECTIONS = import_module("eenplan.referrals.migrations.0002_fence").CORRECTIONS
_START = CORRECTIONS.index("CREATE FUNCTION referrals_keep_received")
BEFORE = CORRECTIONS[_START : CORRECTIONS.index("CREATE TRIGGER keep_received")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
)
AFTER = BEFORE.replace(
    "AND OLD.state NOT IN ('conversation_held', 'ended')",
    "AND OLD.state NOT IN ('conversation_held', 'ended') AND NOT OLD.anonymous",
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0009_outcomes_fence")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
