"""Who looked at a plan, for whom it is about; questions about it; and who looks unusually widely, for the privacy officer."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import fence

same_family = import_module("eenplan.families.migrations.0002_fence").same_family

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

LOOKED = f"""
-- Whether whoever acts is privacy officer of the partnership that answers for a family.
CREATE FUNCTION rights_watches(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() = 'privacy_officer' AND eenplan_holds_role() AND EXISTS (
    SELECT 1 FROM families_responsibility h WHERE h.family_id = family
      AND h.partnership_id = eenplan_partnership() AND h.period @> eenplan_today());
END $$;

-- What somebody did, in a word that tells no more than the reader may know. About a piece that the reader does not see,
-- and of every act that is no piece, it says no more than that somebody was in the file.
CREATE FUNCTION rights_deed(role text, kind text, what text, number integer, is_piece boolean, sees boolean)
  RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN role IN ('partner', 'psychologist', 'expert', 'guest') THEN 'shared'
    WHEN is_piece AND NOT sees THEN 'file'
    WHEN kind = 'write' THEN CASE WHEN is_piece THEN 'wrote' ELSE 'file' END
    WHEN number > 1 OR what IN ('plans:my-families', 'plans:due', 'plans:families-without-coach',
        'plans:families-without-own-coach', 'plans:aftercare-due', 'plans:files-of-redrawing', 'referrals:desk:list',
        'referrals:desk:team-list', 'referrals:desk:find', 'referrals:desk:call-back', 'referrals:questions:list')
      THEN 'list'
    WHEN what IN ('plans:plan', 'plans:version', 'plans:versions', 'plans:changes', 'plans:timeline', 'plans:words',
        'plans:who-sees', 'families:item') THEN 'plan'
    WHEN what = 'families:attachment' THEN 'paper'
    WHEN what = 'referrals:referral:read' THEN 'referral'
    ELSE 'file' END
$$;

-- Who looked at a family's file or wrote in it, a row for each person, role and day, the newest first: all of the days
-- before `before` that hold the newest `most` rows. For a card of the family and for the team that answers for it.
-- Left out: everybody who is, or was chosen by, somebody of the family (each keeps that to themselves), and whoever looks
-- by a share that is not the reader's own to know.
CREATE FUNCTION rights_who_looked(family uuid, before date, most integer, lang text) RETURNS TABLE (
    day date, actor uuid, name text, title text, organisation text, purposes text[], deeds text[])
  LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  me uuid;
BEGIN
  IF eenplan_together() <> '' THEN
    RETURN;
  ELSIF eenplan_role() = 'family_member' THEN
    SELECT p.id INTO me FROM families_person p
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family AND family = eenplan_family();
    IF me IS NULL OR NOT eenplan_reaches(family, true) THEN
      RETURN;
    END IF;
  ELSIF eenplan_role() NOT IN ('coach', 'coordinator', 'intake')
      OR NOT eenplan_answers_for(family, eenplan_holds_role()) THEN
    RETURN;
  END IF;
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT (e.at AT TIME ZONE 'Europe/Brussels')::date AS d, e.*, s.name AS worker,
      (SELECT min(g.outside_name) FROM consent_grant g WHERE g.actor_id = e.actor_id AND g.family_id = family) AS outsider
    FROM audit_entry e LEFT JOIN network_staffmember s ON s.actor_id = e.actor_id
    WHERE e.families @> ARRAY[family]
      AND (before IS NULL OR e.at < before::timestamp AT TIME ZONE 'Europe/Brussels')
      AND e.role NOT IN ('family_member', 'trusted_person', 'public_form', 'task')
      AND (e.role NOT IN ('partner', 'psychologist', 'expert', 'guest') OR EXISTS (
        SELECT 1 FROM consent_grant g WHERE g.family_id = family AND g.made_at <= e.at
          AND g.period @> (e.at AT TIME ZONE 'Europe/Brussels')::date
          AND (g.actor_id = e.actor_id OR g.staff_member_id = s.id
            OR (g.partnership_id = e.partnership_id AND g.function = e.role)
            OR (e.role = 'partner' AND g.organisation_id = e.organisation_id))
          AND (me IS NULL OR consent_is_mine(g.id))))
  ), shown AS (
    SELECT f.* FROM found f WHERE f.d >= (SELECT min(n.d) FROM (
      SELECT DISTINCT f.d, f.actor_id, f.role, f.organisation_id FROM found f ORDER BY f.d DESC LIMIT most) n)
  ), pieces AS MATERIALIZED (
    SELECT i.id, coalesce(eenplan_sees_item(i.id, i.family_id, i.kind, i.author_id, i.from_whom_id, i.released_to_all,
      i.confidential, i.third_party_only, i.health, i.court, i.agogic_exception, eenplan_holds_role()), false) AS sees
    FROM families_item i WHERE i.id IN (SELECT f.subject_id FROM shown f) AND i.family_id = family
  )
  SELECT f.d, f.actor_id, max(coalesce(f.worker, f.outsider, ''))::text, max(coalesce((
      SELECT t.title FROM network_roletitle t WHERE t.role = f.role AND t.language = lang AND t.period @> f.d
        AND (t.partnership_id = f.partnership_id OR t.partnership_id IS NULL)
      ORDER BY t.partnership_id NULLS LAST LIMIT 1), ''))::text,
    max(coalesce(o.name, ''))::text, array_agg(DISTINCT f.purpose::text),
    array_agg(DISTINCT rights_deed(f.role, f.kind, f.what, cardinality(f.families), p.id IS NOT NULL, p.sees))
  FROM shown f LEFT JOIN network_organisation o ON o.id = f.organisation_id LEFT JOIN pieces p ON p.id = f.subject_id
  GROUP BY f.d, f.actor_id, f.role, f.organisation_id
  ORDER BY f.d DESC, 3, f.actor_id;
