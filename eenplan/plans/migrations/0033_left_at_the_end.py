"""What still waits when a trajectory is about to end, as counts; and a round table that is to be used less, shown to fewer."""

from django.db import migrations

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

WAITS = f"""
-- How much of each kind waits in a trajectory, for who may end it: numbers alone, so that nothing that was told to
-- one coach is read by another, and nothing is overlooked because it cannot be read.
CREATE FUNCTION plans_waits_at_end(ending uuid) RETURNS TABLE (kind text, many integer) LANGUAGE plpgsql STABLE {HEAD} $$
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
    UNION ALL SELECT 'step', count(*) FROM plans_action a JOIN families_item i ON i.id = a.item_id
      WHERE a.plan_id = path.plan AND a.done_on IS NULL AND i.ended_at IS NULL
    UNION ALL SELECT 'question', count(*) FROM rights_request q WHERE q.family_id = path.family
        AND NOT EXISTS (SELECT 1 FROM rights_decision d WHERE d.request_id = q.id)
    UNION ALL SELECT 'restricted', count(*) FROM rights_request q
      WHERE q.family_id = path.family AND rights_in_force(q.id, q.kind, q.item_id)
  ) w WHERE w.many > 0;
END $$;
"""

# A round table is a piece of the file: what somebody asked not to use, and got, holds for it too (GDPR art. 18).
SEES_LESS = f"""
CREATE FUNCTION plans_table_withheld(asked uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  it record;
  viewer text;
  me text;
BEGIN
  IF NOT rights_holds_back(family) THEN
    RETURN false;
  END IF;
  SELECT i.author_id AS author, i.from_whom_id AS teller INTO it FROM families_item i WHERE i.id = asked;
  CASE eenplan_role()
  WHEN 'coach' THEN
    me := NULL;
  WHEN 'intake', 'coordinator' THEN
    IF NOT (coalesce(it.author = eenplan_actor(), false) OR NOT eenplan_is_coached(family)
        OR eenplan_has_emergency(family)) AND rights_used_less(asked, family, it.teller) THEN
      RETURN true;
    END IF;
  WHEN 'family_member' THEN
    SELECT 'person:' || p.id INTO me FROM families_person p
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family;
  ELSE
    me := 'share:';
  END CASE;
  IF me IS NOT NULL AND rights_withheld(me, asked, family, it.author, it.teller) THEN
    RETURN true;
  END IF;
  IF eenplan_together() <> '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_together(), ',') LOOP
      IF rights_withheld(CASE WHEN split_part(viewer, ':', 1) IN ('person', 'own_file') THEN viewer ELSE 'share:' END,
          asked, family, it.author, it.teller) THEN
        RETURN true;
      END IF;
    END LOOP;
  END IF;
  RETURN false;
END $$;
-- Under the one name what stands under the other: whatever has asked for a function goes on asking for that very one.
DO $do$ BEGIN
  EXECUTE (SELECT replace(pg_get_functiondef(oid), 'FUNCTION public.plans_sees_table(', 'FUNCTION public.plans_asked_to(')
    FROM pg_proc WHERE proname = 'plans_sees_table' AND pronamespace = 'public'::regnamespace);
END $do$;
CREATE OR REPLACE FUNCTION plans_sees_table(asked uuid, family uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  RETURN plans_asked_to(asked, family) AND NOT plans_table_withheld(asked, family);
END $$;
"""
SEES_ALL = """
DO $do$ BEGIN
  EXECUTE (SELECT replace(pg_get_functiondef(oid), 'FUNCTION public.plans_asked_to(', 'FUNCTION public.plans_sees_table(')
    FROM pg_proc WHERE proname = 'plans_asked_to' AND pronamespace = 'public'::regnamespace);
END $do$;
DROP FUNCTION plans_asked_to(uuid, uuid), plans_table_withheld(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0032_helpers")]

    operations = [
        migrations.RunSQL(WAITS, "DROP FUNCTION plans_waits_at_end(uuid)"),
        migrations.RunSQL(SEES_LESS, SEES_ALL),
    ]
