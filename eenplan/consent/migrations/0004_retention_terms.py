"""How long what is kept stays: periods with their basis, each for review by a jurist."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.actions import writing
from eenplan.core.ids import new_id

UNTIL_35 = "Besluit van de Vlaamse Regering van 21 februari 2014 betreffende de integrale jeugdhulp, art. 20, 61 en 85"
AGREED = "Afspraak van het programma; geen wettelijke termijn gevonden"
SINCE = date(2014, 3, 1)
TERMS = [
    ("retention_child_years", 35, UNTIL_35),
    ("retention_parent_years", 0, f"{UNTIL_35}; dat volwassenen het jongste kind volgen is een afspraak"),
    (
        "retention_no_child_years",
        10,
        f"{AGREED} (zoals de verjaring van art. 2262bis oud Burgerlijk Wetboek)",
    ),
    ("retention_untaken_years", 5, AGREED),
    ("retention_consult_years", 1, AGREED),
    ("retention_audit_years", 10, AGREED),
    ("retention_outbox_days", 90, AGREED),
    ("retention_notice_days", 60, AGREED),
]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the periods as they stand."""
    term = apps.get_model("consent", "LegalTerm")
    with writing():
        term.objects.bulk_create(
            term(id=new_id(), code=code, value=value, reference=reference, period=DateRange(SINCE, None))
            for code, value, reference in TERMS
        )


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_people")]

    operations = [
        migrations.AlterField(
            model_name="legalterm",
            name="code",
            field=models.CharField(
                max_length=30,
                choices=[
                    ("capable_from", "leeftijd waarop een jongere zelf mag beslissen"),
                    ("of_age_from", "leeftijd waarop iemand meerderjarig is"),
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
                ],
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
