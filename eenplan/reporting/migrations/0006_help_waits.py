"""How long is waited for each kind of help in each zone: counts alone, of the rows without names of waits."""

from django.db import migrations

from eenplan.core.fence import WEB_ROLE

# What is counted, of zones and kinds apart and together, as known on a day. Nobody reads a row. Whoever keeps or guards a
# partnership counts its own zones; an official all. Kaplan and Meier's estimate as in reporting_waits: of waits
# that began in the two years before, those that still go on or ended without help waited until then.
COUNTS = f"""
CREATE FUNCTION reporting_help_waits(known_on date, zones uuid[])
  RETURNS TABLE (zone_id uuid, help_type text, waiting integer, families integer, longest integer, started integer,
                 median integer, p75 integer, in_month double precision, invented boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET work_mem = '64MB' SET jit = off AS $$
  WITH here AS (
    SELECT f.id, f.zone_id, f.help_type, f.family_token, f.since, f.demo,
      CASE WHEN f.over_noted_on <= known_on AND f.started_on <= known_on THEN f.started_on END AS started_on,
      CASE WHEN f.over_noted_on <= known_on AND f.left_on <= known_on THEN f.left_on END AS left_on
    FROM plans_waitfact f
    WHERE f.zone_id = ANY (zones) AND f.noted_on <= known_on AND f.since <= known_on
      AND (SELECT eenplan_holds_role()) AND ((SELECT eenplan_role()) = 'official'
        OR (SELECT eenplan_role()) IN ('coordinator', 'steering') AND EXISTS (SELECT 1 FROM network_partnershipzone z
          WHERE z.zone_id = f.zone_id AND z.partnership_id = (SELECT eenplan_partnership()) AND z.period @> known_on))
  ), judged AS (
    SELECT h.zone_id, h.help_type, h.demo, h.started_on IS NULL AND h.left_on IS NULL AS waits,
      h.started_on IS NOT NULL AS has_started, h.since > known_on - 731 AS recent,
      coalesce(h.started_on, h.left_on, known_on) - h.since AS days,
      -- Each family counts once, in one place: what is added up is never more than there are.
      row_number() OVER (PARTITION BY h.family_token, h.started_on IS NULL AND h.left_on IS NULL
        ORDER BY h.help_type, h.id) = 1 AS first
    FROM here h
  ), counted AS (
    SELECT j.zone_id, j.help_type, count(*) FILTER (WHERE waits)::integer AS waiting,
      count(*) FILTER (WHERE waits AND first)::integer AS families, max(days) FILTER (WHERE waits) AS longest,
      bool_or(j.demo) AS invented
    FROM judged j GROUP BY CUBE (j.zone_id, j.help_type)
  ), steps AS (
    SELECT j.zone_id, j.help_type, j.days, count(*) FILTER (WHERE has_started) AS started, count(*) AS number
    FROM judged j WHERE recent
    GROUP BY GROUPING SETS ((j.zone_id, j.help_type, j.days), (j.zone_id, j.days), (j.help_type, j.days), (j.days))
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
  SELECT c.zone_id, c.help_type, c.waiting, c.families, c.longest, coalesce(r.started, 0), r.median, r.p75,
    CASE WHEN s.number > 0 THEN coalesce(r.in_month, 0) END, coalesce(c.invented, false)
  FROM counted c LEFT JOIN reached r ON r.zone_id IS NOT DISTINCT FROM c.zone_id
    AND r.help_type IS NOT DISTINCT FROM c.help_type
    LEFT JOIN (SELECT z.zone_id, z.help_type, sum(z.number) AS number FROM steps z GROUP BY 1, 2) s
      ON s.zone_id IS NOT DISTINCT FROM c.zone_id AND s.help_type IS NOT DISTINCT FROM c.help_type
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
