"""What a share shows is judged in half the time: nothing asked twice, no set made where a row is enough (rules 29-39).

What the functions answer stays the same: there is nothing to take back.
"""

from importlib import import_module

from django.db import migrations

HEAD: str = import_module("eenplan.families.migrations.0011_consent").HEAD
SHARE_SHOWS = f"""
CREATE OR REPLACE FUNCTION eenplan_share_shows(share uuid, item uuid, family uuid, kind text, teller uuid, released boolean,
    hidden boolean, health boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  g record;
BEGIN
  IF hidden OR NOT (released OR health OR kind = 'contact_detail') THEN
    RETURN false;
  END IF;
  SELECT s.family_id, s.parts, s.health, s.secrecy,
      ARRAY(SELECT a.person_id FROM consent_grantabout a WHERE a.grant_id = s.id) AS about
    INTO g FROM consent_grant s WHERE s.id = share;
  IF g.family_id IS DISTINCT FROM family OR teller <> ALL (g.about) OR (health AND NOT (g.health AND g.secrecy)) THEN
    RETURN false;
  ELSIF kind = 'contact_detail' THEN
    IF NOT (g.parts && ARRAY['plan:basic', 'plan:reach']::varchar[] AND EXISTS (SELECT 1 FROM families_contactdetail d
        WHERE d.item_id = item AND d.safe IS NOT FALSE AND d.home_id IS NULL)) THEN
      RETURN false;
    END IF;
  ELSIF (eenplan_part_of(item, kind) = ANY (g.parts)) IS NOT TRUE THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (SELECT 1 FROM families_itemabout a WHERE a.item_id = item AND a.person_id <> ALL (g.about))
    AND (kind <> 'goal' OR NOT EXISTS (SELECT 1 FROM plans_goal p WHERE p.item_id = item AND p.whose_id <> ALL (g.about)))
    AND (kind <> 'help' OR NOT EXISTS (SELECT 1 FROM plans_help p WHERE p.item_id = item AND p.for_whom_id <> ALL (g.about)));
END $$;
"""
# Who looks by a share alone is asked of the shares alone; what is to be used less no share shows, whichever it is.
SEES = f"""
CREATE OR REPLACE FUNCTION eenplan_sees_item(item uuid, family uuid, kind text, author uuid, teller uuid, released boolean,
    confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean, holds boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  role text := eenplan_role();
  viewer text;
BEGIN
  IF role IN ('partner', 'psychologist', 'expert') AND eenplan_together() = '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_kept_viewers(family), ',') LOOP
      IF eenplan_share_shows(substr(viewer, 7)::uuid, item, family, kind, teller, released,
          confidential OR third_party OR court OR agogic, health) THEN
        RETURN NOT rights_withheld(viewer, item, family, author, teller);
      END IF;
    END LOOP;
    RETURN false;
  ELSIF eenplan_may_see_item(item, family, kind, author, teller, released, confidential, third_party, health, court, agogic,
      holds) IS NOT TRUE THEN
    RETURN false;
  ELSIF role NOT IN ('intake', 'coordinator') OR NOT rights_holds_back(family) THEN
    RETURN true;
  END IF;
  RETURN coalesce(author = eenplan_actor(), false) OR NOT eenplan_is_coached(family) OR eenplan_has_emergency(family)
    OR NOT rights_used_less(item, family, teller);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0011_told_to_the_family")]

    operations = [migrations.RunSQL(SHARE_SHOWS + SEES, reverse_sql=migrations.RunSQL.noop)]
