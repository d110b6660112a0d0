"""What was known of somebody before it was corrected: appended only, and read by workers alone."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0008_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("before", models.JSONField()),
                ("changed_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "changed_by",
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="families.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["family", "person", "-changed_at"], name="families_correction_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before", {}), _negated=True),
                        name="families_correction_of_something",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER same_family_person BEFORE INSERT OR UPDATE ON families_correction"
            " FOR EACH ROW WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION eenplan_same_family('person_id')",
            "DROP TRIGGER same_family_person ON families_correction",
        ),
        fence(
            "families_correction",
            see="eenplan_writes(family_id) AND (SELECT eenplan_role()) <> 'public_form'",
            add="eenplan_writes(family_id)",
            change="false",
            privileges="SELECT, INSERT",
        ),
    ]
