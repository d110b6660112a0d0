"""Where a file is taken into another, and both said that it is not safe, both are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("families", "0034_ages_in_an_index")]

    operations = [
        migrations.RemoveConstraint(model_name="notsafe", name="families_not_safe_once"),
        migrations.AddIndex(
            model_name="notsafe",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=["family"],
                name="families_not_safe_now",
            ),
        ),
    ]
