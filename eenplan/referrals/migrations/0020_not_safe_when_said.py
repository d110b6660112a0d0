"""What a referral says of safety counts when it is said: keeping the referral again undoes nothing that was lifted since."""

from typing import ClassVar

from django.db import migrations

ONCE = """
DROP TRIGGER say_not_safe ON referrals_referral;
CREATE TRIGGER say_not_safe AFTER INSERT ON referrals_referral FOR EACH ROW
  WHEN (NEW.safe_to_contact IS FALSE) EXECUTE FUNCTION referrals_say_not_safe();
CREATE TRIGGER say_not_safe_after_all AFTER UPDATE OF safe_to_contact ON referrals_referral FOR EACH ROW
  WHEN (NEW.safe_to_contact IS FALSE AND OLD.safe_to_contact IS DISTINCT FROM FALSE)
  EXECUTE FUNCTION referrals_say_not_safe();
"""
ALWAYS = """
DROP TRIGGER say_not_safe_after_all ON referrals_referral;
DROP TRIGGER say_not_safe ON referrals_referral;
CREATE TRIGGER say_not_safe AFTER INSERT OR UPDATE OF safe_to_contact ON referrals_referral FOR EACH ROW
  WHEN (NEW.safe_to_contact IS FALSE) EXECUTE FUNCTION referrals_say_not_safe();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0019_not_safe_once")]

    operations: ClassVar = [migrations.RunSQL(ONCE, ALWAYS)]
