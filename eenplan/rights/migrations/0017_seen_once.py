"""What a share shows is judged once a page, and whether a role is held is asked only where a role opens a file (rules 29-39).

`eenplan.seen` keeps which pieces whoever acts was found to be shown, until somebody else acts (`core.acting`): the same
piece is asked for by what stands on it, as a version's and as the step that is done since. Who looks by a share, a card
or an invitation sees nothing by a role alone. What the functions answer stays the same: there is nothing to take back.
"""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import asking_once

HEAD: str = import_module("eenplan.families.migrations.0011_consent").HEAD
ITEM: str = asking_once(import_module("eenplan.rights.migrations.0009_used_less").SHORTER)
BY_ROLE = "eenplan_role() IN ('coach', 'intake', 'coordinator') AND eenplan_holds_role()"
SEES = f"""
CREATE OR REPLACE FUNCTION eenplan_sees_item(item uuid, family uuid, kind text, author uuid, teller uuid, released boolean,
    confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean, holds boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  role text := eenplan_role();
  known text;
  viewer text;
BEGIN
  IF role IN ('partner', 'psychologist', 'expert') AND eenplan_together() = '' THEN
    known := coalesce(current_setting('eenplan.seen', true), '');
    IF position(item::text IN known) > 0 THEN
      RETURN true;
    END IF;
    FOREACH viewer IN ARRAY string_to_array(eenplan_kept_viewers(family), ',') LOOP
      IF eenplan_share_shows(substr(viewer, 7)::uuid, item, family, kind, teller, released,
          confidential OR third_party OR court OR agogic, health) THEN
        IF rights_withheld(viewer, item, family, author, teller) THEN
          RETURN false;
        END IF;
        PERFORM set_config('eenplan.seen', known || item || ' ', true);
        RETURN true;
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
    dependencies = [("rights", "0016_endings_by_the_queue")]

    operations = [
        migrations.RunSQL(SEES, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"ALTER POLICY see ON families_item USING ({ITEM.replace('eenplan_holds_role()', BY_ROLE)})",
            f"ALTER POLICY see ON families_item USING ({ITEM})",
        ),
    ]
