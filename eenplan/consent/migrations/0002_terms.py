"""Ages and periods of the law as they are known; each is for review by a jurist."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.actions import writing
from eenplan.core.fence import grant
from eenplan.core.ids import new_id

RIGHTS_OF_MINORS = "Decreet van 7 mei 2004 betreffende de rechtspositie van de minderjarige, art. 4, 8 en 22"
SECRECY = "Decreet van 12 juli 2013 betreffende de integrale jeugdhulp, art. 72 tot 75/1"
SINCE = date(2014, 3, 1)
TERMS = [
    ("capable_from", 12, RIGHTS_OF_MINORS),
    ("of_age_from", 18, "Oud Burgerlijk Wetboek, art. 388"),
    ("own_answer_within", 30, "Afspraak van het programma; geen wettelijke termijn"),
    ("longest_share", 366, f"{SECRECY}; de duur is een afspraak van het programma"),
    ("emergency_share", 7, f"{SECRECY}; de duur is een afspraak van het programma"),
    ("emergency_hours", 12, "Afspraak van het programma; geen wettelijke termijn"),
    ("emergency_review", 5, "Afspraak van het programma; geen wettelijke termijn"),
]

TERM = """
-- A number of the law on a day.
CREATE FUNCTION consent_term(wanted text, day date) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.value::integer FROM consent_legalterm t WHERE t.code = wanted AND t.period @> day
$$;

-- The day on which somebody reaches an age in years; born on 29 February: 1 March in other years.
CREATE FUNCTION eenplan_birthday(born date, years integer) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT ((born + make_interval(years => years))::date
    + CASE WHEN extract(month FROM born) = 2 AND extract(day FROM born) = 29
        AND extract(day FROM born + make_interval(years => years)) = 28 THEN 1 ELSE 0 END)
$$;
"""


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the terms as they stand since the decree on integrated youth help."""
    term = apps.get_model("consent", "LegalTerm")
    with writing():
        term.objects.bulk_create(
            term(id=new_id(), code=code, value=value, reference=reference, period=DateRange(SINCE, None))
            for code, value, reference in TERMS
        )


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("core", "0002_fence")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        grant("consent_legalterm", "SELECT"),
        migrations.RunSQL(TERM, "DROP FUNCTION eenplan_birthday(date, integer), consent_term(text, date);"),
    ]
