"""A partnership that has not begun may be called off, name and all; one that has begun stays."""

from django.db import migrations

from eenplan.core.fence import grant


def keep_past(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER network_past_stays BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION network_past_stays()",
        f"DROP TRIGGER network_past_stays ON {table}",
    )


TABLES = ("network_partnership", "network_partnershipname")


class Migration(migrations.Migration):
    dependencies = [("network", "0012_redrawing")]

    operations = [
        *[grant(table, "DELETE") for table in TABLES],
        *[keep_past(table) for table in TABLES],
    ]
