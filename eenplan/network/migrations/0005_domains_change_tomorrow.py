"""A plan agreed today keeps today's words: a life domain changes tomorrow at the soonest."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("network", "0004_words")]

    operations = [
        migrations.RunSQL(
            "CREATE POLICY tomorrow ON network_lifedomain AS RESTRICTIVE FOR INSERT TO eenplan_web"
            " WITH CHECK (lower(period) > (SELECT eenplan_today()))",
            "DROP POLICY tomorrow ON network_lifedomain",
        )
    ]
