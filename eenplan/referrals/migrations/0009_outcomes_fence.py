"""Who sees which row of what intake decides, and what no way goes around (rules 8, 9, 11 and 12)."""

from django.db import migrations

from eenplan.core.fence import fence

# Only the functions below, which run as the owner, move a referral to another desk or to another file.
# Acute danger that was said once is not unsaid.
STAYS = """
CREATE FUNCTION referrals_keep_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.partnership_id, NEW.family_id) IS DISTINCT FROM (OLD.partnership_id, OLD.family_id)
      AND current_user = 'eenplan_web' THEN
    RAISE EXCEPTION 'a referral changes desk by a forwarding and file by a taking in'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_place_stays';
  END IF;
  IF OLD.acute_danger AND NEW.acute_danger IS NOT TRUE THEN
    RAISE EXCEPTION 'acute danger is answered, not unsaid'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_danger_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_place BEFORE UPDATE ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_place();
"""

# Rule 12: danger is open until somebody is named with what they did, after it was last said. The second
# argument is what the referral says itself: without danger nothing is looked up.
DANGER = """
CREATE FUNCTION referrals_danger_is_open(of_referral uuid, acute boolean) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(acute, false) AND NOT EXISTS (
    SELECT 1 FROM referrals_dangerresponse d WHERE d.referral_id = of_referral AND d.recorded_at >=
      coalesce((SELECT max(s.at) FROM referrals_dangerreport s WHERE s.referral_id = of_referral), '-infinity'))
$$;

CREATE FUNCTION referrals_danger_first() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (TG_TABLE_NAME = 'referrals_forwarding' OR to_jsonb(NEW) ->> 'kind' <> 'taken_up') AND EXISTS (
      SELECT 1 FROM referrals_referral r
      WHERE r.id = NEW.referral_id AND referrals_danger_is_open(r.id, r.acute_danger)) THEN
    RAISE EXCEPTION 'acute danger waits for an answer'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_danger_first';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_danger_first BEFORE INSERT ON referrals_outcome
  FOR EACH ROW EXECUTE FUNCTION referrals_danger_first();
CREATE TRIGGER a_danger_first BEFORE INSERT ON referrals_forwarding
  FOR EACH ROW EXECUTE FUNCTION referrals_danger_first();
"""

# Rule 8: a forwarding moves the desk and the responsibility in the same moment. Only of a referral on which
# nothing was decided, and of a file that holds nothing else.
HAND_OVER = """
CREATE FUNCTION referrals_hand_over() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE day date := eenplan_today();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = NEW.referral_id
      AND r.family_id = NEW.family_id AND r.partnership_id = NEW.from_partnership_id AND r.state = 'received') THEN
    RAISE EXCEPTION 'only what lies undecided on this desk is forwarded'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_forwarded_undecided';
  END IF;
  IF EXISTS (SELECT 1 FROM referrals_referral r WHERE r.family_id = NEW.family_id AND r.id <> NEW.referral_id) THEN
    RAISE EXCEPTION 'a file with other referrals stays where it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_forwarded_alone';
  END IF;
  UPDATE referrals_referral SET partnership_id = NEW.to_partnership_id WHERE id = NEW.referral_id;
  DELETE FROM families_responsibility WHERE family_id = NEW.family_id AND lower(period) >= day;
  UPDATE families_responsibility SET period = daterange(lower(period), day)
    WHERE family_id = NEW.family_id AND (upper_inf(period) OR upper(period) > day);
  INSERT INTO families_responsibility (id, family_id, partnership_id, period)
    VALUES (gen_random_uuid(), NEW.family_id, NEW.to_partnership_id, daterange(day, NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER hand_over AFTER INSERT ON referrals_forwarding
  FOR EACH ROW EXECUTE FUNCTION referrals_hand_over();

-- What the sender still knows of what it forwarded: the reference, to whom and when. Newest first.
CREATE FUNCTION referrals_forwarded_by_us()
  RETURNS TABLE (referral_id uuid, reference text, to_partnership_id uuid, at timestamptz, deadline date,
    sent_token uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT f.referral_id, r.reference, f.to_partnership_id, f.at, r.deadline, r.sent_token
  FROM referrals_forwarding f JOIN referrals_referral r ON r.id = f.referral_id
  WHERE f.from_partnership_id = (SELECT eenplan_desk()) AND r.partnership_id <> f.from_partnership_id
    AND f.at = (SELECT max(l.at) FROM referrals_forwarding l
      WHERE l.referral_id = f.referral_id AND l.from_partnership_id = f.from_partnership_id)
  ORDER BY f.at DESC
$$;
"""

