"""How long is waited for each kind of help in each zone: counts alone, of the rows without names of waits."""

from django.db import migrations

from eenplan.core.fence import WEB_ROLE

# Who reads which zones: whoever keeps or guards a partnership its own, an official all.
READS = """(SELECT eenplan_holds_role()) AND ((SELECT eenplan_role()) = 'official'
        OR (SELECT eenplan_role()) IN ('coordinator', 'steering') AND EXISTS (SELECT 1 FROM network_partnershipzone z
          WHERE z.zone_id = p.zone_id AND z.partnership_id = (SELECT eenplan_partnership()) AND z.period @> known_on))"""
KNOWN = "f.zone_id = ANY ((SELECT array_agg(zone_id) FROM places)::uuid[]) AND f.noted_on <= known_on AND f.since <= known_on"
OVER = "f.over_noted_on <= known_on AND coalesce(f.started_on, f.left_on) <= known_on"

# What is counted, by zone and kind, apart and together (null: all), as known on a day. Kaplan and Meier's estimate as in
# reporting_waits, of waits that began in the two years before: those that still go on or ended without help waited until then.
COUNTS = f"""
CREATE FUNCTION reporting_help_waits(known_on date, zones uuid[])
  RETURNS TABLE (zone_id uuid, help_type text, waiting integer, families integer, longest integer, started integer,
                 median integer, p75 integer, in_month double precision, invented boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET work_mem = '64MB' SET jit = off AS $$
  WITH places AS MATERIALIZED (SELECT p.zone_id FROM unnest(zones) AS p (zone_id) WHERE {READS}
  ), coded AS (
    -- One number says all that is counted of a wait, so that a hundred thousand are put together in one go: below nothing
    -- how long it goes on by now; else how long it was, twice over for whether help came and whether it began of late.
    SELECT f.zone_id, f.help_type, CASE WHEN {OVER}
        THEN 4 * (coalesce(f.started_on, f.left_on) - f.since) + 2 * (f.started_on IS NOT NULL)::integer
          + (f.since > known_on - 731)::integer
        ELSE f.since - known_on - 1 END AS code, count(*) AS number, bool_or(f.demo) AS demo
    FROM plans_waitfact f WHERE {KNOWN} GROUP BY 1, 2, 3
  ), grouped AS (
    SELECT c.zone_id, c.help_type, c.number, c.demo, c.code < 0 AS waits,
      CASE WHEN c.code < 0 THEN -c.code - 1 ELSE c.code / 4 END AS days, c.code >= 0 AND c.code & 2 = 2 AS has_started,
      CASE WHEN c.code < 0 THEN -c.code - 1 < 731 ELSE c.code & 1 = 1 END AS recent
    FROM coded c
  ), repeated AS (  -- few families wait for more than one thing: each counts once, in one place
    SELECT f.family_token FROM plans_waitfact f
    WHERE {KNOWN} AND ({OVER}) IS NOT TRUE AND (SELECT eenplan_role()) <> 'coordinator'
    GROUP BY 1 HAVING count(*) > 1
  ), again AS (
    SELECT a.zone_id, a.help_type, count(*) FILTER (WHERE a.nth > 1)::integer AS number FROM (
      SELECT f.zone_id, f.help_type, row_number() OVER (PARTITION BY f.family_token ORDER BY f.help_type, f.id) AS nth
      FROM plans_waitfact f JOIN repeated USING (family_token) WHERE {KNOWN} AND ({OVER}) IS NOT TRUE) a
    GROUP BY CUBE (a.zone_id, a.help_type)
  ), counted AS (
    SELECT g.zone_id, g.help_type, coalesce(sum(g.number) FILTER (WHERE g.waits), 0)::integer AS waiting,
      max(g.days) FILTER (WHERE g.waits) AS longest, bool_or(g.demo) AS invented,
      coalesce(bool_or(g.recent), false) AS has_recent
    FROM grouped g GROUP BY CUBE (g.zone_id, g.help_type)
  ), steps AS (
    SELECT g.zone_id, g.help_type, g.days, sum(g.number) AS number,
      coalesce(sum(g.number) FILTER (WHERE g.has_started), 0) AS started
    FROM grouped g WHERE g.recent
    GROUP BY GROUPING SETS ((g.zone_id, g.help_type, g.days), (g.zone_id, g.days), (g.help_type, g.days), (g.days))
  ), risk AS (
    SELECT s.*, sum(s.number) OVER (PARTITION BY s.zone_id, s.help_type ORDER BY s.days DESC) AS at_risk FROM steps s
  ), curve AS (
    -- ln(0) is written as -50: nobody is left to wait after it
    SELECT r.zone_id, r.help_type, r.days, r.started, exp(sum(CASE WHEN r.started < r.at_risk
      THEN ln(1 - r.started::double precision / r.at_risk::double precision) ELSE -50 END)
      OVER (PARTITION BY r.zone_id, r.help_type ORDER BY r.days)) AS still_waiting
    FROM risk r WHERE r.started > 0
  ), reached AS (
    SELECT c.zone_id, c.help_type, sum(c.started)::integer AS started,
      min(c.days) FILTER (WHERE c.still_waiting <= 0.5 + 1e-9) AS median,
      min(c.days) FILTER (WHERE c.still_waiting <= 0.25 + 1e-9) AS p75,
      1 - min(c.still_waiting) FILTER (WHERE c.days <= 31) AS in_month
    FROM curve c GROUP BY c.zone_id, c.help_type
  )
  SELECT c.zone_id, c.help_type, c.waiting, c.waiting - coalesce(a.number, 0), c.longest, coalesce(r.started, 0),
    r.median, r.p75, CASE WHEN c.has_recent THEN coalesce(r.in_month, 0) END, coalesce(c.invented, false)
  FROM counted c
    LEFT JOIN reached r ON (r.zone_id, r.help_type) IS NOT DISTINCT FROM (c.zone_id, c.help_type)
    LEFT JOIN again a ON (a.zone_id, a.help_type) IS NOT DISTINCT FROM (c.zone_id, c.help_type)
$$;
REVOKE ALL ON FUNCTION reporting_help_waits(date, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_help_waits(date, uuid[]) TO {WEB_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_research"), ("plans", "0028_waits")]

    operations = [
        migrations.RunSQL("DROP FUNCTION IF EXISTS plans_wait_counts(date, uuid[])", migrations.RunSQL.noop),
        migrations.RunSQL(COUNTS, "DROP FUNCTION reporting_help_waits(date, uuid[])"),
    ]
