"""One more norm: after how many weeks somebody asks again how a wait stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capacity", "0004_offers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="norm",
            name="key",
            field=models.CharField(
                choices=[
                    ("families_per_full_time_coach", "gezinnen per voltijdse coach"),
                    ("weeks_between_checks", "weken tussen twee keer navragen"),
                ],
                max_length=40,
            ),
        ),
    ]
