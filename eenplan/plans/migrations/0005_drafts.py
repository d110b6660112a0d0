"""What somebody is typing: seen by its author alone, while they reach the family; swept away after a month."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

FENCE = import_module("eenplan.plans.migrations.0002_fence")

# With each draft that is written: nobody else may see those of others, and no clock has to be wound for it.
SWEEP = """
CREATE FUNCTION plans_sweep_drafts() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM plans_draft WHERE saved_at < now() - interval '30 days';
  RETURN NULL;
END $$;
CREATE TRIGGER sweep_drafts AFTER INSERT ON plans_draft
  FOR EACH STATEMENT EXECUTE FUNCTION plans_sweep_drafts();
"""
MINE = "author_id = (SELECT eenplan_actor())"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_fence"),
        ("families", "0003_expected"),
        ("plans", "0004_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("page", models.CharField(max_length=200)),
                ("fields", models.JSONField()),
                ("saved_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="plans.plan"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["saved_at"], name="plans_draft_of_long_ago")],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "plan", "page"), name="plans_one_draft_a_page")
                ],
            },
        ),
        FENCE.of_the_same_family("plans_draft", "plan_id", "plans_plan", "id"),
        migrations.RunSQL(
            SWEEP, "DROP TRIGGER sweep_drafts ON plans_draft; DROP FUNCTION plans_sweep_drafts();"
        ),
        fence(
            "plans_draft",
            see=f"{MINE} AND eenplan_reaches(family_id)",
            add=f"{MINE} AND eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (fields, saved_at), DELETE",
        ),
    ]
