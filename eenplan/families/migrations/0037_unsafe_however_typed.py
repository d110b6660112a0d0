"""An address or number that is not safe is known in the digits of every keyboard, and with spaces in between."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

BEFORE: str = import_module("eenplan.families.migrations.0031_queue").SAFE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# Arabic, Persian and Urdu, and wide ones.
ALL = "'٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９', '012345678901234567890123456789'"
NOW = BEFORE.replace("'٠١٢٣٤٥٦٧٨٩', '0123456789'", ALL).replace(
    "IN lower(d.value))", "IN lower(regexp_replace(d.value, '\\s', '', 'g')))"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("families", "0036_jobs_go_along")]

    operations: ClassVar = [migrations.RunSQL(NOW, BEFORE)]
