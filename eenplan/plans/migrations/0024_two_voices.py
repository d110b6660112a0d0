"""A worker's note beside what the family said, and each child's own voice: a face, a drawing, with its own card."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from eenplan.core.fence import WEB_ROLE

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

NOTES = f"""
-- A note stands beside a piece of the same plan, and no more people read it than that piece.
CREATE FUNCTION plans_is_no_wider(note uuid, said uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM families_item n, families_item s WHERE n.id = note AND s.id = said
    AND (s.released_to_all OR NOT n.released_to_all) AND (n.confidential OR NOT s.confidential)
    AND (n.health OR NOT s.health) AND (n.court OR NOT s.court)
    AND (n.third_party_only OR NOT s.third_party_only) AND (n.agogic_exception OR NOT s.agogic_exception));
END $$;
CREATE FUNCTION plans_side_note_stands_here() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM plans_planitem p JOIN families_item i ON i.id = NEW.item_id
      WHERE p.item_id = NEW.beside_id AND p.plan_id = NEW.plan_id AND p.beside_id IS NULL AND i.kind = 'side_note'
        AND plans_is_no_wider(NEW.item_id, NEW.beside_id)) THEN
    RAISE EXCEPTION 'a note stands beside a piece of the same plan, and no more people read it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_side_note_stands_here';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER side_note_stands_here AFTER INSERT OR UPDATE ON plans_planitem
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.beside_id IS NOT NULL)
  EXECUTE FUNCTION plans_side_note_stands_here();
CREATE FUNCTION plans_side_note_is_no_wider() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF EXISTS (SELECT 1 FROM plans_planitem p WHERE p.item_id = NEW.id AND NOT plans_is_no_wider(NEW.id, p.beside_id)) THEN
    RAISE EXCEPTION 'no more people read a note than the piece beside which it stands'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_side_note_stands_here';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER side_note_is_no_wider AFTER UPDATE ON families_item
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'side_note')
  EXECUTE FUNCTION plans_side_note_is_no_wider();

-- A piece that fewer may read takes along the notes beside it.
CREATE FUNCTION plans_side_notes_follow() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  UPDATE families_item i SET
    released_to_all = i.released_to_all AND NEW.released_to_all, confidential = i.confidential OR NEW.confidential,
    health = i.health OR NEW.health, court = i.court OR NEW.court,
    third_party_only = i.third_party_only OR NEW.third_party_only,
    agogic_exception = i.agogic_exception OR NEW.agogic_exception,
    agogic_reason = CASE WHEN i.agogic_exception THEN i.agogic_reason ELSE NEW.agogic_reason END
  WHERE i.id IN (SELECT p.item_id FROM plans_planitem p WHERE p.beside_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER side_notes_follow AFTER UPDATE ON families_item FOR EACH ROW
  WHEN (NEW.kind <> 'side_note' AND (
    (OLD.released_to_all AND NOT NEW.released_to_all) OR (NEW.confidential AND NOT OLD.confidential)
    OR (NEW.health AND NOT OLD.health) OR (NEW.court AND NOT OLD.court)
    OR (NEW.third_party_only AND NOT OLD.third_party_only) OR (NEW.agogic_exception AND NOT OLD.agogic_exception)))
  EXECUTE FUNCTION plans_side_notes_follow();
"""
FORGET_NOTES = """
DROP TRIGGER side_notes_follow ON families_item;
DROP TRIGGER side_note_is_no_wider ON families_item;
DROP TRIGGER side_note_stands_here ON plans_planitem;
DROP FUNCTION plans_side_notes_follow(), plans_side_note_is_no_wider(), plans_side_note_stands_here(),
  plans_is_no_wider(uuid, uuid);
"""

VOICE = f"""
-- With the own card a child says what it wants and how it feels: a new piece each time, and never another's.
CREATE FUNCTION plans_voice_of(which uuid, family uuid) RETURNS uuid LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN (SELECT i.from_whom_id FROM families_item i JOIN families_person p ON p.id = i.from_whom_id
    WHERE i.id = which AND i.family_id = family AND i.kind IN ('child_view', 'attachment') AND p.role = 'child'
      AND i.author_id = eenplan_actor() AND i.ended_at IS NULL AND plans_is_me(family, i.from_whom_id));
END $$;
CREATE FUNCTION plans_is_a_child(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM families_person p WHERE p.id = which AND p.role = 'child');
END $$;
CREATE FUNCTION plans_is_unsaid(which uuid, place text) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM families_words w WHERE w.item_id = which AND w.slot = place);
END $$;

CREATE POLICY voice ON families_item FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND kind IN ('child_view', 'attachment')
  AND author_id = (SELECT eenplan_actor()) AND plans_is_me(family_id, from_whom_id)
  AND plans_is_a_child(from_whom_id) AND released_to_all <> confidential
  AND NOT (third_party_only OR health OR court OR agogic_exception) AND plans_is_open(family_id, NULL));
