"""Whether a share holds is judged once for whoever looks, and remembered until somebody else looks (`core.acting`)."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.families.migrations.0024_shares_judged_last").STANDS
JUDGED = """CREATE OR REPLACE FUNCTION eenplan_share_holds(viewer text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  judged text := coalesce(current_setting('eenplan.judged', true), '');
  mark text := viewer || ' ' || eenplan_today() || ' ';
  at integer := position(mark IN judged);
  holds boolean;
BEGIN
  IF split_part(viewer, ':', 1) = 'trusted' THEN
    RETURN true;
  ELSIF at > 0 THEN
    RETURN substr(judged, at + length(mark), 1) = 't';
  END IF;
  holds := consent_grant_holds(split_part(viewer, ':', 2)::uuid, eenplan_today());
  PERFORM set_config('eenplan.judged', judged || mark || left(holds::text, 1) || ' ', true);
  RETURN holds;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0027_who_is_who")]

    operations = [
        migrations.RunSQL(
            JUDGED,
            BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
