"""How long is waited for help, counted along an index that holds all that is counted: the rows themselves stay closed."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("eenplan.reporting.migrations.0006_help_waits")
PLACES = "f.zone_id = ANY ((SELECT array_agg(zone_id) FROM places)::uuid[])"
KNOWN = "f.noted_on <= known_on AND f.since <= known_on"
OVER: str = BEFORE.OVER

INDEXES = """
CREATE INDEX plans_waitfact_counted ON plans_waitfact (zone_id, help_type, since)
  INCLUDE (noted_on, started_on, left_on, over_noted_on, demo);
CREATE INDEX plans_waitfact_of ON plans_waitfact (family_token);
"""

# The same counts as before. Zones and kinds are numbers until the end, and counts integers: adding up bigints gives
# numerics, which take twice the time.
COUNTS = f"""
CREATE OR REPLACE FUNCTION reporting_help_waits(known_on date, zones uuid[])
  RETURNS TABLE (zone_id uuid, help_type text, waiting integer, families integer, longest integer, started integer,
                 median integer, p75 integer, in_month double precision, invented boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET work_mem = '64MB' SET jit = off AS $$
  WITH places AS MATERIALIZED (SELECT p.zone_id FROM unnest(zones) AS p (zone_id) WHERE {BEFORE.READS}
  ), cells AS MATERIALIZED (  -- each zone with each kind that was ever waited for there, a step in the index each
    SELECT p.zone_id, k.help_type, dense_rank() OVER (ORDER BY p.zone_id)::integer AS zone,
      dense_rank() OVER (ORDER BY k.help_type)::integer AS kind
    FROM places p CROSS JOIN LATERAL (
      WITH RECURSIVE kinds AS (
        (SELECT f.help_type FROM plans_waitfact f WHERE f.zone_id = p.zone_id ORDER BY f.help_type LIMIT 1)
        UNION ALL
        SELECT (SELECT f.help_type FROM plans_waitfact f WHERE f.zone_id = p.zone_id AND f.help_type > k.help_type
          ORDER BY f.help_type LIMIT 1) FROM kinds k WHERE k.help_type IS NOT NULL)
      SELECT k.help_type FROM kinds k WHERE k.help_type IS NOT NULL) k
  ), coded AS (
    -- One number says all that is counted of a wait, so that a hundred thousand are put together in one go. Below nothing:
    -- how long it goes on by now. Else how long it was, whether help came, whether it began of late. Last: whether it is invented.
    SELECT c.zone, c.kind, f.code, f.number FROM cells c CROSS JOIN LATERAL (
      SELECT CASE WHEN {OVER}
          THEN 8 * (coalesce(f.started_on, f.left_on) - f.since) + 4 * (f.started_on IS NOT NULL)::integer
            + 2 * (f.since > known_on - 731)::integer + f.demo::integer
          ELSE 2 * (f.since - known_on - 1) + f.demo::integer END AS code, count(*)::integer AS number
      FROM plans_waitfact f WHERE f.zone_id = c.zone_id AND f.help_type = c.help_type AND {KNOWN} GROUP BY 1) f
  ), grouped AS MATERIALIZED (
    SELECT c.zone, c.kind, c.number, c.code < 0 AS waits, c.code & 1 = 1 AS demo,
      CASE WHEN c.code < 0 THEN -1 - (c.code >> 1) ELSE c.code >> 3 END AS days, c.code >= 0 AND c.code & 4 = 4 AS has_started,
      CASE WHEN c.code < 0 THEN -1 - (c.code >> 1) < 731 ELSE c.code & 2 = 2 END AS recent
    FROM coded c
  ), repeated AS (  -- few families wait for more than one thing: each counts once, in one place
    SELECT f.family_token FROM plans_waitfact f
    WHERE {PLACES} AND {KNOWN} AND ({OVER}) IS NOT TRUE AND (SELECT eenplan_role()) <> 'coordinator'
    GROUP BY 1 HAVING count(*) > 1
  ), again AS (
    SELECT a.zone_id, a.help_type, count(*) FILTER (WHERE a.nth > 1)::integer AS number FROM (
      SELECT f.zone_id, f.help_type, row_number() OVER (PARTITION BY f.family_token ORDER BY f.help_type, f.id) AS nth
      FROM repeated r CROSS JOIN LATERAL (SELECT f.* FROM plans_waitfact f
        WHERE f.family_token = r.family_token AND {PLACES} AND {KNOWN} AND ({OVER}) IS NOT TRUE OFFSET 0) f) a
    GROUP BY CUBE (a.zone_id, a.help_type)
  ), counted AS (
    SELECT g.zone, g.kind, coalesce(sum(g.number) FILTER (WHERE g.waits), 0)::integer AS waiting,
      max(g.days) FILTER (WHERE g.waits) AS longest, coalesce(bool_or(g.demo), false) AS invented,
      coalesce(bool_or(g.recent), false) AS has_recent
    FROM grouped g GROUP BY CUBE (g.zone, g.kind)
  ), steps AS (
    SELECT g.zone, g.kind, g.days, sum(g.number)::integer AS number,
      coalesce(sum(g.number) FILTER (WHERE g.has_started), 0)::integer AS started
    FROM grouped g WHERE g.recent
    GROUP BY GROUPING SETS ((g.zone, g.kind, g.days), (g.zone, g.days), (g.kind, g.days), (g.days))
  ), risk AS (
    SELECT s.*, sum(s.number) OVER (PARTITION BY s.zone, s.kind ORDER BY s.days DESC ROWS UNBOUNDED PRECEDING) AS at_risk
    FROM steps s
  ), curve AS (
    -- ln(0) is written as -50: nobody is left to wait after it
    SELECT r.zone, r.kind, r.days, r.started, exp(sum(CASE WHEN r.started < r.at_risk
      THEN ln(1 - r.started::double precision / r.at_risk::double precision) ELSE -50 END)
      OVER (PARTITION BY r.zone, r.kind ORDER BY r.days ROWS UNBOUNDED PRECEDING)) AS still_waiting
    FROM risk r WHERE r.started > 0
  ), reached AS (
    SELECT c.zone, c.kind, sum(c.started)::integer AS started,
      min(c.days) FILTER (WHERE c.still_waiting <= 0.5 + 1e-9) AS median,
      min(c.days) FILTER (WHERE c.still_waiting <= 0.25 + 1e-9) AS p75,
      1 - min(c.still_waiting) FILTER (WHERE c.days <= 31) AS in_month
    FROM curve c GROUP BY c.zone, c.kind
  )
  SELECT z.zone_id, k.help_type, c.waiting, c.waiting - coalesce(a.number, 0), c.longest, coalesce(r.started, 0),
    r.median, r.p75, CASE WHEN c.has_recent THEN coalesce(r.in_month, 0) END, c.invented
  FROM counted c
    LEFT JOIN (SELECT DISTINCT zone, zone_id FROM cells) z ON z.zone = c.zone
    LEFT JOIN (SELECT DISTINCT kind, help_type FROM cells) k ON k.kind = c.kind
    LEFT JOIN reached r ON (r.zone, r.kind) IS NOT DISTINCT FROM (c.zone, c.kind)
    LEFT JOIN again a ON (a.zone_id, a.help_type) IS NOT DISTINCT FROM (z.zone_id, k.help_type)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_help_waits"), ("plans", "0034_places")]

    operations = [
        migrations.RunSQL(INDEXES, "DROP INDEX plans_waitfact_counted, plans_waitfact_of"),
        migrations.RunSQL(COUNTS, BEFORE.COUNTS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
