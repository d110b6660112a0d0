"""A change of coach that is planned is told beforehand, as a leave is (rule 13)."""

from django.db import migrations

TELL = """
CREATE TRIGGER queue_coach_changed AFTER INSERT ON audit_event FOR EACH ROW
  WHEN (NEW.name = 'plans:trajectory:coach-changed') EXECUTE FUNCTION plans_queue_event();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0038_desk_by_ages")]

    operations = [migrations.RunSQL(TELL, "DROP TRIGGER queue_coach_changed ON audit_event;")]
