"""Consent is of the families' rows: who decides for whom, when a share opens something, and to whom an item is shown.

The functions that the policies ask are made here, where they can read families and persons. Those that need a plan
(`eenplan_reaches`, `eenplan_is_coached`, `eenplan_part_of`, `eenplan_about`) are made anew by the plans room.
"""

from django.db import migrations

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

DECIDES = f"""
-- 'adult', 'capable' (a minor who decides) or 'child' (a minor for whom others decide), on a day (rules 25 and 28).
CREATE FUNCTION consent_stage(person uuid, day date) RETURNS text LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  p record;
  judged boolean;
BEGIN
  SELECT role, birth_date INTO p FROM families_person WHERE id = person;
  IF p.role IS NULL THEN
    RETURN NULL;
  ELSIF p.birth_date IS NULL AND p.role <> 'child' THEN
    RETURN 'adult';
  ELSIF p.birth_date IS NOT NULL AND day >= eenplan_birthday(p.birth_date, consent_term('of_age_from', day)) THEN
    RETURN 'adult';
  END IF;
  SELECT c.capable INTO judged FROM consent_capability c
  WHERE c.person_id = person AND c.from_day <= day ORDER BY c.from_day DESC, c.recorded_at DESC, c.id DESC LIMIT 1;
  RETURN CASE WHEN coalesce(judged,
      p.birth_date IS NOT NULL AND day >= eenplan_birthday(p.birth_date, consent_term('capable_from', day)))
    THEN 'capable' ELSE 'child' END;
END $$;

-- Who decides for a child: those with parental authority or who represent it; while nobody is written down
-- so, its parents; while no ties are written down at all, the parents of the family.
CREATE FUNCTION consent_holders(minor uuid, day date) RETURNS SETOF uuid LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT DISTINCT t.person_id FROM families_tie t
    WHERE t.child_id = minor AND t.kind IN ('authority', 'representative') AND t.period @> day;
  IF FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT DISTINCT t.person_id FROM families_tie t JOIN families_person p ON p.id = t.person_id
    WHERE t.child_id = minor AND t.kind = 'parent' AND t.period @> day AND p.parental_authority IS NOT FALSE;
  IF FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT p.id FROM families_person c JOIN families_person p ON p.family_id = c.family_id
    WHERE c.id = minor AND p.role = 'parent' AND p.parental_authority IS NOT FALSE;
END $$;

-- What somebody said last of a share; null while they said nothing.
CREATE FUNCTION consent_said(share uuid, person uuid) RETURNS text LANGUAGE sql STABLE {HEAD} $$
  SELECT a.said FROM consent_answer a WHERE a.grant_id = share AND a.person_id = person
  ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1
$$;

-- Whether those who decide for a child agree. When it is known that they disagree, all of them must (rule 27).
-- `quietly`: shared secrecy, for which it is enough that somebody was told or could not be asked.
CREATE FUNCTION consent_holders_agree(share uuid, minor uuid, quietly boolean, every_one boolean, day date)
  RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  n record;
BEGIN
  SELECT count(*) AS holders, count(*) FILTER (WHERE s.said = 'given') AS given,
    count(*) FILTER (WHERE s.said IN ('refused', 'withdrawn')) AS refused,
    count(*) FILTER (WHERE s.said IN ('informed', 'not_possible')) AS told
  INTO n FROM consent_holders(minor, day) h, LATERAL (SELECT consent_said(share, h) AS said) s;
  IF n.holders = 0 OR n.refused > 0 THEN
    RETURN false;
  ELSIF every_one OR EXISTS (SELECT 1 FROM consent_knowndisagreement d
      WHERE d.person_id = minor AND d.since <= day AND (d.until IS NULL OR day < d.until)) THEN
    RETURN n.given = n.holders;
  END IF;
  RETURN n.given > 0 OR (quietly AND n.told > 0);
END $$;

-- Whether a person about whom something is shared agrees, or whoever decides for them. `court`: the recipient is
-- a youth court or its service, for which a capable minor and all who hold authority must agree (rule 31).
CREATE FUNCTION consent_person_agrees(share uuid, person uuid, ground text, court boolean, day date)
  RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  stage text := consent_stage(person, day);
  own text := consent_said(share, person);
  quietly boolean := ground = 'shared_secrecy';
  born date;
BEGIN
  IF stage IS NULL THEN
    RETURN false;
  ELSIF stage = 'child' THEN
    RETURN consent_holders_agree(share, person, quietly, court, day);
  ELSIF court THEN
    RETURN coalesce(own = 'given', false)
      AND (stage = 'adult' OR consent_holders_agree(share, person, false, true, day));
  ELSIF own IS NOT NULL THEN
    RETURN own = 'given' OR (quietly AND own IN ('informed', 'not_possible'));
  ELSIF stage = 'capable' THEN
    -- Just old enough and not asked yet: what the parents said still holds for a while (rule 28).
    SELECT birth_date INTO born FROM families_person WHERE id = person;
    RETURN coalesce(day < eenplan_birthday(born, consent_term('capable_from', day))
        + consent_term('own_answer_within', day)
      AND day >= eenplan_birthday(born, consent_term('capable_from', day)), false)
      AND consent_holders_agree(share, person, quietly, false, day);
  END IF;
  RETURN false;
END $$;

-- Whether a share opens what it names, on a day. The one place where this is judged; nothing of it is kept.
CREATE FUNCTION consent_grant_holds(share uuid, day date) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  g consent_grant;
  court boolean;
BEGIN
  SELECT * INTO g FROM consent_grant WHERE id = share;
  IF g.id IS NULL OR g.ended_at IS NOT NULL OR NOT g.period @> day
      OR NOT EXISTS (SELECT 1 FROM consent_grantabout a WHERE a.grant_id = share) THEN
    RETURN false;
  END IF;
  SELECT EXISTS (SELECT 1 FROM network_organisation o
    WHERE o.layer = 'youth_court' AND o.id IN (g.organisation_id,
      (SELECT s.organisation_id FROM network_staffmember s WHERE s.id = g.staff_member_id))) INTO court;
  IF g.ground = 'basic_data' THEN
    RETURN court AND g.parts = ARRAY['plan:basic']::varchar[] AND NOT g.health;
  ELSIF court AND g.ground <> 'consent' THEN
    RETURN false;
  ELSIF g.ground = 'court_order' THEN
    RETURN true;
  ELSIF g.ground = 'emergency' THEN
    RETURN upper(g.period) - lower(g.period) <= consent_term('emergency_share', day);
  END IF;
  RETURN NOT EXISTS (SELECT 1 FROM consent_grantabout a
    WHERE a.grant_id = share
      AND consent_person_agrees(share, a.person_id, g.ground, court, day) IS NOT TRUE);
END $$;
"""

