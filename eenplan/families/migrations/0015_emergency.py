"""A file that was opened in an emergency is read as an emergency, and what is written of it is true."""

from django.db import migrations

HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# Only a page that says so reads by an emergency: so nothing is read by it without standing in the audit as that.
READS = f"""
CREATE OR REPLACE FUNCTION eenplan_has_emergency(family uuid) RETURNS boolean {HEAD} $$
BEGIN
  RETURN %s EXISTS (SELECT 1 FROM consent_emergencyaccess e
    WHERE e.actor_id = eenplan_actor() AND e.family_id = family AND e.partnership_id = eenplan_partnership()
      AND e.ended_at IS NULL AND eenplan_now() < e.until);
END $$;
"""
BY_PURPOSE = "coalesce(current_setting('eenplan.purpose', true), '') = 'emergency' AND"

TRUE = """
-- Opened for so long as the law's term says and by oneself; seen by who answers for the family, reviewed by a coordinator,
-- never by who opened it; what was written once stays. Whoever maintains the database (no actor) is not asked.
CREATE FUNCTION consent_emergency_is_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  me uuid := eenplan_actor();
  holds boolean := true;
BEGIN
  IF me IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    holds := NEW.until <= eenplan_now() + make_interval(hours => consent_term('emergency_hours', eenplan_today()), mins => 5)
      AND NEW.review_by <= eenplan_today() + consent_term('emergency_review', eenplan_today())
      AND NEW.ended_at IS NULL AND NEW.seen_at IS NULL AND NEW.reviewed_at IS NULL
      AND EXISTS (SELECT 1 FROM network_staffmember s WHERE s.id = NEW.staff_member_id AND s.actor_id = me);
  ELSE
    holds := (NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at OR (OLD.ended_at IS NULL AND OLD.actor_id = me))
      AND ((NEW.seen_at, NEW.seen_by_id) IS NOT DISTINCT FROM (OLD.seen_at, OLD.seen_by_id)
        OR (OLD.seen_at IS NULL AND NEW.seen_by_id = me AND me <> OLD.actor_id AND eenplan_role() = 'coach'
          AND eenplan_answers_for(OLD.family_id, eenplan_holds_role())))
      AND ((NEW.reviewed_at, NEW.reviewed_by_id, NEW.justified, NEW.review)
          IS NOT DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.justified, OLD.review)
        OR (OLD.reviewed_at IS NULL AND NEW.reviewed_by_id = me AND me <> OLD.actor_id
          AND eenplan_role() = 'coordinator'));
  END IF;
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION 'this does not say truly who opened, saw or reviewed a file'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_emergency_is_true';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_true BEFORE INSERT OR UPDATE ON consent_emergencyaccess
  FOR EACH ROW EXECUTE FUNCTION consent_emergency_is_true();
"""
FORGET = """
DROP TRIGGER is_true ON consent_emergencyaccess;
DROP FUNCTION consent_emergency_is_true();
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0014_what_a_share_reaches")]

    operations = [
        migrations.RunSQL(READS % BY_PURPOSE, READS % ""),
        migrations.RunSQL(TRUE, FORGET),
    ]
