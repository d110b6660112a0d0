"""Whatever changes in an active version, a goal of the family stands in it (rule 19).

Destruction needs no way around that: it touches files that are closed, whose versions have ended.
"""

from django.db import migrations

ASKED = """
DROP TRIGGER version_has_family_goal ON plans_planversion;
CREATE CONSTRAINT TRIGGER version_has_family_goal AFTER INSERT OR UPDATE{when} ON plans_planversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_version_has_family_goal();
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_refused_helpers")]

    operations = [migrations.RunSQL(ASKED.format(when=""), ASKED.format(when=" OF status"))]
