"""Two ways back in time through the contacts of a family, a page at a time: what was held, and what was not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("families", "0005_matching")]

    operations = [
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=["family", "-held_at", "-item"],
                condition=models.Q(held_at__isnull=False),
                name="families_contact_held",
            ),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=["family", "-planned_for", "-item"],
                condition=models.Q(held_at__isnull=True),
                name="families_contact_not_held",
            ),
        ),
    ]
