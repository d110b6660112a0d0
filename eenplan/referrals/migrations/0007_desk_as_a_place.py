"""Notes between colleagues, saved views of the desk, and how many trajectories began in a year."""

import django.db.models.deletion
import django.db.models.functions.text
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence, fence_family_table, fence_item_table

# A note is on a referral of its own family, and answers a question on that same referral.
NOTES = """
CREATE FUNCTION referrals_note_stands() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = NEW.referral_id AND r.family_id = NEW.family_id)
    OR (NEW.answers_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM referrals_note n
      WHERE n.item_id = NEW.answers_id AND n.referral_id = NEW.referral_id AND n.asked_to_id IS NOT NULL)) THEN
    RAISE EXCEPTION 'the note does not go with its referral'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'referrals_note_stands';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER note_stands BEFORE INSERT OR UPDATE ON referrals_note
  FOR EACH ROW EXECUTE FUNCTION referrals_note_stands();
"""

# Numbers only, of the desk of whoever acts: judged once, counted in the index.
TAKEN_UP = """
CREATE FUNCTION referrals_taken_up(since timestamptz, before timestamptz)
  RETURNS TABLE (referrer_type text, number bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.referrer_type, count(*) FROM referrals_referral r
  WHERE r.partnership_id = eenplan_desk() AND r.taken_up_at >= since AND r.taken_up_at < before
  GROUP BY r.referrer_type
$$;
"""

OWN_VIEW = "partnership_id = (SELECT eenplan_desk()) AND owner_id = (SELECT eenplan_actor())"


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0004_homes"),
        ("network", "0003_contact_points"),
        ("referrals", "0006_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="families.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoteRead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("filters", models.JSONField()),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=eenplan.core.clock.now)),
            ],
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("taken_up_at__isnull", False)),
                fields=["partnership", "taken_up_at"],
                include=("referrer_type",),
                name="referrals_taken_up_in",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="answers",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answered_by",
                to="referrals.note",
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="asked_to",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="referrals.referral"
            ),
        ),
        migrations.AddField(
            model_name="noteread",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
            ),
        ),
        migrations.AddField(
            model_name="noteread",
            name="family",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
            ),
        ),
        migrations.AddField(
            model_name="noteread",
            name="note",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="referrals.note"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.actor"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="network.partnership"
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                condition=models.Q(("asked_to__isnull", False)),
                fields=["asked_to"],
                name="referrals_note_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="noteread",
            constraint=models.UniqueConstraint(fields=("note", "actor"), name="referrals_note_read_once"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                models.F("partnership"),
                models.F("owner"),
                django.db.models.functions.text.Lower("name"),
                name="referrals_view_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="referrals_view_has_name"
            ),
        ),
        migrations.RunSQL(
            NOTES, "DROP TRIGGER note_stands ON referrals_note; DROP FUNCTION referrals_note_stands()"
        ),
        migrations.RunSQL(TAKEN_UP, "DROP FUNCTION referrals_taken_up(timestamptz, timestamptz)"),
        fence_item_table("referrals_note", privileges="SELECT, INSERT"),
        fence_family_table("referrals_noteread", privileges="SELECT, INSERT"),
        fence(
            "referrals_savedview",
            see="partnership_id = (SELECT eenplan_desk()) AND (shared OR owner_id = (SELECT eenplan_actor()))",
            add=OWN_VIEW,
            privileges="SELECT, INSERT, UPDATE, DELETE",
        ),
    ]
