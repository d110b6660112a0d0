"""What policies read, who acts besides people, and what the web role may do with accounts."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from eenplan.core.acting import PUBLIC_FORM_ACTOR, TASK_ACTOR
from eenplan.core.actions import writing
from eenplan.core.fence import grant

SETTINGS = """
CREATE FUNCTION eenplan_actor() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.actor', true), '')::uuid $$;
CREATE FUNCTION eenplan_role() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.role', true), '') $$;
CREATE FUNCTION eenplan_partnership() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.partnership', true), '')::uuid $$;
CREATE FUNCTION eenplan_assignment() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.assignment', true), '')::uuid $$;
CREATE FUNCTION eenplan_family() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.family', true), '')::uuid $$;
CREATE FUNCTION eenplan_card() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('eenplan.card', true), '') $$;
CREATE FUNCTION eenplan_today() RETURNS date LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('eenplan.today', true), '')::date,
                     (now() AT TIME ZONE 'Europe/Brussels')::date) $$;
CREATE FUNCTION eenplan_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'rows of % are only ever appended', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TYPE uuidrange AS RANGE (subtype = uuid);
"""

FORGET = """
DROP TYPE uuidrange;
DROP FUNCTION eenplan_actor(), eenplan_role(), eenplan_partnership(), eenplan_assignment(),
  eenplan_family(), eenplan_card(), eenplan_today(), eenplan_refuse_change();
"""


def make_standing_actors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The public form and the machine's tasks act too."""
    actor = apps.get_model("core", "Actor")
    with writing():
        actor.objects.bulk_create(
            [actor(id=PUBLIC_FORM_ACTOR, kind="public_form"), actor(id=TASK_ACTOR, kind="task")]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.RunSQL(SETTINGS, FORGET),
        migrations.RunPython(make_standing_actors, migrations.RunPython.noop),
        grant("core_actor", "SELECT, INSERT"),
        grant("core_account", "SELECT, UPDATE (last_login, password)"),
        grant("django_session", "SELECT, INSERT, UPDATE, DELETE"),
        grant("django_content_type", "SELECT"),
        grant("account_emailaddress", "SELECT, INSERT, UPDATE, DELETE"),
        grant("account_emailconfirmation", "SELECT, INSERT, UPDATE, DELETE"),
    ]
