"""Whoever of a family is expected at a planned contact may know of it: 'Dinsdag om 10 uur komt Sara langs.'"""

from django.db import migrations

from eenplan.core.fence import holding_once

# What was said stays among workers: once a contact was held, it shows to the family only when released.
EXPECTED = """
CREATE FUNCTION eenplan_is_expected(contact uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN eenplan_role() = 'family_member' AND EXISTS (
    SELECT 1 FROM families_contact c
      JOIN families_contactparticipant cp ON cp.contact_id = c.item_id
      JOIN families_person p ON p.id = cp.person_id AND p.family_id = c.family_id
    WHERE c.item_id = contact AND c.status = 'planned' AND p.actor_id = eenplan_actor());
END $$;
ALTER POLICY see ON families_item USING (eenplan_reaches(family_id) AND (
  eenplan_sees_labels(released_to_all, author_id) OR (kind = 'contact' AND eenplan_is_expected(id))));
"""

AS_BEFORE = """
ALTER POLICY see ON families_item USING (
  eenplan_reaches(family_id) AND eenplan_sees_labels(released_to_all, author_id));
DROP FUNCTION eenplan_is_expected(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0002_fence")]

    operations = [migrations.RunSQL(holding_once(EXPECTED), holding_once(AS_BEFORE))]
