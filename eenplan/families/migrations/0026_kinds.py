"""Kinds of pieces follow the code: what they are called is no part of the table, so that a new kind needs no migration."""

from django.db import migrations, models

from eenplan.families.enums import ItemKind


class Migration(migrations.Migration):
    dependencies = [("families", "0025_translations")]

    operations = [
        migrations.AlterField("item", "kind", models.CharField(choices=ItemKind.choices, max_length=20)),
    ]
