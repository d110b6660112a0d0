"""Who of those who may look into a plan sees which piece of it: the rule of labels asked for many viewers at once."""

from django.db import migrations

WHO_SEES = """
-- For each viewer: whether they may look today, and which pieces of the plan as it stands now the rule of labels shows
-- them. For whoever answers for the family alone, and not on a screen at which others look along.
CREATE FUNCTION plans_who_sees(wanted uuid, viewers text[]) RETURNS TABLE (viewer text, stands boolean, items uuid[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (eenplan_role() = 'coach' AND eenplan_together() = ''
      AND eenplan_answers_for(wanted, eenplan_holds_role())) IS NOT TRUE THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT v, eenplan_viewer_stands(v, wanted), ARRAY(
      SELECT i.id FROM plans_planitem p JOIN families_item i ON i.id = p.item_id
      WHERE i.family_id = wanted AND i.ended_at IS NULL
        AND p.plan_id = (SELECT n.id FROM plans_plan n JOIN plans_trajectory t ON t.id = n.trajectory_id
          WHERE n.family_id = wanted ORDER BY t.started_on DESC, n.id DESC LIMIT 1)
        AND eenplan_shows(v, i.id, i.family_id, i.kind, i.author_id, i.from_whom_id, i.released_to_all, i.confidential,
          i.third_party_only, i.health, i.court, i.agogic_exception))
    FROM unnest(viewers) v;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_consent")]

    operations = [migrations.RunSQL(WHO_SEES, "DROP FUNCTION plans_who_sees(uuid, text[]);")]
