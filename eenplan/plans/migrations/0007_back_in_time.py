"""Back in time through what people said of the versions of a plan."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_what_is_open")]

    operations = [
        migrations.AddIndex(
            "agreement", models.Index(fields=["family", "-said_at", "-id"], name="plans_agreement_back")
        ),
    ]
