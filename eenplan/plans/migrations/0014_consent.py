"""Emergencies open a file to its own team; a share opens the parts of the plan that it names."""

from django.db import migrations

from eenplan.core.fence import holding_once

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# Who answers for a family; `%(emergency)s` is what a coach of the team may open besides.
REACHES = f"""
CREATE OR REPLACE FUNCTION %(name)s(family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  CASE eenplan_role()
  WHEN 'intake', 'coordinator' THEN
    RETURN holds AND EXISTS (SELECT 1 FROM families_responsibility r
      WHERE r.family_id = family AND r.partnership_id = eenplan_partnership() AND r.period @> eenplan_today());
  WHEN 'coach' THEN
    RETURN holds AND (EXISTS (SELECT 1 FROM plans_coachassignment c
      WHERE c.family_id = family AND c.actor_id = eenplan_actor() AND c.period @> eenplan_today())%(emergency)s);
  WHEN 'public_form' THEN
    RETURN family = eenplan_family();
  WHEN 'family_member' THEN
    RETURN family = eenplan_family() AND EXISTS (SELECT 1 FROM families_person p
      JOIN families_card c ON c.person_id = p.id AND c.revoked_at IS NULL
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family);
  ELSE
    RETURN false;
  END CASE;
END $$;
"""
ALSO = "\n      OR eenplan_has_emergency(family)"

KNOWS = f"""
CREATE OR REPLACE FUNCTION eenplan_is_coached(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM plans_coachassignment c WHERE c.family_id = family);
END $$;

CREATE OR REPLACE FUNCTION eenplan_part_of(item uuid, kind text) RETURNS text LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  found text;
BEGIN
  CASE kind
  WHEN 'goal' THEN
    SELECT 'life:' || g.domain INTO found FROM plans_goal g WHERE g.item_id = item;
    RETURN coalesce(found, 'plan:goals');
  WHEN 'action' THEN
    SELECT 'life:' || g.domain INTO found FROM plans_action a JOIN plans_goal g ON g.item_id = a.goal_id
      WHERE a.item_id = item;
    RETURN coalesce(found, 'plan:goals');
  WHEN 'domain' THEN
    SELECT 'life:' || d.domain INTO found FROM plans_domainmark d WHERE d.item_id = item;
    RETURN found;
  WHEN 'note' THEN
    SELECT CASE i.section WHEN 'who_we_are' THEN 'plan:wishes' WHEN 'if_difficult' THEN 'plan:agreements' END INTO found
      FROM plans_planitem i WHERE i.item_id = item;
    RETURN coalesce(found, 'plan:note');
  WHEN 'wish', 'strength' THEN RETURN 'plan:wishes';
  WHEN 'help' THEN RETURN 'plan:help';
  WHEN 'team_member', 'who_matters' THEN RETURN 'plan:team';
  WHEN 'agreement', 'disagreement', 'linked_plan' THEN RETURN 'plan:agreements';
  WHEN 'child_view' THEN RETURN 'plan:children';
  WHEN 'review' THEN RETURN 'plan:goals';
  WHEN 'question', 'referrer_view', 'going_well', 'answer' THEN RETURN 'plan:referral';
  WHEN 'home' THEN RETURN 'plan:homes';
  WHEN 'contact_detail' THEN RETURN 'plan:reach';
  WHEN 'contact' THEN RETURN 'plan:contacts';
  WHEN 'attachment' THEN RETURN 'plan:papers';
  ELSE RETURN 'plan:' || kind;
  END CASE;
END $$;

CREATE OR REPLACE FUNCTION eenplan_about(item uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT a.person_id FROM families_itemabout a WHERE a.item_id = item
    UNION SELECT g.whose_id FROM plans_goal g WHERE g.item_id = item AND g.whose_id IS NOT NULL
    UNION SELECT h.for_whom_id FROM plans_help h WHERE h.item_id = item AND h.for_whom_id IS NOT NULL;
END $$;
"""
KNEW = f"""
CREATE OR REPLACE FUNCTION eenplan_is_coached(family uuid) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
CREATE OR REPLACE FUNCTION eenplan_part_of(item uuid, kind text) RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT 'plan:' || kind $$;
CREATE OR REPLACE FUNCTION eenplan_about(item uuid) RETURNS SETOF uuid LANGUAGE sql STABLE {HEAD} $$
  SELECT a.person_id FROM families_itemabout a WHERE a.item_id = item
$$;
"""

REACHED = "eenplan_reaches(family_id)"
# The plan itself, its versions and who the coach is: also for whom a part was shared with.
SHOWN = f"{REACHED} OR eenplan_is_shown(family_id, (SELECT eenplan_holds_role()))"
# Who took part and who agreed: of the family and its team; not when somebody from outside looks along.
AMONG_US = f"{REACHED} AND (SELECT eenplan_together()) !~ '(grant|trusted|released)'"
SEE = {
    "plans_plan": SHOWN,
    "plans_planversion": SHOWN,
    "plans_trajectory": SHOWN,
    "plans_coachassignment": SHOWN,
    "plans_participation": AMONG_US,
    "plans_agreement": AMONG_US,
}


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_area_handovers"), ("families", "0012_who_sees_what")]

    operations = [
        migrations.RunSQL(
            REACHES % {"name": "eenplan_reaches", "emergency": ALSO}
            + REACHES % {"name": "eenplan_answers_for", "emergency": ""},
            REACHES % {"name": "eenplan_reaches", "emergency": ""},
        ),
        migrations.RunSQL(KNOWS, KNEW),
        *[
            migrations.RunSQL(
                f"ALTER POLICY see ON {table} USING ({holding_once(rule)})",
                f"ALTER POLICY see ON {table} USING ({holding_once(REACHED)})",
            )
            for table, rule in SEE.items()
        ],
    ]
