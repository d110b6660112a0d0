"""Which file a worker means who opens one in an emergency: by its number or that of a referral, exactly, and no search."""

from django.db import migrations

FIND = """
-- The family of the team's own responsibility with this number; nothing for any other number, whosever it is.
CREATE FUNCTION plans_file_to_open(number text) RETURNS uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found uuid;
BEGIN
  SELECT f.id INTO found FROM families_family f WHERE f.reference = number;
  IF found IS NULL THEN
    SELECT r.family_id INTO found FROM referrals_referral r WHERE r.reference = number;
  END IF;
  IF found IS NOT NULL AND consent_may_open(found) THEN
    RETURN found;
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0015_who_sees"),
        ("families", "0015_emergency"),
        ("referrals", "0013_newest_found"),
    ]

    operations = [migrations.RunSQL(FIND, "DROP FUNCTION plans_file_to_open(text);")]
