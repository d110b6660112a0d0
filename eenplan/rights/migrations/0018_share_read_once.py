"""A share is read once for all pieces that are judged for it (rules 29-39).

`eenplan.share` keeps the last one until somebody else acts (`core.acting`): what family and whom it is about, which parts,
and whether with health. Only what judges may call what judges a share and lists them: these act as whoever called them,
which costs less for each piece. What the functions answer stays the same.
"""

from importlib import import_module

from django.db import migrations

SHOWS = """
CREATE OR REPLACE FUNCTION eenplan_share_shows(share uuid, item uuid, family uuid, kind text, teller uuid, released boolean,
    hidden boolean, health boolean) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  kept text := current_setting('eenplan.share', true);
  told text[];
  parts text[];
  about uuid[];
BEGIN
  IF hidden OR NOT (released OR health OR kind = 'contact_detail') THEN
    RETURN false;
  END IF;
  IF kept IS NULL OR NOT starts_with(kept, share::text) THEN
    kept := (SELECT concat_ws('|', s.id, s.family_id, s.health AND s.secrecy, s.parts,
      ARRAY(SELECT a.person_id FROM consent_grantabout a WHERE a.grant_id = s.id)) FROM consent_grant s WHERE s.id = share);
    PERFORM set_config('eenplan.share', coalesce(kept, ''), true);
  END IF;
  told := string_to_array(kept, '|');
  parts := told[4];
  about := told[5];
  IF told[2]::uuid IS DISTINCT FROM family OR teller <> ALL (about) OR (health AND told[3] <> 't') THEN
    RETURN false;
  ELSIF kind = 'contact_detail' THEN
    IF NOT (parts && ARRAY['plan:basic', 'plan:reach'] AND EXISTS (SELECT 1 FROM families_contactdetail d
        WHERE d.item_id = item AND d.safe IS NOT FALSE AND d.home_id IS NULL AND NOT families_not_safe(family))) THEN
      RETURN false;
    END IF;
  ELSIF (eenplan_part_of(item, kind) = ANY (parts)) IS NOT TRUE THEN
    RETURN false;
  END IF;
  CASE kind
  WHEN 'goal' THEN
    PERFORM FROM plans_goal p WHERE p.item_id = item AND p.whose_id <> ALL (about);
  WHEN 'help' THEN
    PERFORM FROM plans_help p WHERE p.item_id = item AND p.for_whom_id <> ALL (about);
  ELSE
    RETURN NOT EXISTS (SELECT 1 FROM families_itemabout a WHERE a.item_id = item AND a.person_id <> ALL (about));
  END CASE;
  RETURN NOT FOUND AND NOT EXISTS (SELECT 1 FROM families_itemabout a WHERE a.item_id = item AND a.person_id <> ALL (about));
END $$;
"""
BEFORE: str = import_module("eenplan.rights.migrations.0017_seen_once").SEES
SEES = BEFORE.replace(
    "IF rights_withheld(viewer, item, family, author, teller) THEN",
    "-- As rights_withheld says of a share.\n"
    "        IF rights_holds_back(family) AND rights_used_less(item, family, teller) THEN",
)
VIEWERS = "ALTER FUNCTION eenplan_kept_viewers(uuid)"


class Migration(migrations.Migration):
    dependencies = [("rights", "0017_seen_once")]

    operations = [
        migrations.RunSQL(SHOWS, migrations.RunSQL.noop),
        migrations.RunSQL(SEES, BEFORE),
        migrations.RunSQL(
            f"{VIEWERS} SECURITY INVOKER RESET search_path",
            f"{VIEWERS} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp",
        ),
    ]