SHOWN = f"""
CREATE FUNCTION eenplan_now() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT coalesce(nullif(current_setting('eenplan.now', true), '')::timestamptz, now()) $$;
CREATE FUNCTION eenplan_together() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('eenplan.together', true), '') $$;

-- Which part of the file an item belongs to (`consent.enums.Part`, or 'life:' and a life domain). Plans know more.
CREATE FUNCTION eenplan_part_of(item uuid, kind text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN kind IN ('question', 'referrer_view', 'going_well', 'answer') THEN 'plan:referral'
    WHEN kind = 'home' THEN 'plan:homes' WHEN kind = 'contact_detail' THEN 'plan:reach'
    WHEN kind = 'contact' THEN 'plan:contacts' WHEN kind = 'attachment' THEN 'plan:papers' ELSE 'plan:' || kind END
$$;

-- About whom an item is; nobody means the whole family. Plans know more.
CREATE FUNCTION eenplan_about(item uuid) RETURNS SETOF uuid LANGUAGE sql STABLE {HEAD} $$
  SELECT a.person_id FROM families_itemabout a WHERE a.item_id = item
$$;

-- Whether the family of a worker's desk has a coach. Plans know it.
CREATE FUNCTION eenplan_is_coached(family uuid) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;

CREATE FUNCTION eenplan_has_emergency(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM consent_emergencyaccess e
    WHERE e.actor_id = eenplan_actor() AND e.family_id = family AND e.partnership_id = eenplan_partnership()
      AND e.ended_at IS NULL AND eenplan_now() < e.until);
END $$;

-- Whether one viewer is shown an item. A viewer is 'person:', 'own_file:' (a capable minor who asks for the own
-- file), 'trusted:' or 'grant:' with an id, or 'released' (whoever sits at the table without more). This is the one
-- rule for every screen, paper and preview; whether a share holds is asked apart (`eenplan_viewer_stands`).
CREATE FUNCTION eenplan_shows(viewer text, item uuid, family uuid, kind text, author uuid, teller uuid,
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
  WHEN 'grant' THEN
    SELECT g.family_id, g.parts, g.health, g.secrecy INTO v FROM consent_grant g WHERE g.id = who;
    RETURN v.family_id = family AND NOT (confidential OR third_party OR court OR agogic)
      AND (released OR health) AND (NOT health OR (v.health AND v.secrecy))
      AND eenplan_part_of(item, kind) = ANY (v.parts)
      AND NOT EXISTS (SELECT 1 FROM eenplan_about(item) a
        WHERE a NOT IN (SELECT ga.person_id FROM consent_grantabout ga WHERE ga.grant_id = who));
  ELSE
    RETURN false;
  END CASE;
END $$;

-- At eighteen what is about a young adult is no longer for the parents, until they agree (rule 28).
CREATE FUNCTION eenplan_of_young_adult(item uuid, kind text, reader uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM eenplan_about(item) a JOIN families_person p ON p.id = a
    WHERE a <> reader AND p.role = 'child' AND consent_stage(a, eenplan_today()) = 'adult'
      AND NOT EXISTS (SELECT 1 FROM consent_grant g JOIN consent_grantabout ga ON ga.grant_id = g.id
        WHERE g.relative_id = reader AND g.ended_at IS NULL AND ga.person_id = a
          AND eenplan_part_of(item, kind) = ANY (g.parts) AND consent_grant_holds(g.id, eenplan_today())));
END $$;

-- Whether a viewer may still look at all: the share holds, the trusted person was not let go.
CREATE FUNCTION eenplan_viewer_stands(viewer text, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  who uuid := nullif(split_part(viewer, ':', 2), '')::uuid;
BEGIN
  CASE split_part(viewer, ':', 1)
  WHEN 'released' THEN
    RETURN true;
  WHEN 'person', 'own_file' THEN
    RETURN EXISTS (SELECT 1 FROM families_person p WHERE p.id = who AND p.family_id = family);
  WHEN 'trusted' THEN
    RETURN EXISTS (SELECT 1 FROM consent_trustedperson t WHERE t.id = who AND t.family_id = family
      AND t.ended_at IS NULL AND t.since <= eenplan_today());
  WHEN 'grant' THEN
    RETURN EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = who AND g.family_id = family)
      AND consent_grant_holds(who, eenplan_today());
  ELSE
    RETURN false;
  END CASE;
END $$;

-- As which viewers whoever acts may look into a family: by what was shared with them, as trusted person, as guest.
CREATE FUNCTION eenplan_my_viewers(family uuid) RETURNS SETOF text LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  me record;
BEGIN
  CASE eenplan_role()
  WHEN 'partner', 'psychologist', 'expert' THEN
    SELECT s.id, s.organisation_id INTO me FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
      WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor() AND a.role = eenplan_role()
        AND a.partnership_id IS NOT DISTINCT FROM eenplan_partnership() AND a.period @> eenplan_today();
    IF me.id IS NULL THEN
      RETURN;
    END IF;
    RETURN QUERY SELECT 'grant:' || g.id FROM consent_grant g
      WHERE g.family_id = family AND g.ended_at IS NULL AND g.period @> eenplan_today()
        AND (g.staff_member_id = me.id
          OR (g.partnership_id = eenplan_partnership() AND g.function = eenplan_role())
          OR (eenplan_role() = 'partner' AND g.organisation_id = me.organisation_id))
        AND consent_grant_holds(g.id, eenplan_today());
  WHEN 'trusted_person' THEN
    RETURN QUERY SELECT 'trusted:' || t.id FROM consent_trustedperson t
      WHERE t.actor_id = eenplan_actor() AND t.family_id = family AND family = eenplan_family()
        AND t.ended_at IS NULL AND t.since <= eenplan_today()
        AND EXISTS (SELECT 1 FROM families_card c WHERE c.actor_id = t.actor_id AND c.revoked_at IS NULL);
  WHEN 'guest' THEN
    RETURN QUERY SELECT 'grant:' || g.id FROM consent_grant g
      WHERE g.actor_id = eenplan_actor() AND g.family_id = family AND family = eenplan_family()
        AND EXISTS (SELECT 1 FROM families_card c WHERE c.actor_id = g.actor_id AND c.revoked_at IS NULL)
        AND consent_grant_holds(g.id, eenplan_today());
  ELSE
    RETURN;
  END CASE;
END $$;

-- Whether something of a family is shown to whoever acts though they are not of its team and not of the family.
CREATE FUNCTION eenplan_is_shown(family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  CASE eenplan_role()
  WHEN 'partner', 'psychologist', 'expert' THEN
    RETURN holds AND EXISTS (SELECT 1 FROM eenplan_my_viewers(family));
  WHEN 'trusted_person', 'guest' THEN
    RETURN EXISTS (SELECT 1 FROM eenplan_my_viewers(family));
  ELSE
    RETURN false;
  END CASE;
END $$;

-- Whether whoever acts sees an item, and with them everybody who looks along (`eenplan_together`).
CREATE FUNCTION eenplan_sees_item(item uuid, family uuid, kind text, author uuid, teller uuid, released boolean,
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
    seen := EXISTS (SELECT 1 FROM eenplan_my_viewers(family) v WHERE eenplan_shows(v, item, family, kind, author, teller,
        released, confidential, third_party, health, court, agogic));
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

-- Whether whoever acts, and everybody who looks along, knows of a person. A share is about those whom it names.
CREATE FUNCTION eenplan_knows_person(person uuid, family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  viewer text;
BEGIN
  IF (eenplan_reaches(family, holds) OR EXISTS (SELECT 1 FROM eenplan_my_viewers(family) v
      WHERE eenplan_names(v, person, family))) IS NOT TRUE THEN
    RETURN false;
  END IF;
  IF eenplan_together() <> '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_together(), ',') LOOP
      IF eenplan_names(viewer, person, family) IS NOT TRUE THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN true;
END $$;

CREATE FUNCTION eenplan_names(viewer text, person uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN split_part(viewer, ':', 1) <> 'grant' OR EXISTS (SELECT 1 FROM consent_grantabout a
    WHERE a.grant_id = split_part(viewer, ':', 2)::uuid AND a.person_id = person AND a.family_id = family);
END $$;

-- Whether a share is about the card's holder, or about a child for whom they decide: what they may read and answer.
CREATE FUNCTION consent_is_mine(share uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  me uuid;
BEGIN
  IF coalesce(eenplan_role() <> 'family_member', true) THEN
    RETURN false;
  END IF;
  SELECT p.id INTO me FROM families_person p WHERE p.actor_id = eenplan_actor() AND p.family_id = eenplan_family();
  RETURN EXISTS (SELECT 1 FROM consent_grantabout a WHERE a.grant_id = share AND a.family_id = eenplan_family()
    AND (a.person_id = me OR (consent_stage(a.person_id, eenplan_today()) = 'child'
      AND me IN (SELECT consent_holders(a.person_id, eenplan_today())))));
END $$;

-- What is shared with whoever acts today: for the list of a partner, a psychologist, an expert by experience.
CREATE FUNCTION consent_shared_with_me() RETURNS TABLE (family_id uuid, grant_id uuid)
  LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  me record;
BEGIN
  IF NOT eenplan_holds_role() OR eenplan_role() NOT IN ('partner', 'psychologist', 'expert') THEN
    RETURN;
  END IF;
  SELECT s.id, s.organisation_id INTO me FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor();
  RETURN QUERY SELECT g.family_id, g.id FROM consent_grant g
    WHERE g.ended_at IS NULL AND g.period @> eenplan_today()
      AND (g.staff_member_id = me.id
        OR (g.partnership_id = eenplan_partnership() AND g.function = eenplan_role())
        OR (eenplan_role() = 'partner' AND g.organisation_id = me.organisation_id))
      AND consent_grant_holds(g.id, eenplan_today());
END $$;

-- Whether a file may be opened in an emergency by whoever acts: a worker of the team that answers for the family.
CREATE FUNCTION consent_may_open(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() IN ('coach', 'intake', 'coordinator') AND eenplan_holds_role()
    AND EXISTS (SELECT 1 FROM families_responsibility r
      WHERE r.family_id = family AND r.partnership_id = eenplan_partnership() AND r.period @> eenplan_today());
END $$;
"""

