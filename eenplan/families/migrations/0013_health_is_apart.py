"""What is about health is never released to everybody (rule 39), whoever writes it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("families", "0012_who_sees_what")]

    operations = [
        migrations.RunSQL(
            "UPDATE families_item SET released_to_all = false WHERE released_to_all AND health",
            migrations.RunSQL.noop,
        ),
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=Q(released_to_all=False) | Q(health=False), name="families_item_health_is_apart"
            ),
        ),
    ]
