"""Places are counted in the own partnership alone; how somebody hears stays of one family and signed; a letter asks everything."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import WEB_ROLE

FENCE = import_module("eenplan.plans.migrations.0002_fence")
PLACES = import_module("eenplan.plans.migrations.0034_places")
HEAD: str = PLACES.HEAD
ASKED: str = PLACES.ASKED
MINE: str = import_module("eenplan.plans.migrations.0031_notices").MINE

TAKEN = f"""
-- How many places of some offers here are taken: a number, and of whom stays with their teams.
CREATE OR REPLACE FUNCTION plans_places_taken(offers uuid[]) RETURNS TABLE (offer_id uuid, taken integer)
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF eenplan_holds_role() THEN
    RETURN QUERY SELECT r.offer_id, count(*)::integer FROM {ASKED} r JOIN capacity_offer o ON o.id = r.offer_id
      WHERE r.offer_id = ANY (offers) AND o.partnership_id = eenplan_partnership()
        AND r.withdrawn_at IS NULL AND r.verdict = 'yes' GROUP BY r.offer_id;
  END IF;
END $$;
"""

LETTER = f"""
-- Why a letter may not be given now, for who helps the family: pieces that they do not see count too.
CREATE FUNCTION plans_why_no_letter(which uuid) RETURNS text LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  family uuid;
  person uuid;
BEGIN
  SELECT n.family_id, n.person_id INTO family, person FROM plans_notice n WHERE n.id = which;
  IF family IS NULL OR eenplan_writes(family, eenplan_holds_role()) IS NOT TRUE THEN
    RETURN 'ended';
  END IF;
  RETURN plans_why_not(person, 'letter', '');
END $$;
REVOKE ALL ON FUNCTION plans_why_no_letter(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plans_why_no_letter(uuid) TO {WEB_ROLE};
"""

# Whoever becomes one person with another hears as was chosen last.
ONE = f"""
CREATE FUNCTION plans_hears_one_way() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
DECLARE
  other plans_hearshow;
BEGIN
  DELETE FROM plans_hearshow h WHERE h.person_id = NEW.person_id AND h.id <> NEW.id RETURNING * INTO other;
  IF other.chosen_at > NEW.chosen_at THEN
    NEW."by" := other."by";
    NEW.detail_id := other.detail_id;
    NEW.entrance_id := other.entrance_id;
    NEW.chosen_by_id := other.chosen_by_id;
    NEW.chosen_at := other.chosen_at;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hears_one_way BEFORE UPDATE OF person_id ON plans_hearshow FOR EACH ROW
  WHEN (OLD.person_id <> NEW.person_id) EXECUTE FUNCTION plans_hears_one_way();
"""

HOLDS = "eenplan_writes(family_id, (SELECT eenplan_holds_role()))"
SIGNED = f"(({MINE}) OR {HOLDS}) AND chosen_by_id = (SELECT eenplan_actor())"


class Migration(migrations.Migration):
    dependencies = [("families", "0036_jobs_go_along"), ("plans", "0039_coach_change_told")]

    operations = [
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
        migrations.RunSQL(LETTER, "DROP FUNCTION plans_why_no_letter(uuid)"),
        migrations.RunSQL(
            ONE, "DROP TRIGGER hears_one_way ON plans_hearshow; DROP FUNCTION plans_hears_one_way();"
        ),
        FENCE.of_the_same_family("plans_hearshow", "detail_id", "families_contactdetail", "item_id"),
        FENCE.of_the_same_family("plans_hearshow", "entrance_id", "families_entrance", "id"),
        migrations.RunSQL(
            f"ALTER POLICY change ON plans_hearshow TO {WEB_ROLE} WITH CHECK ({SIGNED})",
            f"ALTER POLICY change ON plans_hearshow TO {WEB_ROLE} WITH CHECK (({MINE}) OR {HOLDS})",
        ),
    ]
