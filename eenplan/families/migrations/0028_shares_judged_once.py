"""Which shares hold for whoever looks is judged once, and what a share shows is told in few questions (rules 29-39).

`eenplan.viewers` keeps, per family, as which viewers whoever acts may look, until somebody else acts (`core.acting`).
What the functions answer stays the same: there is nothing to take back.
"""

from importlib import import_module

from django.db import migrations

HEAD: str = import_module("eenplan.families.migrations.0011_consent").HEAD
VIEWERS = f"""
CREATE FUNCTION eenplan_kept_viewers(family uuid) RETURNS text LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  known text := coalesce(current_setting('eenplan.viewers', true), '');
  mark text := family || ' ' || eenplan_today() || ' ';
  at integer := position(mark IN known);
  mine text;
BEGIN
  IF at > 0 THEN
    RETURN split_part(substr(known, at + length(mark)), ' ', 1);
  END IF;
  SELECT coalesce(string_agg(v, ','), '') INTO mine FROM eenplan_my_shares(family) v WHERE eenplan_share_holds(v);
  PERFORM set_config('eenplan.viewers', known || mark || mine || ' ', true);
  RETURN mine;
END $$;
CREATE OR REPLACE FUNCTION eenplan_my_viewers(family uuid) RETURNS SETOF text LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT v FROM unnest(string_to_array(eenplan_kept_viewers(family), ',')) v;
END $$;
"""
SHOWS = f"""
-- Whether a share shows a piece. 'hidden': one of the labels that no share passes stands on it.
CREATE FUNCTION eenplan_share_shows(share uuid, item uuid, family uuid, kind text, teller uuid, released boolean,
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
  RETURN NOT EXISTS (SELECT 1 FROM eenplan_about(item) a WHERE a <> ALL (g.about));
END $$;
REVOKE ALL ON FUNCTION eenplan_kept_viewers(uuid), eenplan_share_shows(uuid, uuid, uuid, text, uuid, boolean, boolean,
  boolean) FROM PUBLIC;
CREATE OR REPLACE FUNCTION eenplan_shows(viewer text, item uuid, family uuid, kind text, author uuid, teller uuid,
    released boolean, confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  who uuid := nullif(split_part(viewer, ':', 2), '')::uuid;
  v record;
BEGIN
  CASE split_part(viewer, ':', 1)
  WHEN 'released' THEN
    RETURN released AND NOT health;
  WHEN 'person' THEN
    SELECT p.actor_id, p.family_id INTO v FROM families_person p WHERE p.id = who;
    IF v.family_id IS DISTINCT FROM family THEN
      RETURN false;
    END IF;
    RETURN coalesce(author = v.actor_id, false)
      OR (coalesce(teller = who, false) AND NOT (court OR agogic OR third_party))
      OR (released AND NOT eenplan_of_young_adult(item, kind, who))
      OR (health AND NOT (confidential OR third_party OR court OR agogic) AND consent_stage(who, eenplan_today()) <> 'child'
          AND ARRAY(SELECT eenplan_about(item)) = ARRAY[who])
      OR (kind = 'contact' AND EXISTS (SELECT 1 FROM families_contact c
          JOIN families_contactparticipant cp ON cp.contact_id = c.item_id
          WHERE c.item_id = item AND c.status = 'planned' AND cp.person_id = who));
  WHEN 'own_file' THEN
    -- Rule 33; what is about health is apart (rule 39): one's own is shown.
    RETURN consent_stage(who, eenplan_today()) IN ('capable', 'adult')
      AND EXISTS (SELECT 1 FROM families_person p WHERE p.id = who AND p.family_id = family)
      AND NOT (third_party OR court OR agogic) AND (NOT confidential OR coalesce(teller = who, false))
      AND NOT (kind = 'contact_detail' AND EXISTS (SELECT 1 FROM families_contactdetail d
        WHERE d.item_id = item AND d.home_id IS NOT NULL))
      AND (NOT health OR ARRAY(SELECT eenplan_about(item)) = ARRAY[who])
      AND (consent_stage(who, eenplan_today()) = 'capable' OR coalesce(teller = who, false)
        OR who IN (SELECT eenplan_about(item)));
  WHEN 'trusted' THEN
    SELECT t.person_id, t.family_id INTO v FROM consent_trustedperson t WHERE t.id = who;
    IF v.family_id IS DISTINCT FROM family THEN
      RETURN false;
    END IF;
    RETURN (released AND NOT eenplan_of_young_adult(item, kind, v.person_id))
      OR (agogic AND NOT (court OR third_party) AND (NOT confidential OR coalesce(teller = v.person_id, false))
        AND v.person_id IN (SELECT eenplan_about(item)));
  WHEN 'grant', 'grant-asked' THEN
    RETURN eenplan_share_shows(who, item, family, kind, teller, released,
      confidential OR third_party OR court OR agogic, health);
  ELSE
    RETURN false;
  END CASE;
END $$;
CREATE OR REPLACE FUNCTION eenplan_sees_item(item uuid, family uuid, kind text, author uuid, teller uuid, released boolean,
    confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean, holds boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  viewer text;
  seen boolean := false;
BEGIN
  CASE eenplan_role()
  WHEN 'coach', 'public_form' THEN
    seen := eenplan_reaches(family, holds);
  WHEN 'intake', 'coordinator' THEN
    -- Once a coach is there, what was told in confidence and what is about health is for the coach alone.
    seen := eenplan_reaches(family, holds) AND (NOT (confidential OR health) OR author = eenplan_actor()
      OR NOT eenplan_is_coached(family) OR eenplan_has_emergency(family));
  WHEN 'family_member' THEN
    IF eenplan_reaches(family, holds) THEN
      SELECT CASE WHEN current_setting('eenplan.purpose', true) = 'own_file' THEN 'own_file:' ELSE 'person:' END || p.id
        INTO viewer FROM families_person p WHERE p.actor_id = eenplan_actor() AND p.family_id = family;
      seen := eenplan_shows(viewer, item, family, kind, author, teller, released, confidential, third_party, health,
        court, agogic);
    END IF;
  WHEN 'partner', 'psychologist', 'expert', 'trusted_person', 'guest' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_kept_viewers(family), ',') LOOP
      seen := eenplan_shows(viewer, item, family, kind, author, teller, released, confidential, third_party, health, court,
        agogic);
      EXIT WHEN seen;
    END LOOP;
  ELSE
    RETURN false;
  END CASE;
  IF seen AND eenplan_together() <> '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_together(), ',') LOOP
      IF (eenplan_viewer_stands(viewer, family) AND eenplan_shows(viewer, item, family, kind, author, teller,
          released, confidential, third_party, health, court, agogic)) IS NOT TRUE THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN seen;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0027_who_is_who")]

    operations = [migrations.RunSQL(VIEWERS + SHOWS, migrations.RunSQL.noop)]