END $$;

-- How a question about looking reaches the privacy officer: by the family's reference, and whoever looked by name.
CREATE FUNCTION rights_look_questions_here() RETURNS TABLE (
    id uuid, family uuid, family_reference text, asked_at timestamptz, looked_on date, looker text, words text, answer text,
    answered_at timestamptz, answered_as text) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT q.id, q.family_id, f.reference::text, q.asked_at, q.looked_on, q.looked_as::text, q.words, a.words,
      a.answered_at, a.answered_as::text
    FROM rights_lookquestion q JOIN families_family f ON f.id = q.family_id
    LEFT JOIN rights_lookanswer a ON a.question_id = q.id
    WHERE rights_watches(q.family_id) ORDER BY (a.id IS NOT NULL), q.asked_at DESC, q.id LIMIT 200;
END $$;
"""

BREADTH = f"""
-- From when looking is unusually wide in a partnership: as it set it last, or as it begins.
CREATE FUNCTION rights_breadth_norm(which uuid) RETURNS TABLE (files integer, days integer, outside integer,
    emergencies integer) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT n.files::integer, n.days::integer, n.outside::integer, n.emergencies::integer FROM (
    SELECT b.files, b.days, b.outside, b.emergencies, b.set_at FROM rights_breadthnorm b WHERE b.partnership_id = which
    UNION ALL SELECT 40, 7, 3, 2, '-infinity' ORDER BY set_at DESC LIMIT 1) n;
END $$;

-- Who opened more files than that within those days, of the own partnership: days and references, never an hour and
-- never what a file holds. A list in which many families stand is no file that was opened.
CREATE FUNCTION rights_unusual_breadth() RETURNS TABLE (actor uuid, name text, title text, organisation text, kind text,
    number bigint, first_day date, last_day date, file_references text[], remark text, remark_until date)
  LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  norm record;
  begins date;
