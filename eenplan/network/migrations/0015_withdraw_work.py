"""A task that has not begun is withdrawn; somebody who never worked and never signed in is then gone whole."""

from django.db import migrations

WITHDRAW = """
-- Withdraws work that begins after today, for who keeps that team. What it would have replaced goes on. Who has no
-- other work goes with it; their account too as long as it has no password. Gives whether there was such work.
CREATE FUNCTION network_withdraw_work(which uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  work network_assignment;
  person network_staffmember;
BEGIN
  SELECT * INTO work FROM network_assignment WHERE id = which AND lower(period) > eenplan_today() FOR UPDATE;
  IF NOT FOUND OR NOT network_keeps_team(work.partnership_id) THEN
    RETURN false;
  END IF;
  DELETE FROM network_assignment WHERE id = which;
  UPDATE network_assignment SET period = daterange(lower(period), upper(work.period))
    WHERE staff_member_id = work.staff_member_id AND role = work.role
      AND partnership_id IS NOT DISTINCT FROM work.partnership_id AND upper(period) = lower(work.period);
  IF NOT EXISTS (SELECT 1 FROM network_assignment WHERE staff_member_id = work.staff_member_id) THEN
    DELETE FROM network_staffmember WHERE id = work.staff_member_id RETURNING * INTO person;
    DELETE FROM network_invitation i USING core_account a
      WHERE i.account_id = a.id AND a.id = person.account_id AND left(a.password, 1) = '!';
    DELETE FROM core_account WHERE id = person.account_id AND left(password, 1) = '!';
    IF FOUND THEN
      DELETE FROM core_actor WHERE id = person.actor_id;
    END IF;
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION network_withdraw_work(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_withdraw_work(uuid) TO eenplan_web;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0014_administrator_of_the_whole"), ("core", "0003_tallies")]

    operations = [migrations.RunSQL(WITHDRAW, "DROP FUNCTION network_withdraw_work(uuid)")]
