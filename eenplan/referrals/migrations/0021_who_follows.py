"""What a status link tells its three kinds of holders.

- Of a consult without names no deadline: nobody is promised a conversation with the family. What came of it was agreed
  with whoever follows it, and nobody else knows of it: that is told.
- A family or a youngster that referred itself follows its own question: nobody has to agree that they know more.
- Any other referrer knows more after the family's yes alone, as before.
"""

from typing import ClassVar

from django.db import migrations

_STATUS = """
CREATE OR REPLACE FUNCTION referrals_status(hash text, months integer)
  RETURNS TABLE (link_id uuid, state text, deadline date, contact_point_id uuid, may_know boolean,
    has_coach boolean, conversation_on date, outcome text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT l.id, CASE r.state WHEN 'received' THEN 'received' ELSE 'handled' END, {deadline},
    (SELECT c.id FROM network_contactpoint c
     WHERE c.partnership_id = r.partnership_id AND (c.zone_id = r.zone_id OR c.zone_id IS NULL)
       AND c.period @> eenplan_today() ORDER BY c.zone_id NULLS LAST LIMIT 1),
    more.told,
    more.told AND r.coach_given_at IS NOT NULL,
    CASE WHEN more.told THEN f.conversation_held_on END,
    CASE WHEN {ended} THEN o.kind END
  FROM referrals_statuslink l
  JOIN referrals_referral r ON r.id = l.referral_id
  LEFT JOIN referrals_outcome o ON o.referral_id = r.id
  LEFT JOIN referrals_fact f ON f.referral_id = r.id
  LEFT JOIN referrals_referrermayknow m ON m.referral_id = r.id AND m.withdrawn_at IS NULL
  CROSS JOIN LATERAL (SELECT {told} AS told) more
  WHERE (l.key_hash = hash OR l.code_hash = hash) AND l.ended_at IS NULL
    AND eenplan_today() <= coalesce(
      (CASE WHEN o.kind <> 'taken_up' THEN o."on" ELSE f.conversation_held_on END)
        + make_interval(months => months), 'infinity')
$$;
"""
BY_HOLDER = _STATUS.format(
    deadline="CASE WHEN NOT r.anonymous THEN r.deadline END",
    told="m.id IS NOT NULL OR r.self_referred OR r.referrer_type = 'family'",
    ended="more.told OR r.anonymous AND o.kind = 'consult_only'",
)
BY_YES_ALONE = _STATUS.format(deadline="r.deadline", told="m.id IS NOT NULL", ended="more.told")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0020_not_safe_when_said")]

    operations: ClassVar = [migrations.RunSQL(BY_HOLDER, BY_YES_ALONE)]
