"""The law of the referral in the database, and who sees which row."""

from django.db import migrations

from eenplan.core.fence import fence

# Rule 2: the same day of the next calendar month, clamped to its end, in Brussels days.
DEADLINE = """
ALTER TABLE referrals_referral ADD CONSTRAINT referrals_deadline_is_a_month
  CHECK (deadline = ((received_at AT TIME ZONE 'Europe/Brussels')::date + interval '1 month')::date);
"""

# Rule 1: the moment of receipt changes only beside a correction of this same transaction.
CORRECTIONS = """
ALTER TABLE referrals_receivedcorrection ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION referrals_stamp_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.written_in := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER stamp_correction BEFORE INSERT ON referrals_receivedcorrection
  FOR EACH ROW EXECUTE FUNCTION referrals_stamp_correction();

CREATE FUNCTION referrals_keep_received() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.received_at, NEW.deadline) IS DISTINCT FROM (OLD.received_at, OLD.deadline) AND NOT EXISTS (
      SELECT 1 FROM referrals_receivedcorrection c
      WHERE c.referral_id = NEW.id AND c.old = OLD.received_at AND c.new = NEW.received_at
        AND c.written_in = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'the moment of receipt changes only with a correction'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_received_is_corrected';
  END IF;
  -- Rule 4: a correction made after the deadline does not undo that the deadline had passed.
  IF NEW.deadline <> OLD.deadline AND OLD.deadline < eenplan_today()
      AND OLD.state NOT IN ('conversation_held', 'ended') THEN
    NEW.late_since := least(OLD.late_since, NEW.late_since, OLD.deadline + 1);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_received BEFORE UPDATE ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_received();
"""

# Rule 4: what was late once stays late; it can turn out to have been late sooner, never later.
LATENESS = """
CREATE FUNCTION referrals_keep_lateness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.late_since IS NOT NULL AND (NEW.late_since IS NULL OR NEW.late_since > OLD.late_since) THEN
    RAISE EXCEPTION 'lateness is never wiped out'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_lateness_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_lateness BEFORE UPDATE ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_lateness();
CREATE TRIGGER keep_lateness BEFORE UPDATE ON referrals_fact
  FOR EACH ROW EXECUTE FUNCTION referrals_keep_lateness();
"""

# Rules 3 and 9: a state says what is true. Checked at the end of the transaction.
STATES = """
CREATE FUNCTION referrals_state_is_true() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  r referrals_referral;
  ended_as text;
BEGIN
  IF TG_TABLE_NAME = 'referrals_outcome' THEN
    SELECT * INTO r FROM referrals_referral WHERE id = coalesce(NEW.referral_id, OLD.referral_id);
  ELSE
    SELECT * INTO r FROM referrals_referral WHERE id = NEW.id;
  END IF;
  IF r.id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT kind INTO ended_as FROM referrals_outcome WHERE referral_id = r.id AND family_id = r.family_id;
  IF (CASE
      WHEN r.state = 'received' THEN ended_as IS NOT NULL
      WHEN r.state = 'ended' THEN ended_as IS NULL OR ended_as = 'taken_up'
      ELSE ended_as IS DISTINCT FROM 'taken_up' END) THEN
    RAISE EXCEPTION 'the state % does not go with the outcome %', r.state, ended_as
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_one_outcome';
  END IF;
  IF r.first_conversation_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM families_contact c
      WHERE c.item_id = r.first_conversation_id AND c.family_id = r.family_id
        AND c.kind = 'first_conversation'
        AND c.status = (CASE r.state WHEN 'conversation_held' THEN 'held' ELSE 'planned' END)) THEN
    RAISE EXCEPTION 'the state % does not go with the first conversation', r.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_conversation_is_true';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER state_is_true AFTER INSERT OR UPDATE ON referrals_referral
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_state_is_true();
CREATE CONSTRAINT TRIGGER state_is_true AFTER INSERT OR UPDATE OR DELETE ON referrals_outcome
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION referrals_state_is_true();
"""

# Whoever holds the token of a form that was sent may know that it arrived, and nothing of the file.
SENT = """
CREATE FUNCTION referrals_sent(token uuid)
  RETURNS TABLE (family_id uuid, reference text, received_at timestamptz, deadline date, partnership_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.family_id, r.reference, r.received_at, r.deadline, r.partnership_id
  FROM referrals_referral r WHERE r.sent_token = token
$$;
"""

OF_A_REFERRAL = (
    "eenplan_writes(family_id) AND EXISTS (SELECT 1 FROM referrals_referral r"
    " WHERE r.id = {table}.referral_id AND r.family_id = {table}.family_id)"
)
OF_A_FACT = "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = referrals_fact.referral_id)"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("families", "0002_fence")]

    operations = [
        migrations.RunSQL(
            DEADLINE, "ALTER TABLE referrals_referral DROP CONSTRAINT referrals_deadline_is_a_month"
        ),
        migrations.RunSQL(
            CORRECTIONS,
            """
            DROP TRIGGER keep_received ON referrals_referral;
            DROP TRIGGER stamp_correction ON referrals_receivedcorrection;
            DROP FUNCTION referrals_keep_received(), referrals_stamp_correction();
            ALTER TABLE referrals_receivedcorrection DROP COLUMN written_in;
            """,
        ),
        migrations.RunSQL(
            LATENESS,
            """
            DROP TRIGGER keep_lateness ON referrals_fact;
            DROP TRIGGER keep_lateness ON referrals_referral;
            DROP FUNCTION referrals_keep_lateness();
            """,
        ),
        migrations.RunSQL(
            STATES,
            """
            DROP TRIGGER state_is_true ON referrals_outcome;
            DROP TRIGGER state_is_true ON referrals_referral;
            DROP FUNCTION referrals_state_is_true();
            """,
        ),
        migrations.RunSQL(SENT, "DROP FUNCTION referrals_sent(uuid)"),
        # What a referrer wrote has no label 'released to all': the family reads it with a worker, not alone.
        fence("referrals_referral", see="eenplan_writes(family_id)", add="eenplan_writes(family_id)"),
        fence(
            "referrals_outcome",
            see="eenplan_writes(family_id)",
            add=OF_A_REFERRAL.format(table="referrals_outcome"),
            privileges="SELECT, INSERT",
        ),
        fence(
            "referrals_receivedcorrection",
            see="eenplan_writes(family_id)",
            add=OF_A_REFERRAL.format(table="referrals_receivedcorrection"),
            privileges="SELECT, INSERT",
        ),
        # No names in it: whoever counts sees all; whoever works on a referral sees and keeps its own row.
        fence(
            "referrals_fact",
            see=f"(SELECT eenplan_role()) IN ('official', 'coordinator', 'intake', 'admin') OR {OF_A_FACT}",
            add=OF_A_FACT,
        ),
    ]
