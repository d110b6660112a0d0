"""Norms and quotas are changed from a day on, by the administrator or the own coordinator; the past stays."""

from django.db import migrations

from eenplan.core.fence import fence
from eenplan.network.models.periods import keep_past

MAY = (
    "(SELECT eenplan_holds_role()) AND ((SELECT eenplan_role()) = 'admin'"
    " OR (SELECT eenplan_role()) = 'coordinator' AND partnership_id = (SELECT eenplan_partnership()))"
)
FROM_TODAY = " AND lower(period) >= (SELECT eenplan_today())"
OWN = "partnership_id = (SELECT eenplan_partnership())"
BEFORE = f"{OWN} AND (SELECT eenplan_role()) = 'coordinator' AND (SELECT eenplan_holds_role())"


class Migration(migrations.Migration):
    dependencies = [("capacity", "0002_quota"), ("network", "0004_words")]

    operations = [
        fence(
            "capacity_norm",
            see="true",
            add=MAY + FROM_TODAY,
            change=MAY,
            privileges="SELECT, INSERT, UPDATE (period), DELETE",
        ),
        migrations.RunSQL(
            [
                f"ALTER POLICY see ON capacity_quota USING ({OWN} OR (SELECT eenplan_role()) = 'admin')",
                f"ALTER POLICY add ON capacity_quota WITH CHECK ({MAY}{FROM_TODAY})",
                f"ALTER POLICY change ON capacity_quota USING ({MAY}) WITH CHECK ({MAY})",
                f"ALTER POLICY remove ON capacity_quota USING ({MAY})",
            ],
            [
                f"ALTER POLICY see ON capacity_quota USING ({OWN})",
                f"ALTER POLICY add ON capacity_quota WITH CHECK ({BEFORE})",
                f"ALTER POLICY change ON capacity_quota USING ({BEFORE}) WITH CHECK ({BEFORE})",
                f"ALTER POLICY remove ON capacity_quota USING ({BEFORE})",
            ],
        ),
        keep_past("capacity_norm", name="capacity_past_stays"),
        keep_past("capacity_quota", name="capacity_past_stays"),
    ]
