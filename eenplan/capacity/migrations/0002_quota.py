"""How many trajectories a year are kept for one type of referrer."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import eenplan.core.ids
import eenplan.network.models.periods
from django.db import migrations, models

from eenplan.core.fence import fence


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0002_fence"),
        ("capacity", "0001_initial"),
        ("network", "0003_contact_points"),
    ]

    operations = [
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("referrer_type", models.CharField(blank=True, max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotas",
                        to="network.partnership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                eenplan.network.models.periods.SameKey(
                                    models.F("partnership"), models.F("referrer_type")
                                ),
                                "&&",
                            ),
                            ("period", "&&"),
                        ],
                        name="capacity_one_quota",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="capacity_quota_period"
                    ),
                ],
            },
        ),
        # Who plans the year: the desk reads, the coordinator sets.
        fence(
            "capacity_quota",
            see="partnership_id = (SELECT eenplan_partnership())",
            add="partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_role()) = 'coordinator'"
            " AND (SELECT eenplan_holds_role())",
            privileges="SELECT, INSERT, UPDATE, DELETE",
        ),
    ]
