"""What is shared with whoever acts is asked where it is kept: which shares hold is judged once a page (rules 29, 30).

What the function answers stays the same: there is nothing to take back.
"""

from importlib import import_module

from django.db import migrations

HEAD: str = import_module("eenplan.families.migrations.0011_consent").HEAD
SHARED = f"""
CREATE OR REPLACE FUNCTION consent_shared_with_me() RETURNS TABLE (family_id uuid, grant_id uuid)
  LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  me record;
BEGIN
  IF NOT eenplan_holds_role() OR eenplan_role() NOT IN ('partner', 'psychologist', 'expert') THEN
    RETURN;
  END IF;
  SELECT s.id, s.organisation_id INTO me FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor();
  RETURN QUERY SELECT f.family_id, substr(v, 7)::uuid
    FROM (SELECT DISTINCT g.family_id FROM consent_grant g
      WHERE g.ended_at IS NULL AND g.period @> eenplan_today()
        AND (g.staff_member_id = me.id
          OR (g.partnership_id = eenplan_partnership() AND g.function = eenplan_role())
          OR (eenplan_role() = 'partner' AND g.organisation_id = me.organisation_id))) f
      CROSS JOIN LATERAL unnest(string_to_array(eenplan_kept_viewers(f.family_id), ',')) v;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0031_queue")]

    operations = [migrations.RunSQL(SHARED, reverse_sql=migrations.RunSQL.noop)]