# Who answers for a family: as `eenplan_reaches`, without what only an emergency opens. Only they write in its file.
ANSWERS = f"""
CREATE FUNCTION eenplan_answers_for(family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  RETURN eenplan_reaches(family, holds);
END $$;
CREATE OR REPLACE FUNCTION eenplan_writes(family uuid, holds boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT eenplan_role() IN ('intake', 'coordinator', 'coach', 'public_form') AND eenplan_answers_for(family, holds)
$$;
"""
WROTE = """
CREATE OR REPLACE FUNCTION eenplan_writes(family uuid, holds boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT eenplan_role() NOT IN ('family_member', 'trusted_person') AND eenplan_reaches(family, holds)
$$;
"""

OF_A_FAMILY = [
    "grant",
    "grantabout",
    "answer",
    "capability",
    "knowndisagreement",
    "trustedperson",
    "emergencyaccess",
]
OF_A_PERSON = [
    ("grant", "relative_id"),
    ("grantabout", "person_id"),
    ("answer", "person_id"),
    ("capability", "person_id"),
    ("knowndisagreement", "person_id"),
    ("trustedperson", "person_id"),
]


def tie(table: str, column: str, parent: str) -> migrations.RunSQL:
    """A row goes with the family, person or item that it names."""
    name = f"consent_{table}_{column}_fk"
    return migrations.RunSQL(
        f"ALTER TABLE consent_{table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {parent}"
        " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE consent_{table} DROP CONSTRAINT {name}",
    )