CREATE POLICY voice ON families_itemabout FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND person_id = plans_voice_of(item_id, family_id));
CREATE POLICY voice ON families_words FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND slot IN ('text', 'drawing') AND author_id = (SELECT eenplan_actor())
  AND translation_of_id IS NULL AND replaces_id IS NULL AND speaker_id = plans_voice_of(item_id, family_id)
  AND plans_is_unsaid(item_id, slot));
CREATE POLICY voice ON plans_planitem FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND section = 'what_we_want' AND topic = '' AND beside_id IS NULL
  AND plans_voice_of(item_id, family_id) IS NOT NULL AND plans_is_open(family_id, plan_id));
CREATE POLICY voice ON plans_part FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND kind = 'child_view' AND how = 'own_card'
  AND person_id = plans_voice_of(item_id, family_id) AND plans_is_open(family_id, plan_id)
  AND (drawing_id IS NULL OR plans_voice_of(drawing_id, family_id) = person_id));
CREATE POLICY voice ON families_attachment FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND kind IN ('jpeg', 'png', 'webp')
  AND plans_voice_of(item_id, family_id) IS NOT NULL);
CREATE POLICY voice ON families_attachmentcontent FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND plans_voice_of(attachment_id, family_id) IS NOT NULL);

-- A child has one view: what it says now. What it said before is over, and stays in the versions in which it stood.
CREATE FUNCTION plans_child_says_anew() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  UPDATE families_item SET ended_at = now() WHERE ended_at IS NULL AND id IN (
    SELECT p.item_id FROM plans_part p WHERE p.plan_id = NEW.plan_id AND p.kind = 'child_view'
      AND p.person_id = NEW.person_id AND p.item_id <> NEW.item_id);
  UPDATE plans_section SET revision = revision + 1, changed_at = now(),
      changed_by_id = (SELECT i.author_id FROM families_item i WHERE i.id = NEW.item_id)
    WHERE plan_id = NEW.plan_id AND key = 'what_we_want';
  RETURN NULL;
END $$;
CREATE TRIGGER child_says_anew AFTER INSERT ON plans_part FOR EACH ROW
  WHEN (NEW.kind = 'child_view' AND NEW.how = 'own_card') EXECUTE FUNCTION plans_child_says_anew();

-- What a child kept for the coach is opened by nobody but the child, who says it anew.
CREATE FUNCTION plans_voice_stays_kept() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF EXISTS (SELECT 1 FROM families_person p WHERE p.actor_id = OLD.author_id AND p.family_id = OLD.family_id) THEN
    RAISE EXCEPTION 'the child chose who reads it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_voice_stays_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER voice_stays_kept BEFORE UPDATE ON families_item FOR EACH ROW
  WHEN (OLD.kind IN ('child_view', 'attachment') AND OLD.confidential AND NOT NEW.confidential)
  EXECUTE FUNCTION plans_voice_stays_kept();
"""
FORGET_VOICE = """
DROP TRIGGER voice_stays_kept ON families_item;
DROP TRIGGER child_says_anew ON plans_part;
DROP POLICY voice ON families_attachmentcontent;
DROP POLICY voice ON families_attachment;
DROP POLICY voice ON plans_part;
DROP POLICY voice ON plans_planitem;
DROP POLICY voice ON families_words;
DROP POLICY voice ON families_itemabout;
DROP POLICY voice ON families_item;
DROP FUNCTION plans_voice_stays_kept(), plans_child_says_anew(), plans_is_unsaid(uuid, text), plans_is_a_child(uuid),
  plans_voice_of(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0028_shares_judged_once"), ("plans", "0023_round_tables")]

    operations = [
        # The rows wait for deferred triggers; settle them before the tables change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField(
            "planitem",
            "beside",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="side_notes",
                to="families.item",
            ),
        ),
        migrations.AddField(
            "part",
            "face",
            models.CharField(
                blank=True,
                choices=[
                    ("glad", "blij"),
                    ("calm", "rustig"),
                    ("afraid", "bang"),
                    ("sad", "verdrietig"),
                    ("angry", "boos"),
                ],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "part",
            "drawing",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="families.attachment",
            ),
        ),
        migrations.AddConstraint(
            "part",
            models.CheckConstraint(
                condition=Q(face="", drawing__isnull=True)
                | Q(kind="child_view", face__in=["", "glad", "calm", "afraid", "sad", "angry"]),
                name="plans_part_face_of_child",
            ),
        ),
        migrations.RunSQL(NOTES, FORGET_NOTES),
        migrations.RunSQL(VOICE, FORGET_VOICE),
    ]
