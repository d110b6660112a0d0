"""The administrator changes terms of the law from a day on, with their basis, and notes that a jurist looked at one."""

from importlib import import_module

from django.db import migrations, models

from eenplan.core.fence import fence
from eenplan.network.models.periods import keep_past

WORDS = import_module("eenplan.network.migrations.0004_words")


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0005_answer_within"),
        ("network", "0004_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="legalterm",
            name="reviewed_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="legalterm",
            name="reviewed_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="legalterm",
            name="code",
            field=models.CharField(
                choices=[
                    ("capable_from", "leeftijd waarop een jongere zelf mag beslissen"),
                    ("of_age_from", "leeftijd waarop iemand meerderjarig is"),
                    ("own_answer_within", "dagen om een jongere die oud genoeg wordt zelf te vragen"),
                    ("longest_share", "langste tijd waarvoor gedeeld wordt, in dagen"),
                    ("emergency_share", "langste tijd van delen in een noodsituatie, in dagen"),
                    ("emergency_hours", "uren dat een noodtoegang open blijft"),
                    ("emergency_review", "dagen waarin iemand een noodtoegang nakijkt"),
                    (
                        "retention_child_years",
                        "jaren dat gegevens van een kind bewaard blijven, na de geboorte",
                    ),
                    (
                        "retention_parent_years",
                        "jaren dat gegevens van volwassenen nog blijven, na die van het jongste kind",
                    ),
                    ("retention_no_child_years", "jaren na de laatste dag, voor een gezin zonder kinderen"),
                    ("retention_untaken_years", "jaren na de laatste dag, voor wat niet opgenomen werd"),
                    (
                        "retention_consult_years",
                        "jaren na de laatste dag, voor enkel overleg met de aanmelder",
                    ),
                    ("retention_audit_years", "jaren dat we bijhouden wie iets las of veranderde"),
                    (
                        "retention_outbox_days",
                        "dagen dat berichten tussen onderdelen van het systeem blijven",
                    ),
                    ("retention_notice_days", "dagen vooraf dat we zeggen dat iets gewist wordt"),
                    ("answer_within", "maanden om te antwoorden op een vraag over iemands eigen gegevens"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="legalterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True), name="consent_term_based"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed", False), ("reviewed_by", ""), ("reviewed_on__isnull", True)),
                    models.Q(
                        ("reviewed", True),
                        ("reviewed_on__isnull", False),
                        models.Q(("reviewed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_term_review_is_whole",
            ),
        ),
        fence(
            "consent_legalterm",
            see="true",
            add=f"{WORDS.ADMIN}{WORDS.FROM_TODAY} AND NOT reviewed",
            change=WORDS.ADMIN,
            privileges="SELECT, INSERT, UPDATE (period, reviewed, reviewed_on, reviewed_by), DELETE",
        ),
        keep_past("consent_legalterm", name="consent_past_stays"),
    ]
