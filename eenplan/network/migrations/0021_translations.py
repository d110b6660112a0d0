"""Who reads the translations in a language, and what they found; nobody else writes verdicts."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import append_only, fence

REVIEWS = """
-- Whether whoever acts was named to read translations in a language.
CREATE FUNCTION network_reviews(wanted text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM network_textreviewer r JOIN network_staffmember s ON s.id = r.staff_member_id
    WHERE r.language = wanted AND r.ended_at IS NULL AND s.actor_id = eenplan_actor())
$$;
"""
ADMIN = "(SELECT eenplan_role()) = 'admin' AND (SELECT eenplan_holds_role())"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("network", "0020_own_password"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("text_key", models.CharField(max_length=64)),
                ("translation_key", models.CharField(max_length=64)),
                ("approves", models.CharField(max_length=64)),
                ("better", models.JSONField(default=list)),
                ("reviewed_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["language", "text_key", "-reviewed_at"], name="network_text_review_of"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approves", models.F("translation_key")), ("better", [])),
                            models.Q(("better", []), _negated=True),
                            _connector="OR",
                        ),
                        name="network_text_review_right_or_better",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextReviewer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("named_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "staff_member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.staffmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("staff_member", "language"),
                        name="network_text_reviewer_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(REVIEWS, "DROP FUNCTION network_reviews(text)"),
        fence(
            "network_textreviewer",
            see="(SELECT eenplan_holds_role())",
            add=ADMIN,
            privileges="SELECT, INSERT, UPDATE (ended_at)",
        ),
        # Every page in such a language asks whether it was read: anybody may know that.
        fence(
            "network_textreview",
            see="true",
            add="reviewer_id = (SELECT eenplan_actor()) AND (SELECT eenplan_holds_role()) AND network_reviews(language)",
            change="false",
            privileges="SELECT, INSERT",
        ),
        append_only("network_textreview"),
    ]
