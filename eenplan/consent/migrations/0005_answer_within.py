"""Within how many months a question about one's own data is answered; for review by a jurist."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.actions import writing
from eenplan.core.ids import new_id

REFERENCE = "Algemene verordening gegevensbescherming (EU) 2016/679, art. 12, lid 3"


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One month, since the regulation applies."""
    with writing():
        apps.get_model("consent", "LegalTerm").objects.create(
            id=new_id(),
            code="answer_within",
            value=1,
            reference=REFERENCE,
            period=DateRange(date(2018, 5, 25), None),
        )


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_retention_terms")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
