"""What is decided at a table may be for everybody: it was said that nobody has to do anything for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0025_how_understood"),
    ]

    operations = [
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="tabledecision",
            name="needs_nobody",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="tabledecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_nobody", False),
                    models.Q(("due_on__isnull", True), ("seat__isnull", True), ("step__isnull", True)),
                    _connector="OR",
                ),
                name="plans_decision_of_nobody",
            ),
        ),
    ]
