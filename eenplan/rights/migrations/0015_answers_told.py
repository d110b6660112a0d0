"""Whoever asked something about their own data hears that an answer is ready."""

from django.db import migrations

# Answers, and a copy: it is there at once. What is done with it is found out by who sends.
TOLD = """
CREATE TRIGGER queue_answer AFTER INSERT ON audit_event FOR EACH ROW
  WHEN (NEW.name IN ('rights:request:given', 'rights:request:corrected', 'rights:request:beside',
    'rights:request:accepted', 'rights:request:refused', 'rights:request:asked-copy', 'rights:look:answered'))
  EXECUTE FUNCTION plans_queue_event();
"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0031_notices"), ("rights", "0014_not_safe")]

    operations = [migrations.RunSQL(TOLD, "DROP TRIGGER queue_answer ON audit_event;")]
