"""How a yes was understood, in a language of which nobody read the translation yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0007_answers_on_paper"),
    ]

    operations = [
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="answer",
            name="understood",
            field=models.CharField(
                blank=True,
                choices=[("interpreter", "met een tolk"), ("aloud", "hardop, samen met de coach")],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("understood__in", ["", "interpreter", "aloud"])),
                name="consent_answer_understood",
            ),
        ),
    ]
