"""Keys by which a family is recognised, and the taking in of a new file into the one that was there."""

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence_family_table

# Every row that names the new family names the known one afterwards, and every row that names a person who
# stood in both files names the person that stays: found by the foreign keys, so that no table is forgotten.
TAKE_IN = """
CREATE FUNCTION families_take_in(newcomer uuid, known uuid, twins uuid[], stays uuid[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  holds boolean := eenplan_holds_role();
  k record;
  has_rows boolean;
BEGIN
  IF newcomer = known OR coalesce(eenplan_role() NOT IN ('intake', 'coordinator'), true)
      OR NOT eenplan_reaches(newcomer, holds) OR NOT eenplan_reaches(known, holds) THEN
    RAISE EXCEPTION 'both files must be within reach' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF cardinality(twins) <> cardinality(stays)
      OR EXISTS (SELECT 1 FROM families_person WHERE id = ANY (twins) AND family_id <> newcomer)
      OR EXISTS (SELECT 1 FROM families_person WHERE id = ANY (stays) AND family_id <> known) THEN
    RAISE EXCEPTION 'the persons are of other families' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM families_card WHERE family_id = newcomer) THEN
    RAISE EXCEPTION 'a file with cards is not taken in' USING ERRCODE = 'check_violation';
  END IF;
  DELETE FROM families_searchkey WHERE family_id = newcomer;
  DELETE FROM families_matchkey WHERE family_id = newcomer;
  DELETE FROM families_responsibility WHERE family_id = newcomer;
  UPDATE families_person SET family_id = known,
    position = position + 1 + (SELECT coalesce(max(position), -1) FROM families_person WHERE family_id = known)
  WHERE family_id = newcomer;
  -- Tables that others hang on go first: their rows' own checks ask for the same family.
  FOR k IN SELECT c.conrelid::regclass AS tab, a.attname AS col
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = 'families_family'::regclass
      ORDER BY c.conrelid::regclass::text NOT IN ('families_item', 'families_home'), c.conrelid::regclass::text LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE %I = $1)', k.tab, k.col) INTO has_rows USING newcomer;
    IF has_rows THEN
      EXECUTE format('UPDATE %s SET %I = $2 WHERE %I = $1', k.tab, k.col, k.col) USING newcomer, known;
    END IF;
  END LOOP;
  FOR k IN SELECT c.conrelid::regclass AS tab, a.attname AS col
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = 'families_person'::regclass LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE %I = ANY ($1))', k.tab, k.col) INTO has_rows USING twins;
    IF has_rows THEN
      EXECUTE format('UPDATE %s t SET %I = p.stay FROM unnest($1, $2) AS p (twin, stay) WHERE t.%I = p.twin',
        k.tab, k.col, k.col) USING twins, stays;
    END IF;
  END LOOP;
  DELETE FROM families_person WHERE id = ANY (twins);
  DELETE FROM families_family WHERE id = newcomer;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_fence"), ("families", "0004_homes")]

    operations = [
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "naam en geboortedatum"),
                            ("phone", "telefoonnummer"),
                            ("email", "e-mailadres"),
                            ("home", "familienaam en adres"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match_keys",
                        to="families.family",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "kind", "family"], name="families_match_key")],
                "constraints": [
                    models.UniqueConstraint(fields=("family", "kind", "key"), name="families_match_key_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("former_id", models.UUIDField()),
                ("former_reference", models.CharField(max_length=8)),
                ("former_name", models.CharField(max_length=200)),
                ("twins", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_in",
                        to="families.family",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="families_taken_in_has_reason"
                    )
                ],
            },
        ),
        fence_family_table("families_matchkey", privileges="SELECT, INSERT, DELETE"),
        fence_family_table("families_takenin", privileges="SELECT, INSERT"),
        migrations.RunSQL(TAKE_IN, "DROP FUNCTION families_take_in(uuid, uuid, uuid[], uuid[])"),
    ]
