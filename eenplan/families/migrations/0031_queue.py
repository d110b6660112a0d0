"""What must be sent stands as jobs in PostgreSQL, put there by triggers; and one answer to whether an address is safe."""

from typing import ClassVar

from django.db import migrations

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

QUEUE = f"""
-- The one door to the jobs (of the library procrastinate): a name of cli/jobs.py and opaque ids, never a word more.
-- Triggers call it, in the transaction of what happened. The web role itself has no right to any table of the jobs.
CREATE FUNCTION eenplan_queue(task text, ids jsonb) RETURNS void LANGUAGE plpgsql {HEAD} $$
BEGIN
  PERFORM procrastinate_defer_jobs_v1(ARRAY[
    ROW('messages', task, 0, NULL, NULL, ids, NULL)::procrastinate_job_to_defer_v1]);
END $$;
REVOKE ALL ON FUNCTION eenplan_queue(text, jsonb) FROM PUBLIC;

CREATE OR REPLACE FUNCTION families_tell_of_code() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  PERFORM eenplan_queue('codes', '{{}}');
  RETURN NULL;
END $$;

-- Nothing is sent any more of a family that is destroyed.
CREATE FUNCTION families_forget_jobs() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  DELETE FROM procrastinate_jobs WHERE args->>'family_id' = OLD.id::text;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_jobs AFTER DELETE ON families_family FOR EACH ROW EXECUTE FUNCTION families_forget_jobs();
"""
UNQUEUE = """
DROP TRIGGER forget_jobs ON families_family;
DROP FUNCTION families_forget_jobs();
CREATE OR REPLACE FUNCTION families_tell_of_code() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_notify('eenplan_messages', ''); RETURN NULL; END $$;
DROP FUNCTION eenplan_queue(text, jsonb);
"""

SAFE = """
-- Whether a family said of this e-mail address ('email') or number ('text') that it is not safe, however it was typed:
-- all that send ask this. As the owner it knows every piece; the web role only what whoever acts may see.
CREATE FUNCTION families_is_unsafe(family uuid, way text, address text) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  digits text := right(regexp_replace(translate(address, '٠١٢٣٤٥٦٧٨٩', '0123456789'), '[^0-9]', '', 'g'), 8);
BEGIN
  RETURN EXISTS (SELECT 1 FROM families_contactdetail d JOIN families_item i ON i.id = d.item_id
    WHERE d.family_id = family AND d.safe IS FALSE AND i.ended_at IS NULL AND CASE way
      WHEN 'email' THEN btrim(address) <> '' AND position(lower(btrim(address)) IN lower(d.value)) > 0
      ELSE digits <> '' AND position(digits IN regexp_replace(
        translate(d.value, '٠١٢٣٤٥٦٧٨٩', '0123456789'), '[^0-9]', '', 'g')) > 0 END);
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("families", "0030_invitations"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(QUEUE, UNQUEUE),
        migrations.RunSQL(SAFE, "DROP FUNCTION families_is_unsafe(uuid, text, text);"),
    ]