# Rule 11: whether a file looks like another one; of a file out of reach only where, since when, and whether
# somebody is busy with it. The plans room replaces the second function: it knows what was closed.
DOUBLES = """
CREATE FUNCTION referrals_is_open(of_referral uuid, state text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT state <> 'ended'
$$;

CREATE FUNCTION referrals_pair(one uuid, other uuid) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(substr(sha256(convert_to(least(one, other)::text || greatest(one, other)::text, 'UTF8')), 1, 16),
    'hex')::uuid
$$;

CREATE FUNCTION referrals_doubles(of_family uuid)
  RETURNS TABLE (pair uuid, family_id uuid, partnership_id uuid, since date, is_open boolean, kinds text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH me AS (SELECT eenplan_holds_role() AS holds),
  alike AS (
    SELECT o.family_id, array_agg(DISTINCT o.kind::text) AS kinds
    FROM me, families_matchkey m
      JOIN families_matchkey o ON o.key = m.key AND o.kind = m.kind AND o.family_id <> m.family_id
    WHERE m.family_id = of_family AND eenplan_role() IN ('intake', 'coordinator')
      AND eenplan_reaches(of_family, me.holds)
    GROUP BY o.family_id ORDER BY o.family_id DESC LIMIT 20)
  SELECT referrals_pair(of_family, a.family_id),
    CASE WHEN reached.it THEN a.family_id END,
    s.partnership_id,
    (min(r.received_at) AT TIME ZONE 'Europe/Brussels')::date,
    bool_or(referrals_is_open(r.id, r.state)),
    CASE WHEN reached.it THEN a.kinds END
  FROM me, alike a
    JOIN families_responsibility s ON s.family_id = a.family_id AND s.period @> eenplan_today()
    JOIN referrals_referral r ON r.family_id = a.family_id
    CROSS JOIN LATERAL (SELECT eenplan_reaches(a.family_id, (SELECT holds FROM me)) AS it) reached
  WHERE NOT EXISTS (SELECT 1 FROM referrals_doubleverdict v WHERE v.pair = referrals_pair(of_family, a.family_id))
  GROUP BY a.family_id, reached.it, s.partnership_id, a.kinds
  ORDER BY min(r.received_at)
$$;
"""

OF_A_REFERRAL = (
    "eenplan_writes(family_id) AND EXISTS (SELECT 1 FROM referrals_referral r"
    " WHERE r.id = {table}.referral_id AND r.family_id = {table}.family_id)"
)
OF_A_CONSULT = (
    "eenplan_writes(family_id) AND EXISTS (SELECT 1 FROM referrals_consult c"
    " WHERE c.referral_id = referrals_consultstep.consult_id AND c.family_id = referrals_consultstep.family_id)"
)
BY_ME = " AND author_id = (SELECT eenplan_actor())"


def close(table: str, privileges: str = "SELECT, INSERT", more: str = BY_ME) -> migrations.RunSQL:
    """For who works with the family, each under their own name; never for the family's own card."""
    add = OF_A_REFERRAL.format(table=table)
    return fence(table, see="eenplan_writes(family_id)", add=add + more, change=add, privileges=privileges)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_outcomes"), ("families", "0005_matching")]

    operations = [
        migrations.RunSQL(
            STAYS, "DROP TRIGGER keep_place ON referrals_referral; DROP FUNCTION referrals_keep_place()"
        ),
        migrations.RunSQL(
            DANGER,
            """
            DROP TRIGGER a_danger_first ON referrals_forwarding;
            DROP TRIGGER a_danger_first ON referrals_outcome;
            DROP FUNCTION referrals_danger_first();
            DROP FUNCTION referrals_danger_is_open(uuid, boolean);
            """,
        ),
        migrations.RunSQL(
            HAND_OVER,
            """
            DROP FUNCTION referrals_forwarded_by_us();
            DROP TRIGGER hand_over ON referrals_forwarding;
            DROP FUNCTION referrals_hand_over();
            """,
        ),
        migrations.RunSQL(
            DOUBLES,
            "DROP FUNCTION referrals_doubles(uuid), referrals_pair(uuid, uuid), referrals_is_open(uuid, text)",
        ),
        close(
            "referrals_forwarding",
            more=BY_ME
            + " AND from_partnership_id = (SELECT eenplan_desk())"
            + " AND EXISTS (SELECT 1 FROM network_partnership p"
            " WHERE p.id = to_partnership_id AND p.period @> eenplan_today())",
        ),
        close("referrals_dangerreport"),
        close("referrals_dangerresponse"),
        close("referrals_crisiscall"),
        close("referrals_doubleverdict"),
        close(
            "referrals_consult",
            "SELECT, INSERT, UPDATE (call_back_on, called_back_on, called_back_by_id, call_back_note)",
        ),
        fence(
            "referrals_consultstep",
            see="eenplan_writes(family_id)",
            add=OF_A_CONSULT,
            privileges="SELECT, INSERT",
        ),
    ]
