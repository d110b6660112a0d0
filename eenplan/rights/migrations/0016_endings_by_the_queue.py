"""The e-mail that what is kept ends goes by the queue: told on the screens, it is a job in the same transaction."""

from django.db import migrations

QUEUE = """
CREATE FUNCTION rights_queue_ending() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM eenplan_queue('ending',
    jsonb_build_object('ending_id', NEW.subject_id::text, 'family_id', NEW.family_id::text));
  RETURN NULL;
END $$;
CREATE TRIGGER queue_ending AFTER INSERT ON audit_event FOR EACH ROW
  WHEN (NEW.name = 'rights:ending:told') EXECUTE FUNCTION rights_queue_ending();

SELECT eenplan_queue('ending', jsonb_build_object('ending_id', e.id::text, 'family_id', e.family_id::text))
  FROM rights_ending e WHERE e.told_on IS NOT NULL AND e.detail_id IS NOT NULL AND e.sending_at IS NULL;
"""
UNQUEUE = """
DROP TRIGGER queue_ending ON audit_event;
DROP FUNCTION rights_queue_ending();
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0031_queue"), ("rights", "0015_answers_told")]

    operations = [migrations.RunSQL(QUEUE, UNQUEUE)]
