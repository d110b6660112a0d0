"""Who lives in a home reads its address with their card, also when it is not for the other home."""

from django.db import migrations

MINE = """
-- The addresses of the homes in which whoever holds the card lives today. Of other homes nothing: those are read
-- as any other piece of the file, which shows them only when the whole family may know them.
CREATE FUNCTION families_address_of_mine()
  RETURNS TABLE (family_id uuid, home_id uuid, value text, municipality text, municipality_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(eenplan_role() <> 'family_member', true) OR NOT eenplan_reaches(eenplan_family(), false) THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT h.family_id, h.item_id, d.value::text, coalesce(m.name_nl, '')::text, d.municipality_id
  FROM families_person p
  JOIN families_residence r ON r.person_id = p.id AND r.period @> eenplan_today()
  JOIN families_home h ON h.item_id = r.home_id AND h.period @> eenplan_today()
  JOIN families_item hi ON hi.id = h.item_id AND hi.ended_at IS NULL
  JOIN families_contactdetail d ON d.home_id = h.item_id
  JOIN families_item i ON i.id = d.item_id AND i.ended_at IS NULL
    AND NOT (i.third_party_only OR i.court OR i.agogic_exception)
  LEFT JOIN network_municipality m ON m.id = d.municipality_id
  WHERE p.actor_id = eenplan_actor() AND p.family_id = eenplan_family() AND h.family_id = p.family_id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0009_corrections"), ("network", "0002_coverage_shares_and_grants")]

    operations = [migrations.RunSQL(MINE, "DROP FUNCTION families_address_of_mine()")]
