"""The e-mail after a referral goes by the queue: asked for in the outbox, it is a job in the same transaction."""

from typing import ClassVar

from django.db import migrations

QUEUE = """
CREATE FUNCTION referrals_queue_telling() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM eenplan_queue('telling',
    jsonb_build_object('telling_id', NEW.subject_id::text, 'family_id', NEW.family_id::text));
  RETURN NULL;
END $$;
CREATE TRIGGER queue_telling AFTER INSERT ON audit_event FOR EACH ROW
  WHEN (NEW.name = 'referrals:telling:to-send') EXECUTE FUNCTION referrals_queue_telling();

SELECT eenplan_queue('telling', jsonb_build_object('telling_id', t.id::text, 'family_id', t.family_id::text))
  FROM referrals_telling t WHERE t.by = 'email' AND t.state = 'to_do' AND t.sending_at IS NULL;
"""
UNQUEUE = """
DROP TRIGGER queue_telling ON audit_event;
DROP FUNCTION referrals_queue_telling();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("families", "0031_queue"), ("referrals", "0017_not_safe")]

    operations: ClassVar = [migrations.RunSQL(QUEUE, UNQUEUE)]
