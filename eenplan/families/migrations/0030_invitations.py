"""Somebody of a family may ask that somebody outside reads along: a share that waits for everybody who has a say in it."""

from django.db import migrations

from eenplan.core.fence import WEB_ROLE

HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

INVITES = f"""
-- Whether whoever acts is asking for this share just now: nobody answered it, so that nobody said yes to less.
CREATE FUNCTION consent_is_asking(share uuid, family uuid) RETURNS boolean {HEAD} $$
BEGIN
  RETURN eenplan_role() = 'family_member' AND family = eenplan_family()
    AND EXISTS (SELECT 1 FROM consent_grant g
      WHERE g.id = share AND g.family_id = family AND g.made_by_id = eenplan_actor() AND g.ended_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM consent_answer a WHERE a.grant_id = share);
END $$;
CREATE POLICY invite ON consent_grant FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())
  AND eenplan_reaches(family_id, false) AND made_by_id = (SELECT eenplan_actor())
  AND recipient_kind = 'outside' AND ground = 'consent' AND NOT secrecy AND NOT health
  AND actor_id IS NULL AND ended_at IS NULL);
CREATE POLICY invite ON consent_grantabout FOR INSERT TO {WEB_ROLE} WITH CHECK (
  consent_is_asking(grant_id, family_id)
  AND EXISTS (SELECT 1 FROM families_person p WHERE p.id = person_id AND p.family_id = consent_grantabout.family_id));
"""
FORGET = """
DROP POLICY invite ON consent_grantabout;
DROP POLICY invite ON consent_grant;
DROP FUNCTION consent_is_asking(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0029_own_language")]

    operations = [migrations.RunSQL(INVITES, FORGET)]
