"""Redrawing areas: drafted and confirmed by the administrator, seen by the coordinators that it concerns."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence
from eenplan.network.models.periods import keep_past


SEES = """
-- Whether a redrawing concerns the partnership that whoever acts coordinates; an administrator sees all.
CREATE FUNCTION network_sees_redrawing(which uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN network_keeps_team(NULL) OR EXISTS (SELECT 1 FROM network_redrawnzone z
    WHERE z.redrawing_id = which AND eenplan_partnership() IN (z.from_partnership_id, z.to_partnership_id)
      AND network_keeps_team(eenplan_partnership()));
END $$;

-- What was confirmed is changed by undoing it first, and undone until its day.
CREATE FUNCTION network_redrawing_stays() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE standing network_redrawing;
BEGIN
  IF TG_TABLE_NAME = 'network_redrawnzone' THEN
    SELECT * INTO standing FROM network_redrawing WHERE id = coalesce(NEW.redrawing_id, OLD.redrawing_id);
  ELSE
    standing := OLD;
  END IF;
  IF standing.confirmed_at IS NOT NULL AND (TG_TABLE_NAME = 'network_redrawnzone' OR TG_OP = 'DELETE'
      OR to_jsonb(NEW) ->> 'confirmed_at' IS NOT NULL OR standing.takes_effect_on <= eenplan_today()) THEN
    RAISE EXCEPTION 'redrawing % is confirmed', standing.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'network_redrawing_stays';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER network_redrawing_stays BEFORE UPDATE OR DELETE ON network_redrawing
  FOR EACH ROW EXECUTE FUNCTION network_redrawing_stays();
CREATE TRIGGER network_redrawing_stays BEFORE INSERT OR UPDATE OR DELETE ON network_redrawnzone
  FOR EACH ROW EXECUTE FUNCTION network_redrawing_stays();
"""
FORGET = """
DROP TRIGGER network_redrawing_stays ON network_redrawnzone;
DROP TRIGGER network_redrawing_stays ON network_redrawing;
DROP FUNCTION network_redrawing_stays(), network_sees_redrawing(uuid);
"""
ADMIN = "(SELECT network_keeps_team(NULL))"
AHEAD = f"{ADMIN} AND lower(period) > (SELECT eenplan_today())"
# Areas, and the partnerships that begin, are known to all; an administrator writes what is still to come.
DATED = {
    "network_partnershipzone": "SELECT, INSERT, UPDATE (period), DELETE",
    "network_partnershipareaexception": "SELECT, INSERT, UPDATE (period), DELETE",
    "network_partnership": "SELECT, INSERT",
    "network_partnershipname": "SELECT, INSERT",
}


def read_again(table: str) -> migrations.RunSQL:
    """On the way back: what the web role could do before this migration."""
    return migrations.RunSQL(migrations.RunSQL.noop, f"GRANT SELECT ON {table} TO eenplan_web")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("network", "0011_written_down"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redrawing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("takes_effect_on", models.DateField()),
                ("basis", models.TextField()),
                ("drafted_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RedrawnZone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
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
                    "redrawing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zones",
                        to="network.redrawing",
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
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.zone"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="redrawing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("basis", ""), _negated=True)
                ),
                name="network_redrawing_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="redrawing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="network_redrawing_confirmed_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="redrawnzone",
            constraint=models.UniqueConstraint(fields=("redrawing", "zone"), name="network_redrawn_once"),
        ),
        migrations.AddConstraint(
            model_name="redrawnzone",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_partnership", models.F("to_partnership")), _negated=True),
                name="network_redrawn_moves",
            ),
        ),
        migrations.RunSQL(SEES, FORGET),
        fence(
            "network_redrawing",
            see="network_sees_redrawing(id)",
            add=f"{ADMIN} AND drafted_by_id = (SELECT eenplan_actor())",
            change=ADMIN,
            privileges="SELECT, INSERT, UPDATE, DELETE",
        ),
        fence(
            "network_redrawnzone",
            see="network_sees_redrawing(redrawing_id)",
            add=ADMIN,
            privileges="SELECT, INSERT, UPDATE, DELETE",
        ),
        *[read_again(table) for table in DATED],
        *[
            fence(table, see="true", add=AHEAD, change=ADMIN, privileges=privileges)
            for table, privileges in DATED.items()
        ],
        keep_past("network_partnershipzone"),
        keep_past("network_partnershipareaexception"),
    ]
