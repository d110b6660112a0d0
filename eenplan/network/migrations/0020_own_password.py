"""A password changes through functions alone; a new code resets how an account signs in, and its account is told."""

from importlib import import_module

from django.db import migrations

people = import_module("eenplan.network.migrations.0008_people")


def again(sql: str) -> str:
    """The same functions, in the place of those that are there."""
    return sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


_START = people.KEEPS.index("-- The one way in with a code")
USE_BEFORE = again(people.KEEPS[_START : people.KEEPS.index("REVOKE ALL", _START)])
WITHDRAW_BEFORE = again(import_module("eenplan.network.migrations.0015_withdraw_work").WITHDRAW)
TAKE_BACK_BEFORE = again(import_module("eenplan.network.migrations.0019_privacy_officer").TAKE_BACK).replace(
    "'partner', 'steering'", "'partner', 'steering', 'privacy_officer'"
)

RENEWS = """
-- Whether whoever acts may make a code for an account: a first one for who they keep, and a new one for who lost the
-- password or the second factor. A coordinator makes none with which they would become more than they are.
CREATE FUNCTION network_renews_account(account uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT network_keeps_account(account) AND (
    eenplan_role() = 'admin'
    OR EXISTS (SELECT 1 FROM core_account WHERE id = account AND left(password, 1) = '!' AND last_login IS NULL)
    OR NOT EXISTS (
      SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
      WHERE s.account_id = account AND coalesce(upper(a.period), 'infinity') > eenplan_today()
        AND (a.partnership_id IS DISTINCT FROM eenplan_partnership()
          OR a.role IN ('admin', 'official', 'researcher', 'steering', 'privacy_officer'))));
$$;
"""

USE = """
-- The one way in with a code, once: a password, and nothing that was there before to sign in with. Gives the account,
-- or nothing.
CREATE OR REPLACE FUNCTION network_use_invitation(mail text, hash text, new_password text, at timestamptz) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found uuid;
BEGIN
  UPDATE network_invitation i SET used_at = at FROM core_account a
    WHERE a.id = i.account_id AND lower(a.email) = lower(mail) AND i.code_hash = hash AND i.used_at IS NULL
      AND i.expires_at > at AND a.is_active
    RETURNING a.id INTO found;
  IF found IS NOT NULL THEN
    UPDATE core_account SET password = new_password WHERE id = found;
    DELETE FROM mfa_authenticator WHERE user_id = found;
    DELETE FROM socialaccount_socialaccount WHERE user_id = found;
    DELETE FROM django_session d USING core_signedin s
      WHERE s.account_id = found AND encode(sha256(convert_to(d.session_key, 'UTF8')), 'hex') = s.session_hash;
    DELETE FROM core_signedin WHERE account_id = found;
  END IF;
  RETURN found;
END $$;
"""


def who_never_came_in(sql: str, alias: str = "") -> str:
    """Somebody may come in without a password, through a provider: they were here too."""
    return sql.replace(
        f"left({alias}password, 1) = '!'", f"left({alias}password, 1) = '!' AND {alias}last_login IS NULL"
    ).replace(
        f"left({alias}password, 1) <> '!'",
        f"(left({alias}password, 1) <> '!' OR {alias}last_login IS NOT NULL)",
    )


WITHDRAW = who_never_came_in(who_never_came_in(WITHDRAW_BEFORE), "a.")
TAKE_BACK = who_never_came_in(TAKE_BACK_BEFORE)

POLICIES = """
ALTER POLICY see ON network_invitation USING (network_keeps_account(account_id) OR account_id = eenplan_account());
ALTER POLICY add ON network_invitation WITH CHECK (network_renews_account(account_id));
ALTER POLICY change ON network_invitation
  USING (network_renews_account(account_id)) WITH CHECK (network_renews_account(account_id));
REVOKE UPDATE (password) ON core_account FROM eenplan_web;
"""
POLICIES_BEFORE = """
GRANT UPDATE (password) ON core_account TO eenplan_web;
ALTER POLICY change ON network_invitation
  USING (network_keeps_account(account_id)) WITH CHECK (network_keeps_account(account_id));
ALTER POLICY add ON network_invitation WITH CHECK (network_keeps_account(account_id));
ALTER POLICY see ON network_invitation USING (network_keeps_account(account_id));
DROP FUNCTION network_renews_account(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0019_privacy_officer"), ("core", "0004_signed_in")]

    operations = [
        migrations.RunSQL(RENEWS + POLICIES, POLICIES_BEFORE),
        migrations.RunSQL(USE, USE_BEFORE),
        migrations.RunSQL(WITHDRAW, WITHDRAW_BEFORE),
        migrations.RunSQL(TAKE_BACK, TAKE_BACK_BEFORE),
    ]
