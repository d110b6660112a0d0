"""Whether somebody holds the role in which they act is looked up once a page, and kept until somebody else acts.

`eenplan.holds` keeps for whom it was found, word for word. What the function answers stays the same: there is nothing to
take back.
"""

from django.db import migrations

HOLDS = """
CREATE OR REPLACE FUNCTION eenplan_holds_role() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  me text := concat_ws(' ', eenplan_assignment(), eenplan_actor(), eenplan_role(), eenplan_partnership(), eenplan_today());
BEGIN
  IF current_setting('eenplan.holds', true) = me THEN
    RETURN true;
  END IF;
  PERFORM FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor() AND a.role = eenplan_role()
      AND a.partnership_id IS NOT DISTINCT FROM eenplan_partnership() AND a.period @> eenplan_today();
  IF FOUND THEN
    PERFORM set_config('eenplan.holds', me, true);
    RETURN true;
  END IF;
  RETURN false;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0022_reads_texts")]

    operations = [migrations.RunSQL(HOLDS, migrations.RunSQL.noop)]
