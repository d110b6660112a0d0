"""A referral that says that contact is not safe says it of the whole family, until somebody lifts it."""

from typing import ClassVar

from django.db import migrations

SAID = """
CREATE FUNCTION referrals_say_not_safe() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO families_notsafe (id, family_id, reason, said_at, lifted_because)
    VALUES (gen_random_uuid(), NEW.family_id, '', NEW.received_at, '') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER say_not_safe AFTER INSERT OR UPDATE OF safe_to_contact ON referrals_referral FOR EACH ROW
  WHEN (NEW.safe_to_contact IS FALSE) EXECUTE FUNCTION referrals_say_not_safe();

INSERT INTO families_notsafe (id, family_id, reason, said_at, lifted_because)
  SELECT gen_random_uuid(), r.family_id, '', max(r.received_at), '' FROM referrals_referral r
  WHERE r.safe_to_contact IS FALSE GROUP BY r.family_id ON CONFLICT DO NOTHING;
"""
UNSAID = """
DROP TRIGGER say_not_safe ON referrals_referral;
DROP FUNCTION referrals_say_not_safe();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("families", "0033_not_safe"), ("referrals", "0016_found_in_order")]

    operations: ClassVar = [migrations.RunSQL(SAID, UNSAID)]
