"""A consult without names promises nobody a conversation with the family: its status link tells no deadline.

What came of it was agreed with whoever follows it, and nobody else knows of it: that is told.
"""

from typing import ClassVar

from django.db import migrations

_STATUS = """
CREATE OR REPLACE FUNCTION referrals_status(hash text, months integer)
  RETURNS TABLE (link_id uuid, state text, deadline date, contact_point_id uuid, may_know boolean,
    has_coach boolean, conversation_on date, outcome text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, CASE r.state WHEN 'received' THEN 'received' ELSE 'handled' END, %s,
    (SELECT c.id FROM network_contactpoint c
     WHERE c.partnership_id = r.partnership_id AND (c.zone_id = r.zone_id OR c.zone_id IS NULL)
       AND c.period @> eenplan_today() ORDER BY c.zone_id NULLS LAST LIMIT 1),
    m.id IS NOT NULL,
    m.id IS NOT NULL AND r.coach_given_at IS NOT NULL,
    CASE WHEN m.id IS NOT NULL THEN f.conversation_held_on END,
    %s
  FROM referrals_statuslink l
  JOIN referrals_referral r ON r.id = l.referral_id
  LEFT JOIN referrals_outcome o ON o.referral_id = r.id
  LEFT JOIN referrals_fact f ON f.referral_id = r.id
  LEFT JOIN referrals_referrermayknow m ON m.referral_id = r.id AND m.withdrawn_at IS NULL
  WHERE (l.key_hash = hash OR l.code_hash = hash) AND l.ended_at IS NULL
    AND eenplan_today() <= coalesce(
      (CASE WHEN o.kind <> 'taken_up' THEN o."on" ELSE f.conversation_held_on END)
        + make_interval(months => months), 'infinity')
$$;
"""
NO_DEADLINE = _STATUS % (
    "CASE WHEN NOT r.anonymous THEN r.deadline END",
    "CASE WHEN m.id IS NOT NULL OR r.anonymous AND o.kind = 'consult_only' THEN o.kind END",
)
ALWAYS = _STATUS % ("r.deadline", "CASE WHEN m.id IS NOT NULL THEN o.kind END")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0020_not_safe_when_said")]

    operations: ClassVar = [migrations.RunSQL(NO_DEADLINE, ALWAYS)]
