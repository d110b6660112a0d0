"""A coach's families are listed once a page, not once a query.

`eenplan.mine` keeps them until somebody else acts (`core.acting`), or until a coach is given or taken away in this very
transaction. What the functions answer stays the same: there is nothing to take back but the way.
"""

from importlib import import_module

from django.db import migrations

LISTS = import_module("eenplan.families.migrations.0021_asked_once")
BEFORE: str = LISTS.answered(import_module("eenplan.plans.migrations.0019_asked_once").COACH)
NOW: str = LISTS.answered("""
  WHEN 'coach' THEN
    DECLARE
      mine text := current_setting('eenplan.mine', true);
    BEGIN
      IF coalesce(mine, '') = '' THEN
        mine := ARRAY(SELECT c.family_id FROM plans_coachassignment c
          WHERE c.actor_id = eenplan_actor() AND c.period @> eenplan_today() AND eenplan_holds_role());
        PERFORM set_config('eenplan.mine', mine, true);
      END IF;
      RETURN mine::uuid[];
    END;""")
FORGET = """
CREATE FUNCTION plans_forget_mine() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('eenplan.mine', '', true);
  RETURN NULL;
END $$;
CREATE TRIGGER forget_mine AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON plans_coachassignment
  FOR EACH STATEMENT EXECUTE FUNCTION plans_forget_mine();
"""
UNFORGET = "DROP TRIGGER forget_mine ON plans_coachassignment; DROP FUNCTION plans_forget_mine();"


class Migration(migrations.Migration):
    dependencies = [("plans", "0040_counted_at_home")]

    operations = [migrations.RunSQL(NOW, BEFORE), migrations.RunSQL(FORGET, UNFORGET)]
