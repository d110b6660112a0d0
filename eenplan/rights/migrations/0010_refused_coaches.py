"""Who was refused (rule 38) becomes no coach and no stand-in of that family, and gives no help that begins there."""

from typing import ClassVar

from django.db import migrations

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

COACHES = f"""
-- Whether a worker may not be given to a family from a day on, because somebody of it refused them. Whoever was the own
-- coach just before stays that until another is found: their own days are written anew around a leave.
CREATE FUNCTION plans_coach_refused(family uuid, trajectory uuid, worker uuid, place_of uuid, since date) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF NOT consent_refuses(family, worker, NULL, NULL) THEN
    RETURN false;
  END IF;
  RETURN place_of IS NOT NULL OR worker IS DISTINCT FROM (
    SELECT coalesce(c.instead_of_id, c.staff_member_id) FROM plans_coachassignment c
    WHERE c.trajectory_id = trajectory AND lower(c.period) < since ORDER BY lower(c.period) DESC LIMIT 1);
END $$;

CREATE FUNCTION rights_coach_not_refused() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF plans_coach_refused(NEW.family_id, NEW.trajectory_id, NEW.staff_member_id, NEW.instead_of_id, lower(NEW.period)) THEN
    RAISE EXCEPTION 'somebody of the family refused this helper'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_helper_refused';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER coach_not_refused BEFORE INSERT ON plans_coachassignment
  FOR EACH ROW EXECUTE FUNCTION rights_coach_not_refused();
CREATE TRIGGER coach_not_refused_after_all BEFORE UPDATE OF staff_member_id ON plans_coachassignment
  FOR EACH ROW WHEN (NEW.staff_member_id <> OLD.staff_member_id) EXECUTE FUNCTION rights_coach_not_refused();

-- Help that is there or waited for, from who was refused by that name. What was there before stays as it was written.
CREATE FUNCTION rights_help_not_refused() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NEW.state <> 'ended' AND NEW.organisation <> '' AND (TG_OP = 'INSERT' OR NEW.organisation <> OLD.organisation
      OR OLD.state = 'ended') AND consent_refuses(NEW.family_id, NULL, NULL, NEW.organisation) THEN
    RAISE EXCEPTION 'somebody of the family refused this helper'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_helper_refused';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER help_not_refused BEFORE INSERT OR UPDATE OF organisation, state ON plans_help
  FOR EACH ROW EXECUTE FUNCTION rights_help_not_refused();
"""
FORGET = """
DROP TRIGGER help_not_refused ON plans_help;
DROP TRIGGER coach_not_refused_after_all ON plans_coachassignment;
DROP TRIGGER coach_not_refused ON plans_coachassignment;
DROP FUNCTION rights_help_not_refused(), rights_coach_not_refused(),
  plans_coach_refused(uuid, uuid, uuid, uuid, date);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rights", "0009_used_less")]

    operations: ClassVar = [migrations.RunSQL(COACHES, FORGET)]