BEGIN
  IF eenplan_role() IS DISTINCT FROM 'privacy_officer' OR NOT eenplan_holds_role() THEN
    RETURN;
  END IF;
  SELECT * INTO norm FROM rights_breadth_norm(eenplan_partnership());
  begins := eenplan_today() - norm.days + 1;
  RETURN QUERY
  WITH opened AS (
    SELECT e.actor_id, e.families[1] AS family, (e.at AT TIME ZONE 'Europe/Brussels')::date AS d,
      min(e.role) AS role, bool_or(e.purpose = 'emergency') AS emergency
    FROM audit_entry e
    WHERE e.at >= begins::timestamp AT TIME ZONE 'Europe/Brussels' AND e.partnership_id = eenplan_partnership()
      AND cardinality(e.families) = 1 AND e.role NOT IN ('family_member', 'trusted_person', 'guest', 'public_form', 'task')
    GROUP BY 1, 2, 3
  ), judged AS (
    SELECT o.*, o.role IN ('intake', 'coach', 'coordinator')
      AND NOT EXISTS (SELECT 1 FROM plans_coachassignment c WHERE c.family_id = o.family AND c.actor_id = o.actor_id)
      AND (NOT EXISTS (SELECT 1 FROM families_responsibility h WHERE h.family_id = o.family
          AND h.partnership_id = eenplan_partnership() AND h.period @> o.d)
        OR EXISTS (SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
          JOIN families_family f ON f.id = o.family
          WHERE s.actor_id = o.actor_id AND a.role = o.role AND a.partnership_id = eenplan_partnership()
            AND a.period @> o.d AND cardinality(a.zones) > 0 AND f.municipality_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM network_municipalityzone z WHERE z.municipality_id = f.municipality_id
              AND z.period @> o.d AND z.zone_id = ANY (a.zones)))) AS outside
    FROM opened o
  ), told AS (
    SELECT j.actor_id, 'files' AS kind, j.family, j.d, j.role FROM judged j
    UNION ALL SELECT j.actor_id, 'outside', j.family, j.d, j.role FROM judged j WHERE j.outside
    UNION ALL SELECT j.actor_id, 'emergency', j.family, j.d, j.role FROM judged j WHERE j.emergency
  ), wide AS (
    SELECT t.actor_id, t.kind, count(DISTINCT t.family) AS number, min(t.d) AS first_day, max(t.d) AS last_day,
      min(t.role) AS role, array_agg(DISTINCT f.reference::text) FILTER (WHERE f.id IS NOT NULL) AS refs
    FROM told t LEFT JOIN families_family f ON f.id = t.family
    GROUP BY t.actor_id, t.kind
    HAVING count(DISTINCT t.family) > CASE t.kind WHEN 'files' THEN norm.files WHEN 'outside' THEN norm.outside
      ELSE norm.emergencies END
  )
  SELECT w.actor_id, coalesce(s.name, '')::text, coalesce((SELECT t.title FROM network_roletitle t
      WHERE t.role = w.role AND t.language = 'nl' AND t.period @> eenplan_today()
        AND (t.partnership_id = eenplan_partnership() OR t.partnership_id IS NULL)
      ORDER BY t.partnership_id NULLS LAST LIMIT 1), '')::text,
    coalesce(o.name, '')::text, w.kind, w.number, w.first_day, w.last_day, coalesce(w.refs, '{{}}'),
    r.words, r.until
  FROM wide w LEFT JOIN network_staffmember s ON s.actor_id = w.actor_id
    LEFT JOIN network_organisation o ON o.id = s.organisation_id
    LEFT JOIN LATERAL (SELECT m.words, m.until FROM rights_breadthremark m
      WHERE m.partnership_id = eenplan_partnership() AND m.actor_id = w.actor_id AND m.kind = w.kind
      ORDER BY m.until DESC, m.made_at DESC LIMIT 1) r ON true
  ORDER BY (r.until IS NOT NULL AND r.until >= w.last_day), w.number DESC, s.sort_key, w.actor_id, w.kind;
END $$;
"""

FORGET = """
DROP FUNCTION rights_unusual_breadth(), rights_breadth_norm(uuid), rights_look_questions_here(),
  rights_who_looked(uuid, date, integer, text), rights_deed(text, text, text, integer, boolean, boolean),
  rights_watches(uuid);
"""
ME = (
    "(SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"
    " AND person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor()))"
)
# Never while somebody else looks along. The privacy officer reads through a function: no name of who asks.
TEAM = (
    "(SELECT eenplan_role()) IN ('intake', 'coordinator', 'coach') AND (SELECT eenplan_together()) = ''"
    " AND eenplan_writes(family_id)"
)
ASKED = "EXISTS (SELECT 1 FROM rights_lookquestion q WHERE q.id = rights_lookanswer.question_id)"
OFFICER = (
    "(SELECT eenplan_role()) = 'privacy_officer' AND (SELECT eenplan_holds_role())"
    " AND partnership_id = (SELECT eenplan_partnership())"
)


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0004_looking"),
        ("audit", "0003_by_month"),
        ("families", "0018_shares_ahead"),
        ("plans", "0017_addresses_too"),
        ("network", "0019_privacy_officer"),
    ]

    operations = [
        migrations.RunSQL(LOOKED + BREADTH, FORGET),
        fence(
            "rights_lookquestion",
            see=f"({ME}) OR ({TEAM}) OR rights_watches(family_id)",
            add=f"asked_by_id = (SELECT eenplan_actor()) AND {ME}",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "rights_lookanswer",
            see=ASKED,
            add="answered_by_id = (SELECT eenplan_actor()) AND EXISTS (SELECT 1 FROM rights_lookquestion q"
            " WHERE q.id = rights_lookanswer.question_id AND q.family_id = rights_lookanswer.family_id)"
            f" AND ((SELECT eenplan_role()) = 'coach' AND ({TEAM}) OR rights_watches(family_id))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        same_family("rights_lookquestion", "person_id"),
        fence(
            "rights_breadthnorm",
            see=OFFICER,
            add=f"set_by_id = (SELECT eenplan_actor()) AND {OFFICER}",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "rights_breadthremark",
            see=OFFICER,
            add=f"made_by_id = (SELECT eenplan_actor()) AND {OFFICER}",
            change="false",
            privileges="SELECT, INSERT",
        ),
    ]
