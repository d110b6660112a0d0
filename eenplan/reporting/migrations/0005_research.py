"""Rows without names for research, and the register of who took which along."""

import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models
from eenplan.core.fence import append_only, fence

# Rows without names, days or municipalities for research, of a closed year, for whoever holds the role of researcher.
# The key is made anew for each file and kept nowhere, so that no two files, and no file and this table, can be joined.
# The standing of a referral is that of reporting_counts.
ROWS = """
CREATE FUNCTION reporting_research(of_year integer, key bytea)
  RETURNS TABLE (pseudonym text, quarter text, zone text, partnership text, referrer text, children text,
                 standing text, outcome text, wait text, zone_name text, partnership_name text, invented boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off AS $$
  WITH asked AS (
    SELECT f.*, make_date(of_year + 1, 3, 31) AS known_on FROM referrals_fact f
    WHERE eenplan_role() = 'researcher' AND eenplan_holds_role() AND octet_length(key) = 32
      AND make_date(of_year + 1, 3, 31) < eenplan_today()
      AND f.received_on BETWEEN make_date(of_year, 1, 1) AND make_date(of_year, 12, 31)
  ), facts AS (
    SELECT a.*, a.late_since <= known_on AS was_late, a.taken_up_on <= known_on AS was_taken_up,
      CASE WHEN a.conversation_recorded_on <= known_on THEN a.conversation_held_on END AS held,
      a.conversation_recorded_on <= a.deadline AS noted_in_time,
      CASE WHEN a.ended_on <= known_on THEN a.ended_on END AS ended
    FROM asked a
  ), judged AS (
    SELECT facts.*, CASE
        WHEN was_late THEN 'late'
        WHEN held <= deadline AND noted_in_time THEN 'in_time'
        WHEN ended <= deadline THEN 'ended_otherwise'
        WHEN known_on <= deadline THEN 'within_month'
        ELSE 'late' END AS standing
    FROM facts
  )
  SELECT left(encode(sha256(key || sha256(key || uuid_send(j.id))), 'hex'), 20),
    'Q' || extract(quarter FROM j.received_on),
    z.code, coalesce(p.code, 'none'), j.referrer_type,
    CASE WHEN j.children >= 3 THEN '3_more' ELSE j.children::text END,
    j.standing,
    CASE WHEN j.standing = 'in_time' THEN 'taken_up' WHEN j.ended IS NOT NULL THEN j.outcome
         WHEN j.was_taken_up OR j.held IS NOT NULL THEN 'taken_up' ELSE 'open' END,
    CASE WHEN j.held IS NULL THEN 'none'
         WHEN j.held - j.received_on <= 7 THEN 'd00_07'
         WHEN j.held - j.received_on <= 14 THEN 'd08_14'
         WHEN j.held - j.received_on <= 31 THEN 'd15_31'
         WHEN j.held - j.received_on <= 61 THEN 'd32_61'
         ELSE 'd62_more' END,
    z.name, coalesce(n.name, ''), j.demo
  FROM judged j
  JOIN network_zone z ON z.id = j.zone_id
  LEFT JOIN network_partnershipzone s ON s.zone_id = j.zone_id AND s.period @> make_date(of_year, 12, 31)
  LEFT JOIN network_partnership p ON p.id = s.partnership_id
  LEFT JOIN network_partnershipname n ON n.partnership_id = p.id AND n.period @> make_date(of_year, 12, 31)
$$;
REVOKE ALL ON FUNCTION reporting_research(integer, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reporting_research(integer, bytea) TO eenplan_web;
"""
HELD = "(SELECT eenplan_holds_role())"
MINE = f"{HELD} AND (SELECT eenplan_role()) = 'researcher' AND actor_id = (SELECT eenplan_actor())"


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0004_steering_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extraction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("actor_id", models.UUIDField()),
                ("assignment_id", models.UUIDField()),
                ("year", models.PositiveSmallIntegerField()),
                ("known_on", models.DateField()),
                ("purpose", models.CharField(max_length=200)),
                ("ending", models.CharField(max_length=4)),
                ("rows", models.PositiveIntegerField()),
                ("coarsened", models.PositiveIntegerField()),
                ("left_out", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="reporting_extraction_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ending__in", ["csv", "xlsx"])),
                        name="reporting_extraction_ending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="reporting_extraction_has_a_purpose",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ROWS, "DROP FUNCTION reporting_research(integer, bytea)"),
        fence(
            "reporting_extraction",
            see=f"{MINE} OR ({HELD} AND (SELECT eenplan_role()) = 'admin')",
            add=f"{MINE} AND assignment_id = (SELECT eenplan_assignment())",
            change="false",
            privileges="SELECT, INSERT",
        ),
        append_only("reporting_extraction"),
    ]
