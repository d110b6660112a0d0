"""Papers put with a referral that is not sent yet: seen with the draft alone, gone with it."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence

# The draft's own fence shows no draft but the one that was asked for.
OF_OWN_DRAFT = "EXISTS (SELECT 1 FROM referrals_draft d WHERE d.id = referrals_draftfile.draft_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0010_consult_is_never_late"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.BinaryField()),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="referrals.draft",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["draft", "added_at"], name="referrals_draft_file_of")],
            },
        ),
        fence(
            "referrals_draftfile",
            see=OF_OWN_DRAFT,
            add=OF_OWN_DRAFT,
            change=OF_OWN_DRAFT,
            privileges="SELECT, INSERT, DELETE",
        ),
        migrations.RunSQL(
            "ALTER TABLE referrals_draftfile ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE referrals_draftfile ALTER COLUMN content SET STORAGE EXTENDED",
        ),
    ]
