"""The desk is counted without opening a row: whether a referral is without names stands in the index too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0014_asked_once")]

    operations = [
        migrations.RemoveIndex(model_name="referral", name="referrals_desk_waiting"),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("received", "taken_up", "coach_given", "conversation_planned")),
                    models.Q(("coach_given_at__isnull", True), ("state", "conversation_held")),
                    _connector="OR",
                ),
                fields=["partnership", "deadline", "id"],
                include=(
                    *("state", "late_since", "acute_danger", "zone", "urgency", "referrer_type"),
                    *("coach_given_at", "family", "anonymous"),
                ),
                name="referrals_desk_waiting",
            ),
        ),
    ]
