"""What is shared with whoever acts can be asked of one family: the shares of the others are not judged for it."""

from importlib import import_module

from django.db import migrations

NAME = "consent_shared_with_me"
BEFORE: str = import_module("eenplan.families.migrations.0032_shares_listed_once").SHARED
NOW = BEFORE.replace(f"{NAME}()", f"{NAME}(one uuid)").replace(
    "WHERE g.ended_at IS NULL", "WHERE (one IS NULL OR g.family_id = one) AND g.ended_at IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [("families", "0037_unsafe_however_typed")]

    operations = [
        migrations.RunSQL([NOW, f"DROP FUNCTION {NAME}()"], [BEFORE, f"DROP FUNCTION {NAME}(uuid)"]),
    ]
