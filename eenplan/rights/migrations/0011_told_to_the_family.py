"""A family reads with its own card what is told of its own data that end (rule 42)."""

from typing import ClassVar

from django.db import migrations

TOLD = """
-- What was told to end of the family of whoever holds the card: the last day on which it is kept, and about which child
-- of whom they know (null: the whole file). A hold is for who looks after the calendar.
CREATE FUNCTION rights_told_to_us() RETURNS TABLE (person_id uuid, day date, told_on date, held_until date)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(eenplan_role() <> 'family_member', true) OR NOT eenplan_reaches(eenplan_family(), eenplan_holds_role()) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT e.person_id, e.day, e.told_on, (SELECT max(h.until) FROM rights_hold h
      WHERE h.family_id = e.family_id AND h.lifted_at IS NULL AND h.until >= eenplan_today())
    FROM rights_ending e WHERE e.family_id = eenplan_family() AND e.told_on IS NOT NULL ORDER BY e.day, e.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rights", "0010_refused_coaches")]

    operations: ClassVar = [migrations.RunSQL(TOLD, "DROP FUNCTION rights_told_to_us();")]
