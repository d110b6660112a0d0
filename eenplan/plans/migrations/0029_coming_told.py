"""That a family was told who comes (rule 13). Whoever reaches the family reads it; who is there for it adds it."""

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence, see_once


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("families", "0030_invitations"),
        ("network", "0021_translations"),
        ("plans", "0028_waits"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComingTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateField()),
                ("told_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "staff_member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.staffmember",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="plans_coming_told_once", fields=["family", "staff_member", "since"]
                    )
                ]
            },
        ),
        fence(
            "plans_comingtold",
            see="eenplan_reaches(family_id)",
            add="eenplan_writes(family_id) AND told_by_id = (SELECT eenplan_actor())",
            change="false",
            privileges="SELECT, INSERT",
        ),
        see_once("plans_comingtold", "eenplan_reaches(family_id)"),
    ]
