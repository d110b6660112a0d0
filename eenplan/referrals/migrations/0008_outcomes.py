"""Forwarding, acute danger, consults, crisis hotlines and suspected doubles."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0005_matching"),
        ("network", "0003_contact_points"),
        ("referrals", "0007_desk_as_a_place"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consult",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="consult",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("advice", models.TextField()),
                ("on", models.DateField()),
                ("family_told", models.BooleanField(null=True)),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("call_back_on", models.DateField(null=True)),
                ("called_back_on", models.DateField(null=True)),
                ("call_back_note", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "called_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsultStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("by", models.DateField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "consult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="referrals.consult",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CrisisCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("hotline", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("consult", "advies"), ("dispatch", "er werd hulp gestuurd")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                (
                    "agreed",
                    models.CharField(
                        choices=[("yes", "ja"), ("no", "nee"), ("unclear", "nog niet duidelijk")],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crisis_calls",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DangerReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="danger_reports",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DangerResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("who", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("crisis_hotline", "belde het crisismeldpunt"),
                            ("mandated", "belde het ondersteuningscentrum of vertrouwenscentrum (OCJ, VK)"),
                            ("police", "belde de politie of 112"),
                            ("doctor", "belde een dokter"),
                            ("visit", "ging zelf langs"),
                            ("family", "sprak met het gezin"),
                            ("other", "deed iets anders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("agreed", models.TextField()),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
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
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="danger_responses",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DoubleVerdict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("pair", models.UUIDField(unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "hetzelfde gezin"), ("other", "een ander gezin")], max_length=10
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
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
                    "other_partnership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
                (
                    "other_referral",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="linked_verdicts",
                        to="referrals.referral",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="referrals.referral",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
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
                    "from_partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwardings",
                        to="referrals.referral",
                    ),
                ),
                (
                    "to_partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="consult",
            index=models.Index(
                condition=models.Q(("call_back_on__isnull", False), ("called_back_on__isnull", True)),
                fields=["call_back_on", "referral"],
                name="referrals_consult_to_call",
            ),
        ),
        migrations.AddConstraint(
            model_name="consult",
            constraint=models.CheckConstraint(
                condition=models.Q(("advice", ""), _negated=True), name="referrals_consult_advises"
            ),
        ),
        migrations.AddConstraint(
            model_name="consult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_back_by__isnull", True), ("called_back_on__isnull", True)),
                    models.Q(
                        ("call_back_on__isnull", False),
                        ("called_back_by__isnull", False),
                        ("called_back_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referrals_consult_called_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="consult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("call_back_on__isnull", True), ("call_back_on__gte", models.F("on")), _connector="OR"
                ),
                name="referrals_consult_call_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultstep",
            constraint=models.UniqueConstraint(
                fields=("consult", "position"), name="referrals_consult_step_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="referrals_consult_step_says"
            ),
        ),
        migrations.AddIndex(
            model_name="crisiscall",
            index=models.Index(fields=["family", "at"], name="referrals_crisis_of"),
        ),
        migrations.AddConstraint(
            model_name="crisiscall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hotline", ""), _negated=True), models.Q(("by", ""), _negated=True)
                ),
                name="referrals_crisis_names",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisiscall",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["consult", "dispatch"])), name="referrals_crisis_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisiscall",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed__in", ["yes", "no", "unclear"])), name="referrals_crisis_agreed"
            ),
        ),
        migrations.AddIndex(
            model_name="dangerreport",
            index=models.Index(fields=["referral", "at"], name="referrals_danger_said"),
        ),
        migrations.AddConstraint(
            model_name="dangerreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="referrals_danger_says_what"
            ),
        ),
        migrations.AddIndex(
            model_name="dangerresponse",
            index=models.Index(fields=["referral", "at"], name="referrals_danger_answer"),
        ),
        migrations.AddConstraint(
            model_name="dangerresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("who", ""), _negated=True), models.Q(("agreed", ""), _negated=True)
                ),
                name="referrals_danger_names_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="dangerresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        ["crisis_hotline", "mandated", "police", "doctor", "visit", "family", "other"],
                    )
                ),
                name="referrals_danger_act",
            ),
        ),
        migrations.AddIndex(
            model_name="doubleverdict",
            index=models.Index(fields=["referral", "at"], name="referrals_verdict_of"),
        ),
        migrations.AddConstraint(
            model_name="doubleverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="referrals_verdict_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="doubleverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["same", "other"])), name="referrals_verdict_is_one"
            ),
        ),
        migrations.AddIndex(
            model_name="forwarding",
            index=models.Index(fields=["referral", "at"], name="referrals_forwarding_of"),
        ),
        migrations.AddIndex(
            model_name="forwarding",
            index=models.Index(fields=["from_partnership", "-at"], name="referrals_forwarded_by"),
        ),
        migrations.AddConstraint(
            model_name="forwarding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="referrals_forwarding_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="forwarding",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_partnership", models.F("to_partnership")), _negated=True),
                name="referrals_forwarding_moves",
            ),
        ),
    ]
