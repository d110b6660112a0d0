"""A role that was given today by mistake is taken back at once, and not only from tomorrow."""

from django.db import migrations

TAKE_BACK = """
-- Takes back a role beside a team or of the whole that begins today or later, for who gives it. Who has no other work
-- goes with it, unless they signed in already: then nothing is done. Gives whether it is gone.
CREATE FUNCTION network_take_back_role(which uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  given network_assignment;
  person network_staffmember;
BEGIN
  SELECT * INTO given FROM network_assignment WHERE id = which AND lower(period) >= eenplan_today() FOR UPDATE;
  IF NOT FOUND OR NOT network_keeps_team(given.partnership_id)
      OR given.role IN ('coach', 'intake', 'coordinator', 'psychologist', 'expert')
      OR (given.role NOT IN ('partner', 'steering') AND eenplan_role() <> 'admin') THEN
    RETURN false;
  END IF;
  SELECT * INTO person FROM network_staffmember WHERE id = given.staff_member_id;
  IF EXISTS (SELECT 1 FROM network_assignment WHERE staff_member_id = person.id AND id <> which) THEN
    DELETE FROM network_assignment WHERE id = which;
    RETURN true;
  END IF;
  IF EXISTS (SELECT 1 FROM core_account WHERE id = person.account_id AND left(password, 1) <> '!') THEN
    RETURN false;
  END IF;
  DELETE FROM network_assignment WHERE id = which;
  DELETE FROM network_staffmember WHERE id = person.id;
  DELETE FROM network_invitation WHERE account_id = person.account_id;
  DELETE FROM core_account WHERE id = person.account_id;
  DELETE FROM core_actor WHERE id = person.actor_id;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION network_take_back_role(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_take_back_role(uuid) TO eenplan_web;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0017_mended_and_ended")]

    operations = [migrations.RunSQL(TAKE_BACK, "DROP FUNCTION network_take_back_role(uuid)")]