def same_family(table: str, column: str) -> migrations.RunSQL:
    """Refuse a row whose person stands in another family than the row itself."""
    return migrations.RunSQL(
        f"CREATE TRIGGER same_family_{column} BEFORE INSERT OR UPDATE ON consent_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('{column}')",
        f"DROP TRIGGER same_family_{column} ON consent_{table}",
    )


SAME_SHARE = f"""
CREATE FUNCTION consent_same_family_as_share() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NEW.grant_id IS NOT NULL
      AND (SELECT g.family_id FROM consent_grant g WHERE g.id = NEW.grant_id) IS DISTINCT FROM NEW.family_id THEN
    RAISE EXCEPTION 'the share is of another family'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_same_family';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family_grant BEFORE INSERT OR UPDATE ON consent_grantabout
  FOR EACH ROW EXECUTE FUNCTION consent_same_family_as_share();
CREATE TRIGGER same_family_grant BEFORE INSERT OR UPDATE ON consent_answer
  FOR EACH ROW EXECUTE FUNCTION consent_same_family_as_share();

-- A share says to the end what it said when it was asked: only its end and its guest's card are written later.
CREATE FUNCTION consent_share_stays() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF (to_jsonb(NEW) - '{{ended_at,ended_by_id,actor_id}}'::text[]) IS DISTINCT FROM
      (to_jsonb(OLD) - '{{ended_at,ended_by_id,actor_id}}'::text[])
      OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
    RAISE EXCEPTION 'a share does not change after it was asked'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_share_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER share_stays BEFORE UPDATE ON consent_grant FOR EACH ROW EXECUTE FUNCTION consent_share_stays();
"""
FORGET_SAME_SHARE = """
DROP TRIGGER share_stays ON consent_grant;
DROP TRIGGER same_family_grant ON consent_answer;
DROP TRIGGER same_family_grant ON consent_grantabout;
DROP FUNCTION consent_share_stays(), consent_same_family_as_share();
"""

