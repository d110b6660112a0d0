"""Who holds a role for the whole, without a partnership, holds it too: an administrator keeps all partnerships."""

from django.db import migrations

HOLDS = """
CREATE OR REPLACE FUNCTION eenplan_holds_role() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor() AND a.role = eenplan_role()
      AND a.partnership_id {same} eenplan_partnership() AND a.period @> eenplan_today());
END $$;
"""
# An official, who holds a role now too, reads figures and no names of contacts.
CONTACTS = """
DROP POLICY see ON network_organisationcontact;
CREATE POLICY see ON network_organisationcontact FOR SELECT TO eenplan_web USING ({who});
"""
HELD = "(SELECT eenplan_holds_role())"


class Migration(migrations.Migration):
    dependencies = [("network", "0013_call_off"), ("families", "0002_fence")]

    operations = [
        migrations.RunSQL(HOLDS.format(same="IS NOT DISTINCT FROM"), HOLDS.format(same="=")),
        migrations.RunSQL(
            CONTACTS.format(who=f"{HELD} AND (SELECT eenplan_role()) <> 'official'"),
            CONTACTS.format(who=HELD),
        ),
    ]
