"""What must be sent goes along with a file that is taken into another; who lifts 'not safe' signs, once."""

from typing import ClassVar

from django.db import migrations

from eenplan.core.fence import WEB_ROLE, holding_once

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
FORGET = """
-- Nothing is sent any more of a family that is destroyed; what is to be sent of one that was taken in goes along.
CREATE OR REPLACE FUNCTION families_forget_jobs() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
{ALONG}  DELETE FROM procrastinate_jobs WHERE args->>'family_id' = OLD.id::text;
  RETURN NULL;
END $$;
"""
ALONG = """  UPDATE procrastinate_jobs j SET args = jsonb_set(j.args, '{family_id}', to_jsonb(t.family_id::text))
    FROM families_takenin t WHERE t.former_id = OLD.id AND j.args->>'family_id' = OLD.id::text;
"""
HELPS = holding_once(
    "eenplan_writes(family_id) AND (SELECT eenplan_role()) IN ('coach', 'intake', 'coordinator')"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("families", "0035_not_safe_twice")]

    operations: ClassVar = [
        migrations.RunSQL(FORGET.format(HEAD=HEAD, ALONG=ALONG), FORGET.format(HEAD=HEAD, ALONG="")),
        migrations.RunSQL(
            f"ALTER POLICY change ON families_notsafe TO {WEB_ROLE} USING ({HELPS} AND lifted_at IS NULL)"
            f" WITH CHECK ({HELPS} AND lifted_by_id = (SELECT eenplan_actor()))",
            f"ALTER POLICY change ON families_notsafe TO {WEB_ROLE} USING ({HELPS}) WITH CHECK ({HELPS})",
        ),
    ]
