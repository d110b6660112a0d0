"""Which zones adjoin; and that a partnership serves two or more adjoining zones, unless a reason stands."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import eenplan.core.ids
import eenplan.network.models.periods
from django.db import migrations, models

from eenplan.core.fence import grant


WHOLE = """
-- The first day since 1 July 2021 on which a partnership that works, and for which no exception stands, does not
-- serve two or more zones that form one connected whole; null when there is none. What it serves only changes
-- on the first day of a period and on the first day after one, so no other days are looked at.
CREATE FUNCTION network_area_broken_on(checked uuid) RETURNS date
  LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH days AS (
    SELECT date '2021-07-01' AS day
    UNION SELECT lower(period) FROM network_partnership WHERE id = checked
    UNION SELECT unnest(ARRAY[lower(period), upper(period)]) FROM network_partnershipzone
      WHERE partnership_id = checked
    UNION SELECT upper(period) FROM network_partnershipareaexception WHERE partnership_id = checked)
  SELECT min(d.day)
  FROM days d JOIN network_partnership p ON p.id = checked AND p.period @> d.day
  CROSS JOIN LATERAL (SELECT coalesce(array_agg(z.zone_id), '{}') AS zones FROM network_partnershipzone z
    WHERE z.partnership_id = checked AND z.period @> d.day) served
  WHERE d.day >= '2021-07-01'
    AND NOT EXISTS (SELECT 1 FROM network_partnershipareaexception e
      WHERE e.partnership_id = checked AND e.period @> d.day)
    AND (cardinality(served.zones) < 2 OR cardinality(served.zones) > (
      WITH RECURSIVE reached (zone) AS (
        SELECT served.zones[1]
        UNION
        SELECT CASE WHEN a.zone_id = r.zone THEN a.neighbour_id ELSE a.zone_id END
        FROM reached r JOIN network_zoneadjacency a ON r.zone IN (a.zone_id, a.neighbour_id)
        WHERE a.zone_id = ANY (served.zones) AND a.neighbour_id = ANY (served.zones))
      SELECT count(*) FROM reached))
$$;

CREATE FUNCTION network_area_is_whole() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  concerned uuid[];
  checked uuid;
  broken date;
BEGIN
  IF TG_TABLE_NAME = 'network_partnership' THEN
    concerned := ARRAY[NEW.id];
  ELSIF TG_TABLE_NAME = 'network_zoneadjacency' THEN
    SELECT array_agg(DISTINCT partnership_id) INTO concerned FROM network_partnershipzone
    WHERE zone_id IN (OLD.zone_id, OLD.neighbour_id);
  ELSIF TG_OP = 'INSERT' THEN
    concerned := ARRAY[NEW.partnership_id];
  ELSIF TG_OP = 'DELETE' THEN
    concerned := ARRAY[OLD.partnership_id];
  ELSE
    concerned := ARRAY[NEW.partnership_id, OLD.partnership_id];
  END IF;
  FOREACH checked IN ARRAY coalesce(concerned, '{}') LOOP
    broken := network_area_broken_on(checked);
    IF broken IS NOT NULL THEN
      RAISE EXCEPTION 'on % partnership % does not serve two or more adjoining zones', broken, checked
        USING ERRCODE = 'check_violation', CONSTRAINT = 'network_area_is_whole';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER network_area_is_whole AFTER INSERT OR UPDATE ON network_partnership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_area_is_whole();
CREATE CONSTRAINT TRIGGER network_area_is_whole AFTER INSERT OR UPDATE OR DELETE ON network_partnershipzone
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_area_is_whole();
CREATE CONSTRAINT TRIGGER network_area_is_whole AFTER UPDATE OR DELETE ON network_partnershipareaexception
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_area_is_whole();
CREATE CONSTRAINT TRIGGER network_area_is_whole AFTER UPDATE OR DELETE ON network_zoneadjacency
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_area_is_whole();
"""
FORGET = """
DROP TRIGGER network_area_is_whole ON network_zoneadjacency;
DROP TRIGGER network_area_is_whole ON network_partnershipareaexception;
DROP TRIGGER network_area_is_whole ON network_partnershipzone;
DROP TRIGGER network_area_is_whole ON network_partnership;
DROP FUNCTION network_area_is_whole(), network_area_broken_on(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0009_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnershipAreaException",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("reason", models.TextField()),
                ("until_area_given", models.BooleanField(default=False)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="area_exceptions",
                        to="network.partnership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (eenplan.network.models.periods.SameKey(models.F("partnership")), "&&"),
                            ("period", "&&"),
                        ],
                        name="network_area_exception_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="network_area_exception_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="network_area_exception_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneAdjacency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("border_km", models.DecimalField(decimal_places=1, max_digits=6)),
                ("source", models.CharField(max_length=80)),
                (
                    "neighbour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.zone"
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.zone"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["neighbour", "zone"], name="network_adjacency_back")],
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "neighbour"), name="network_adjacency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("zone__lt", models.F("neighbour"))),
                        name="network_adjacency_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WHOLE, FORGET),
        grant("network_partnershipareaexception", "SELECT"),
        grant("network_zoneadjacency", "SELECT"),
    ]
