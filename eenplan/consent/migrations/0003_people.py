"""Who decides for whom, family by family: the facts for the rules of this room, read where families are kept."""

from django.db import migrations

PEOPLE = """
-- The people of a family as the rules of consent know them, for whoever reaches the family. `judged`: what was
-- judged last of somebody's capability; `at_odds`: known disagreement, which is not for the family's own screens.
CREATE FUNCTION consent_people(family uuid, day date) RETURNS TABLE (
    person_id uuid, role text, birth_date date, is_me boolean, judged boolean, at_odds boolean, holders uuid[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  holds boolean := eenplan_holds_role();
BEGIN
  IF eenplan_reaches(family, holds) IS NOT TRUE THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT p.id, p.role::text, p.birth_date, coalesce(p.actor_id = eenplan_actor(), false),
    (SELECT c.capable FROM consent_capability c WHERE c.person_id = p.id AND c.from_day <= day
      ORDER BY c.from_day DESC, c.recorded_at DESC, c.id DESC LIMIT 1),
    eenplan_role() <> 'family_member' AND EXISTS (SELECT 1 FROM consent_knowndisagreement d
      WHERE d.person_id = p.id AND d.since <= day AND (d.until IS NULL OR day < d.until)),
    ARRAY(SELECT h FROM consent_holders(p.id, day) h ORDER BY h)
  FROM families_person p
  WHERE p.family_id = family AND eenplan_knows_person(p.id, family, holds)
  ORDER BY p.position, p.id;
END $$;
"""

SAME_HELP = """
-- What was said of help is of the family of that help.
CREATE FUNCTION consent_same_family_as_help() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.help_id IS NOT NULL
      AND (SELECT i.family_id FROM families_item i WHERE i.id = NEW.help_id) IS DISTINCT FROM NEW.family_id THEN
    RAISE EXCEPTION 'the help is of another family'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_same_family';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family_help BEFORE INSERT OR UPDATE ON consent_answer
  FOR EACH ROW EXECUTE FUNCTION consent_same_family_as_help();
"""
FORGET_SAME_HELP = """
DROP TRIGGER same_family_help ON consent_answer;
DROP FUNCTION consent_same_family_as_help();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_terms"), ("families", "0012_who_sees_what")]

    operations = [
        migrations.RunSQL(PEOPLE, "DROP FUNCTION consent_people(uuid, date);"),
        migrations.RunSQL(SAME_HELP, FORGET_SAME_HELP),
    ]
