"""What is sent, and whom the coach of then may call, is judged by what was said of the whole family."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.plans.migrations.0031_notices").WHY_NOT.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
WHY_NOT = BEFORE.replace(
    "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.family_id = one.family_id AND r.safe_to_contact IS FALSE)",
    "families_not_safe(one.family_id)",
)
AFTERCARE = """
-- Families of whoever acts whose trajectory ended with them (or with who stood in for them), to be asked within
-- two weeks or since at most three months. Gives what is needed for that contact: the name, the days, and the
-- phone numbers that may be called. The file itself stays closed to them.
CREATE OR REPLACE FUNCTION plans_aftercare_of_mine()
  RETURNS TABLE (family_id uuid, family_name text, trajectory_id uuid, aftercare_on date, ended_on date, phones text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(eenplan_role() <> 'coach', true) OR NOT eenplan_holds_role() THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT f.id, f.name::text, t.id, c.aftercare_on, t.ended_on,
    CASE WHEN families_not_safe(f.id) THEN '{}'::text[] ELSE ARRAY(
      SELECT d.value::text FROM families_contactdetail d JOIN families_item i ON i.id = d.item_id
      WHERE d.family_id = f.id AND d.kind = 'phone' AND d.safe AND i.ended_at IS NULL AND NOT i.confidential
      ORDER BY d.item_id) END
  FROM network_staffmember me
  JOIN plans_coachassignment a ON a.staff_member_id = me.id OR a.instead_of_id = me.id
  JOIN plans_trajectory t ON t.id = a.trajectory_id AND a.period @> t.ended_on
  JOIN plans_closure c ON c.trajectory_id = t.id
  JOIN families_family f ON f.id = t.family_id
  WHERE me.actor_id = eenplan_actor()
    AND c.aftercare_on BETWEEN eenplan_today() - 90 AND eenplan_today() + 14
    AND NOT EXISTS (SELECT 1 FROM plans_aftercare n WHERE n.trajectory_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM plans_trajectory o WHERE o.family_id = f.id AND o.ended_on IS NULL)
    AND EXISTS (SELECT 1 FROM families_responsibility s WHERE s.family_id = f.id
      AND s.partnership_id = eenplan_partnership() AND s.period @> eenplan_today());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0033_not_safe"), ("plans", "0034_places"), ("referrals", "0017_not_safe")]

    operations = [migrations.RunSQL(WHY_NOT, BEFORE), migrations.RunSQL(AFTERCARE, migrations.RunSQL.noop)]
