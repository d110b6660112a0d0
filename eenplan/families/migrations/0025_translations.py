"""A translation stands beside what it translates: in the same place of the same piece."""

from django.db import migrations, models
from django.db.models import Q

SAME_PLACE = """
CREATE FUNCTION families_translates_here() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.translation_of_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM families_words w WHERE w.id = NEW.translation_of_id AND w.item_id = NEW.item_id
        AND w.slot = NEW.slot AND w.translation_of_id IS NULL) THEN
    RAISE EXCEPTION 'a translation stands beside the words that it translates' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER translates_here AFTER INSERT ON families_words
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.translation_of_id IS NOT NULL)
  EXECUTE FUNCTION families_translates_here();
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0024_shares_judged_last")]

    operations = [
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField("words", "by_interpreter", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "words",
            models.CheckConstraint(
                condition=Q(by_interpreter=False) | Q(translation_of__isnull=False, speaker__isnull=True),
                name="families_words_interpreter_translates",
            ),
        ),
        migrations.RunSQL(
            SAME_PLACE,
            "DROP TRIGGER translates_here ON families_words; DROP FUNCTION families_translates_here();",
        ),
    ]
