"""How a yes to the plan was understood, in a language of which nobody read the translation yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0024_two_voices"),
    ]

    operations = [
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="agreement",
            name="understood",
            field=models.CharField(
                blank=True,
                choices=[("interpreter", "met een tolk"), ("aloud", "hardop, samen met de coach")],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("understood__in", ["", "interpreter", "aloud"])),
                name="plans_agreement_understood",
            ),
        ),
    ]
