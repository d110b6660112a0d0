"""Counts without names: all that figures read. Nobody needs a row of a referral to make a table."""

from django.db import migrations

from eenplan.core.fence import WEB_ROLE, grant

# Who may count the whole. The functions run as the owner and give counts only, so that a role behind the
# fence reads the same figures as everybody, and no row.
READS = "eenplan_role() IN ('official', 'coordinator', 'intake', 'admin', 'coach', 'partner')"

# The standing of a referral as known on a day: eenplan/reporting/rules.py says the same of one referral.
COUNTS = f"""
CREATE FUNCTION reporting_counts(since date, until date, known_on date, by_quarter boolean)
  RETURNS TABLE (municipality_id uuid, zone_id uuid, quarter integer, standing text, outcome text,
                 recorded_later boolean, again boolean, referrals integer, children integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET work_mem = '64MB' SET jit = off AS $$
  WITH asked AS (
    SELECT f.* FROM referrals_fact f
    WHERE f.received_on >= since AND f.received_on < until AND f.received_on <= known_on AND {READS}
  ), repeated AS (  -- few families are referred twice: only theirs are put in order
    SELECT a.id, row_number() OVER (PARTITION BY a.family_token ORDER BY a.received_on, a.id) AS nth,
      max(a.children) OVER (PARTITION BY a.family_token) AS most_children
    FROM asked a JOIN (SELECT b.family_token FROM asked b GROUP BY b.family_token HAVING count(*) > 1) twice
      USING (family_token)
  ), facts AS (
    SELECT a.municipality_id, a.zone_id, a.received_on, a.deadline, a.outcome,
      a.late_since <= known_on AS was_late, a.taken_up_on <= known_on AS was_taken_up,
      CASE WHEN a.conversation_recorded_on <= known_on THEN a.conversation_held_on END AS held,
      a.conversation_recorded_on <= a.deadline AS noted_in_time,
      CASE WHEN a.ended_on <= known_on THEN a.ended_on END AS ended,
      coalesce(r.nth, 1) AS nth, coalesce(r.most_children, a.children) AS most_children
    FROM asked a LEFT JOIN repeated r USING (id)
  ), judged AS (
    SELECT facts.*, CASE
        WHEN was_late THEN 'late'
        WHEN held <= deadline AND noted_in_time THEN 'in_time'
        WHEN ended <= deadline THEN 'ended_otherwise'
        WHEN known_on <= deadline THEN 'within_month'
        ELSE 'late' END AS standing
    FROM facts
  )
  SELECT municipality_id, zone_id,
    CASE WHEN by_quarter THEN extract(quarter FROM received_on)::integer ELSE 0 END,
    standing,
    CASE WHEN standing = 'in_time' THEN 'taken_up' WHEN ended IS NOT NULL THEN outcome
         WHEN was_taken_up OR held IS NOT NULL THEN 'taken_up' ELSE 'open' END,
    (held <= deadline AND standing = 'late' AND ended IS NULL) IS TRUE,
    nth > 1, count(*)::integer, coalesce(sum(most_children) FILTER (WHERE nth = 1), 0)::integer
  FROM judged GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
"""

# Kaplan and Meier's estimate, by row of a table; `key` is null for all together. Who got another outcome or
# still waits has waited until then, and would have waited longer.
WAITS = f"""
CREATE FUNCTION reporting_waits(since date, until date, known_on date,
                                municipalities uuid[], zones uuid[], keys integer[])
  RETURNS TABLE (key integer, talks integer, median integer, p75 integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET work_mem = '64MB' SET jit = off SET enable_nestloop = off AS $$
  WITH places AS (SELECT * FROM unnest(municipalities, zones, keys) AS p (municipality_id, zone_id, key)),
  waits AS (
    SELECT p.key, f.conversation_recorded_on <= known_on IS TRUE AS talked,
      greatest(CASE WHEN f.conversation_recorded_on <= known_on THEN f.conversation_held_on
                    WHEN f.ended_on <= known_on THEN f.ended_on ELSE known_on END - f.received_on, 0) AS days
    FROM referrals_fact f JOIN places p USING (municipality_id, zone_id)
    WHERE f.received_on >= since AND f.received_on < until AND f.received_on <= known_on AND {READS}
  ), steps AS (
    SELECT w.key, w.days, count(*) FILTER (WHERE w.talked) AS talks, count(*) AS number
    FROM waits w GROUP BY GROUPING SETS ((w.key, w.days), (w.days))
  ), risk AS (
    SELECT s.*, sum(s.number) OVER (PARTITION BY s.key ORDER BY s.days DESC) AS at_risk FROM steps s
  ), curve AS (
    -- ln(0) is written as -50: nobody is left to wait after it
    SELECT r.key, r.days, r.talks, exp(sum(CASE WHEN r.talks < r.at_risk
      THEN ln(1 - r.talks::double precision / r.at_risk::double precision) ELSE -50 END)
      OVER (PARTITION BY r.key ORDER BY r.days)) AS still_waiting
    FROM risk r WHERE r.talks > 0
  )
  SELECT c.key, sum(c.talks)::integer, min(c.days) FILTER (WHERE c.still_waiting <= 0.5 + 1e-9),
    min(c.days) FILTER (WHERE c.still_waiting <= 0.25 + 1e-9)
  FROM curve c GROUP BY c.key
$$;
"""

# Whether figures of a period are (partly) made of invented referrals.
INVENTED = f"""
CREATE FUNCTION reporting_invented(since date, until date, known_on date) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM referrals_fact f WHERE f.demo AND f.received_on >= since
    AND f.received_on < until AND f.received_on <= known_on AND {READS})
$$;
"""

FUNCTIONS = (
    "reporting_counts(date, date, date, boolean)",
    "reporting_waits(date, date, date, uuid[], uuid[], integer[])",
    "reporting_invented(date, date, date)",
)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0001_population"),
        ("referrals", "0003_index_who_waits"),
        ("families", "0002_fence"),
    ]

    operations = [
        grant("reporting_population", "SELECT"),
        *[
            migrations.RunSQL(made, f"DROP FUNCTION {name}")
            for made, name in zip((COUNTS, WAITS, INVENTED), FUNCTIONS, strict=True)
        ],
        *[
            migrations.RunSQL(
                f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {WEB_ROLE}",
                migrations.RunSQL.noop,
            )
            for name in FUNCTIONS
        ],
    ]