FORGET = """
DROP FUNCTION consent_may_open(uuid), consent_shared_with_me(), consent_is_mine(uuid),
  eenplan_names(text, uuid, uuid), eenplan_knows_person(uuid, uuid, boolean),
  eenplan_sees_item(uuid, uuid, text, uuid, uuid, boolean, boolean, boolean, boolean, boolean, boolean, boolean),
  eenplan_is_shown(uuid, boolean), eenplan_my_viewers(uuid), eenplan_viewer_stands(text, uuid),
  eenplan_of_young_adult(uuid, text, uuid),
  eenplan_shows(text, uuid, uuid, text, uuid, uuid, boolean, boolean, boolean, boolean, boolean, boolean),
  eenplan_has_emergency(uuid), eenplan_is_coached(uuid), eenplan_about(uuid), eenplan_part_of(uuid, text),
  eenplan_together(), eenplan_now(), consent_grant_holds(uuid, date),
  consent_person_agrees(uuid, uuid, text, boolean, date),
  consent_holders_agree(uuid, uuid, boolean, boolean, date), consent_said(uuid, uuid),
  consent_holders(uuid, date), consent_stage(uuid, date);
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0010_address_of_own_home"), ("consent", "0002_terms")]

    operations = [
        *[tie(table, "family_id", "families_family") for table in OF_A_FAMILY],
        *[tie(table, column, "families_person") for table, column in OF_A_PERSON],
        tie("answer", "help_id", "families_item"),
        *[same_family(table, column) for table, column in OF_A_PERSON],
        migrations.RunSQL(SAME_SHARE, FORGET_SAME_SHARE),
        migrations.RunSQL(DECIDES + SHOWN, FORGET),
        migrations.RunSQL(ANSWERS, WROTE + "DROP FUNCTION eenplan_answers_for(uuid, boolean);"),
    ]
