"""A contact that is still planned waits too when a trajectory is about to end: the family would wait for who comes no more."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.plans.migrations.0033_left_at_the_end").WAITS
HEAD: str = import_module("eenplan.plans.migrations.0033_left_at_the_end").HEAD

WAITS = f"""
-- How much of each kind waits in a trajectory, for who may end it: numbers alone, so that nothing that was told to
-- one coach is read by another, and nothing is overlooked because it cannot be read.
CREATE OR REPLACE FUNCTION plans_waits_at_end(ending uuid) RETURNS TABLE (kind text, many integer) LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  path record;
BEGIN
  SELECT t.family_id AS family, p.id AS plan INTO path
    FROM plans_trajectory t JOIN plans_plan p ON p.trajectory_id = t.id WHERE t.id = ending;
  IF NOT FOUND OR NOT eenplan_writes(path.family, eenplan_holds_role()) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT w.kind, w.many::integer FROM (
    SELECT 'proposal'::text AS kind, count(*) AS many FROM plans_contribution c JOIN families_item i ON i.id = c.item_id
      WHERE c.plan_id = path.plan AND i.ended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM plans_response r WHERE r.item_id = c.item_id)
    UNION ALL SELECT 'message', count(*) FROM plans_message m JOIN families_item i ON i.id = m.item_id
      WHERE m.family_id = path.family AND m.done_at IS NULL AND i.ended_at IS NULL
    UNION ALL SELECT 'table', count(*) FROM plans_roundtable r
      WHERE r.plan_id = path.plan AND r.closed_at IS NULL AND r.cancelled_at IS NULL
        AND (r.opened_at IS NOT NULL OR r.starts_at >= now())
    UNION ALL SELECT 'contact', count(*) FROM families_contact c JOIN families_item i ON i.id = c.item_id
      WHERE c.family_id = path.family AND c.status = 'planned' AND i.ended_at IS NULL
    UNION ALL SELECT 'step', count(*) FROM plans_action a JOIN families_item i ON i.id = a.item_id
      WHERE a.plan_id = path.plan AND a.done_on IS NULL AND i.ended_at IS NULL
    UNION ALL SELECT 'question', count(*) FROM rights_request q WHERE q.family_id = path.family
        AND NOT EXISTS (SELECT 1 FROM rights_decision d WHERE d.request_id = q.id)
    UNION ALL SELECT 'restricted', count(*) FROM rights_request q
      WHERE q.family_id = path.family AND rights_in_force(q.id, q.kind, q.item_id)
  ) w WHERE w.many > 0;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0042_importance")]

    operations = [
        migrations.RunSQL(WAITS, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
