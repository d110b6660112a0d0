"""An answer has the day of its paper: never later than it was written down, and earlier only when it was signed."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_review_terms")]

    operations = [
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                name="consent_answer_said_before", condition=Q(said_at__lte=F("recorded_at"))
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                name="consent_answer_earlier_is_signed",
                condition=Q(how="signed") | Q(said_at__gte=F("recorded_at") - timedelta(minutes=1)),
            ),
        ),
    ]
