"""Drafts that only their code opens, youngsters who ask for themselves, and consults without names."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

# The one draft whose hash was asked for in this transaction; none when nothing was.
OWN_DRAFT = "key_hash = nullif(current_setting('eenplan.draft', true), '')"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_status")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("begun_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("changed_at", models.DateTimeField(default=eenplan.core.clock.now)),
            ],
            options={"indexes": [models.Index(fields=["changed_at"], name="referrals_draft_changed")]},
        ),
        fence("referrals_draft", see=OWN_DRAFT, add=OWN_DRAFT, privileges="SELECT, INSERT, DELETE"),
        migrations.RunSQL(
            "GRANT UPDATE (content, changed_at) ON referrals_draft TO eenplan_web",
            "REVOKE UPDATE (content, changed_at) ON referrals_draft FROM eenplan_web",
        ),
        migrations.AddField("referral", "anonymous", models.BooleanField(default=False)),
        migrations.AddField("referral", "self_referred", models.BooleanField(default=False)),
        migrations.AddField("referral", "parents_may_know", models.BooleanField(null=True)),
        migrations.AddField(
            "referral",
            "told_ages",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField("fact", "anonymous", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                condition=Q(anonymous=False)
                | Q(taken_up_at__isnull=True, late_since__isnull=True, self_referred=False),
                name="referrals_anonymous_is_consult",
            ),
        ),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                condition=Q(self_referred=True) | Q(parents_may_know__isnull=True),
                name="referrals_parents_of_youngster",
            ),
        ),
    ]
