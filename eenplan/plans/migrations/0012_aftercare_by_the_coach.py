"""The coach of then asks how the family is: that one act, around the day agreed, and nothing more of its file."""

from django.db import migrations

MINE = """
-- Families of whoever acts whose trajectory ended with them (or with who stood in for them), to be asked within
-- two weeks or since at most three months. Gives what is needed for that contact: the name, the days, and the
-- phone numbers that may be called. The file itself stays closed to them.
CREATE FUNCTION plans_aftercare_of_mine()
  RETURNS TABLE (family_id uuid, family_name text, trajectory_id uuid, aftercare_on date, ended_on date, phones text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(eenplan_role() <> 'coach', true) OR NOT eenplan_holds_role() THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT f.id, f.name::text, t.id, c.aftercare_on, t.ended_on,
    CASE WHEN r.safe_to_contact IS FALSE THEN '{}'::text[] ELSE ARRAY(
      SELECT d.value::text FROM families_contactdetail d JOIN families_item i ON i.id = d.item_id
      WHERE d.family_id = f.id AND d.kind = 'phone' AND d.safe AND i.ended_at IS NULL AND NOT i.confidential
      ORDER BY d.item_id) END
  FROM network_staffmember me
  JOIN plans_coachassignment a ON a.staff_member_id = me.id OR a.instead_of_id = me.id
  JOIN plans_trajectory t ON t.id = a.trajectory_id AND a.period @> t.ended_on
  JOIN plans_closure c ON c.trajectory_id = t.id
  JOIN families_family f ON f.id = t.family_id
  JOIN referrals_referral r ON r.id = t.referral_id
  WHERE me.actor_id = eenplan_actor()
    AND c.aftercare_on BETWEEN eenplan_today() - 90 AND eenplan_today() + 14
    AND NOT EXISTS (SELECT 1 FROM plans_aftercare n WHERE n.trajectory_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM plans_trajectory o WHERE o.family_id = f.id AND o.ended_on IS NULL)
    AND EXISTS (SELECT 1 FROM families_responsibility s WHERE s.family_id = f.id
      AND s.partnership_id = eenplan_partnership() AND s.period @> eenplan_today());
END $$;
CREATE POLICY add_mine ON plans_aftercare FOR INSERT TO eenplan_web WITH CHECK (
  (SELECT eenplan_role()) = 'coach' AND recorded_by_id = eenplan_actor() AND EXISTS (
    SELECT 1 FROM plans_aftercare_of_mine() m
    WHERE m.trajectory_id = plans_aftercare.trajectory_id AND m.family_id = plans_aftercare.family_id));
"""

FORGET = """
DROP POLICY add_mine ON plans_aftercare;
DROP FUNCTION plans_aftercare_of_mine();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0011_stand_ins"),
        ("referrals", "0008_outcomes"),
        ("families", "0009_corrections"),
    ]

    operations = [migrations.RunSQL(MINE, FORGET)]
