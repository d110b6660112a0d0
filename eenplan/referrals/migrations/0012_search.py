"""The desk searches through a view that asks once per query whose desk it is."""

from django.db import migrations, models

from eenplan.core.fence import grant

SEARCHABLE = """
-- A barrier: no condition of a query runs on a word of another desk, save equal, less and greater, which cannot leak.
CREATE VIEW referrals_searchable WITH (security_barrier = true) AS
SELECT k.id, k.family_id, k.key
FROM families_searchkey k
WHERE EXISTS (
  SELECT 1 FROM referrals_referral r
  WHERE r.family_id = k.family_id AND r.partnership_id = (SELECT eenplan_desk()))
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0011_draft_files"), ("families", "0007_attachments")]

    operations = [
        migrations.RunSQL(SEARCHABLE, "DROP VIEW referrals_searchable"),
        grant("referrals_searchable", "SELECT"),
        migrations.CreateModel(
            name="Searchable",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("family", models.UUIDField(db_column="family_id")),
                ("key", models.CharField(max_length=100)),
            ],
            options={"db_table": "referrals_searchable", "managed": False},
        ),
    ]
