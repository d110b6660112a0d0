"""A partnership that has not begun may be called off, name and all; one that has begun stays."""

from django.db import migrations

from eenplan.core.fence import grant
from eenplan.network.models.periods import keep_past


TABLES = ("network_partnership", "network_partnershipname")


class Migration(migrations.Migration):
    dependencies = [("network", "0012_redrawing")]

    operations = [
        *[grant(table, "DELETE") for table in TABLES],
        *[keep_past(table) for table in TABLES],
    ]
