"""The steering group of a partnership reads the same counts as everybody who reads figures."""

from importlib import import_module

from django.db import migrations

_FIRST = import_module("eenplan.reporting.migrations.0002_counts")
_LATER = import_module("eenplan.reporting.migrations.0003_nameless")
NOW = "eenplan_role() IN ('official', 'coordinator', 'intake', 'admin', 'coach', 'partner', 'steering')"


def _anew(made: str) -> str:
    return made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_nameless")]

    operations = [
        migrations.RunSQL(_anew(made).replace(_FIRST.READS, NOW), _anew(made))
        for made in (_LATER.COUNTS, _LATER.WAITS, _FIRST.INVENTED)
    ]
