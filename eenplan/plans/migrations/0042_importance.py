"""How much a part of life matters to the family now, beside what they say of it and the score they give it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0041_listed_once")]

    operations = [
        migrations.AddField(
            model_name="domainmark",
            name="importance",
            field=models.CharField(
                blank=True,
                choices=[("first", "dit eerst"), ("also", "ook belangrijk"), ("later", "dit kan wachten")],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="domainmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("importance__in", ["", "first", "also", "later"])),
                name="plans_domainmark_importance",
            ),
        ),
    ]
