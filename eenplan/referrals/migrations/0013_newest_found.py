"""What the desk searches through also says which referral it is and when it came in, so that the newest are shown."""

from django.db import migrations, models

SEARCHABLE = """
CREATE OR REPLACE VIEW referrals_searchable WITH (security_barrier = true) AS
SELECT k.id, k.family_id, k.key, r.id AS referral_id, r.received_at
FROM families_searchkey k
JOIN referrals_referral r ON r.family_id = k.family_id AND r.partnership_id = (SELECT eenplan_desk())
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0012_search")]

    operations = [
        migrations.RunSQL(SEARCHABLE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="searchable",
            name="referral",
            field=models.UUIDField(db_column="referral_id", default=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="searchable",
            name="received_at",
            field=models.DateTimeField(default=None),
            preserve_default=False,
        ),
    ]
