"""What persons ask is shown by asking once per query which families are within reach, and which pieces by the item."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import asking_once, holding_once, see_item_once

REQUESTS = import_module("eenplan.rights.migrations.0002_fence")
LOOKED = import_module("eenplan.rights.migrations.0005_who_looked")
BEFORE = f"({REQUESTS.ME}) OR ({REQUESTS.TEAM})"
# A scalar question, where EXISTS is planned twice.
NOW = BEFORE.replace("EXISTS (SELECT 1 FROM families_item", "(SELECT true FROM families_item")
ASKED = f"({LOOKED.ME}) OR ({LOOKED.TEAM})"
WATCHED = "rights_watches(family_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0007_goal_on_every_change"),
        ("plans", "0019_asked_once"),
        ("families", "0021_asked_once"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY see ON rights_request USING ({asking_once(NOW)})",
            f"ALTER POLICY see ON rights_request USING ({holding_once(BEFORE)})",
        ),
        migrations.RunSQL(
            f"ALTER POLICY see ON rights_lookquestion USING ({asking_once(ASKED)}"
            f" OR ((SELECT eenplan_role()) = 'privacy_officer' AND {WATCHED}))",
            f"ALTER POLICY see ON rights_lookquestion USING ({holding_once(ASKED)} OR {WATCHED})",
        ),
        see_item_once("rights_helperrefusal"),
    ]
