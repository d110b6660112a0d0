"""In which language somebody reads: chosen with their own card, or noted by the coach."""

from django.db import migrations, models

# With a card nobody writes persons; this one thing they choose of themselves.
CHOOSE = """
CREATE FUNCTION families_choose_language(chosen text) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE families_person SET language = chosen
    WHERE eenplan_role() = 'family_member' AND eenplan_together() = ''
      AND actor_id = eenplan_actor() AND family_id = eenplan_family()
    RETURNING id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0028_shares_judged_once")]

    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField("person", "language", models.CharField(max_length=35, blank=True, default="")),
        migrations.RunSQL(CHOOSE, "DROP FUNCTION families_choose_language(text)"),
    ]
