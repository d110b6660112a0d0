"""Where somebody is signed in; how an account signs in is shown to that account alone; its password through a function."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

FUNCTIONS = """
CREATE FUNCTION eenplan_account() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.account', true), '')::uuid $$;

-- The one way to a password for who is signing in or signed in: their own account's, and no other.
CREATE FUNCTION core_keep_password(whose uuid, stored text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF whose IS DISTINCT FROM eenplan_account() THEN
    RAISE EXCEPTION 'the password of another account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE core_account SET password = stored WHERE id = whose AND is_active;
END $$;
REVOKE ALL ON FUNCTION core_keep_password(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_keep_password(uuid, text) TO eenplan_web;

-- Whose account a provider's number was tied to; nothing when to none. The table itself is read by its account alone.
CREATE FUNCTION core_account_of_identity(issuer text, subject text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT user_id FROM socialaccount_socialaccount WHERE provider = issuer AND uid = subject;
$$;
REVOKE ALL ON FUNCTION core_account_of_identity(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core_account_of_identity(text, text) TO eenplan_web;
"""
FORGET = """
DROP FUNCTION core_account_of_identity(text, text), core_keep_password(uuid, text), eenplan_account();
"""
MINE = "user_id = (SELECT eenplan_account())"
ME = "account_id = (SELECT eenplan_account()) OR reader_id = (SELECT eenplan_actor())"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("session_hash", models.CharField(max_length=64, unique=True)),
                ("began_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("last_seen_on", models.DateField(default=eenplan.core.clock.today)),
                ("device", models.CharField(blank=True, max_length=60)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("account__isnull", True), ("reader__isnull", False))
                        | models.Q(("account__isnull", False), ("reader__isnull", True)),
                        name="core_signed_in_as_one",
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, FORGET),
        fence(
            "core_signedin",
            see=ME,
            add=ME,
            privileges="SELECT, INSERT, UPDATE (last_seen_on), DELETE",
        ),
        # The library's tables: how an account signs in besides its password, and who it is at a provider.
        fence(
            "mfa_authenticator",
            see=MINE,
            add=MINE,
            privileges="SELECT, INSERT, UPDATE (data, last_used_at), DELETE",
        ),
        fence("socialaccount_socialaccount", see=MINE, add=MINE, privileges="SELECT, INSERT, DELETE"),
    ]
