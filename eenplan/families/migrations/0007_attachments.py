"""Papers of a family's file: what they are, and their bytes apart, behind the fence of their item."""

import django.db.models.deletion
from django.db import migrations, models

from eenplan.core.fence import fence, fence_item_table

SEEN = "EXISTS (SELECT 1 FROM families_item i WHERE i.id = families_attachmentcontent.attachment_id"


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0006_back_in_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="attachment",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "foto"),
                            ("png", "afbeelding"),
                            ("webp", "afbeelding"),
                            ("docx", "Word-document"),
                            ("xlsx", "Excel-werkblad"),
                            ("pptx", "PowerPoint-presentatie"),
                            ("odt", "tekstdocument"),
                            ("ods", "rekenblad"),
                            ("odp", "presentatie"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="families.family",
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="item",
            name="kind",
            field=models.CharField(
                choices=[
                    ("question", "vraag van het gezin"),
                    ("referrer_view", "kijk van de aanmelder"),
                    ("going_well", "wat goed gaat"),
                    ("wish", "wens"),
                    ("strength", "kracht"),
                    ("domain", "levensdomein"),
                    ("goal", "doel"),
                    ("action", "stap"),
                    ("help", "hulp"),
                    ("team_member", "wie helpt"),
                    ("agreement", "afspraak over samenwerken"),
                    ("home", "huis"),
                    ("who_matters", "wie belangrijk is"),
                    ("child_view", "kijk van een kind"),
                    ("disagreement", "waarover we het niet eens zijn"),
                    ("review", "samen teruggekeken"),
                    ("linked_plan", "ander plan"),
                    ("contact", "contact"),
                    ("contact_detail", "contactgegeven"),
                    ("note", "notitie"),
                    ("attachment", "papier"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="families.attachment",
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="families_attachment_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)), name="families_attachment_has_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["pdf", "jpeg", "png", "webp", "docx", "xlsx", "pptx", "odt", "ods", "odp"])
                ),
                name="families_attachment_kind",
            ),
        ),
        fence_item_table("families_attachment", privileges="SELECT, INSERT"),
        # The public form may add what it was given; nobody reads it back through the form afterwards.
        fence(
            "families_attachmentcontent",
            see=f"{SEEN}) AND (SELECT eenplan_role()) <> 'public_form'",
            add=f"{SEEN} AND i.family_id = families_attachmentcontent.family_id) AND eenplan_writes(family_id)",
            change="false",
            privileges="SELECT, INSERT",
        ),
        # Kept beside the row as they are: what comes in is packed already.
        migrations.RunSQL(
            "ALTER TABLE families_attachmentcontent ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE families_attachmentcontent ALTER COLUMN content SET STORAGE EXTENDED",
        ),
    ]
