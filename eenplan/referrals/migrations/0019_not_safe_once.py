"""A referral that says what stands there already says nothing new."""

from typing import ClassVar

from django.db import migrations

SAID = """
CREATE OR REPLACE FUNCTION referrals_say_not_safe() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT families_not_safe(NEW.family_id) THEN
    INSERT INTO families_notsafe (id, family_id, reason, said_at, lifted_because)
      VALUES (gen_random_uuid(), NEW.family_id, '', NEW.received_at, '');
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("families", "0035_not_safe_twice"), ("referrals", "0018_told_by_the_queue")]

    operations: ClassVar = [migrations.RunSQL(SAID, migrations.RunSQL.noop)]
