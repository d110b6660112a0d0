"""What persons ask about their own data, and what was decided."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0018_shares_ahead"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reference",
                    models.CharField(default=eenplan.core.ids.new_reference, max_length=8, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copy", "een kopie van wat over mij bewaard wordt"),
                            ("missing", "meer dan wat in mijn kopie staat"),
                            ("correction", "iets verbeteren dat niet klopt"),
                            ("statement", "mijn uitleg erbij zetten"),
                            ("restriction", "mijn gegevens een tijd niet gebruiken"),
                            ("objection", "bezwaar: gebruik mijn gegevens hier niet voor"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("language", models.CharField(default="nl", max_length=35)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("own_card", "zelf, met de eigen kaart"),
                            ("table", "hardop, bij de coach"),
                            ("paper", "op papier"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.item",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("given", "gekregen"),
                            ("corrected", "verbeterd"),
                            ("beside", "de uitleg staat erbij"),
                            ("accepted", "aanvaard"),
                            ("refused", "niet gedaan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.correction",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.words",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision",
                        to="rights.request",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(fields=["family", "-recorded_at"], name="rights_request_of"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["copy", "missing", "correction", "statement", "restriction", "objection"]),
                    ("how__in", ["own_card", "table", "paper"]),
                ),
                name="rights_request_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item", None), ("kind", "copy"), ("words", "")),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="rights_request_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "statement"), _negated=True), ("item__isnull", False), _connector="OR"
                ),
                name="rights_statement_stands_beside",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["given", "corrected", "beside", "accepted", "refused"])),
                name="rights_decision_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="rights_refusal_has_reason",
            ),
        ),
    ]
