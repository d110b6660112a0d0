"""Who belongs to whom: ties between persons and relatives, each a piece of the file with labels of its own."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from eenplan.core.fence import fence_item_table, see_item_once

# Nobody is an own forebear: neither by these ties, nor by those of 'Ouders en gezag', nor by both together.
CIRCLES = """
CREATE FUNCTION eenplan_no_circle() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Two acts at once see each other: one family at a time.
  PERFORM pg_advisory_xact_lock(hashtextextended('eenplan_no_circle:' || NEW.family_id, 0));
  IF EXISTS (
    WITH RECURSIVE edges AS MATERIALIZED (
      SELECT coalesce(k.one_person_id, k.one_relative_id) AS up, coalesce(k.other_person_id, k.other_relative_id) AS down
        FROM families_kinship k
        WHERE k.family_id = NEW.family_id AND k.kind IN ('parent', 'step_parent', 'foster_parent')
      UNION SELECT t.person_id, t.child_id FROM families_tie t
        WHERE t.family_id = NEW.family_id AND t.kind = 'parent'
    ), below AS (
      SELECT up AS top, down FROM edges UNION SELECT b.top, e.down FROM below b JOIN edges e ON e.up = b.down
    )
    SELECT 1 FROM below WHERE top = down) THEN
    RAISE EXCEPTION 'nobody is an own forebear' USING ERRCODE = 'check_violation', CONSTRAINT = 'families_no_circle';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER no_circle AFTER INSERT OR UPDATE ON families_kinship
  FOR EACH ROW WHEN (NEW.kind IN ('parent', 'step_parent', 'foster_parent')) EXECUTE FUNCTION eenplan_no_circle();
CREATE TRIGGER no_circle AFTER INSERT OR UPDATE ON families_tie
  FOR EACH ROW WHEN (NEW.kind = 'parent') EXECUTE FUNCTION eenplan_no_circle();

CREATE FUNCTION eenplan_relatives_of_same_family() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM families_relative r
      WHERE r.item_id IN (NEW.one_relative_id, NEW.other_relative_id) AND r.family_id <> NEW.family_id) THEN
    RAISE EXCEPTION 'the relative belongs to another family' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family_relatives BEFORE INSERT OR UPDATE ON families_kinship
  FOR EACH ROW EXECUTE FUNCTION eenplan_relatives_of_same_family();
CREATE TRIGGER same_family_one BEFORE INSERT OR UPDATE ON families_kinship
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('one_person_id');
CREATE TRIGGER same_family_other BEFORE INSERT OR UPDATE ON families_kinship
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('other_person_id');
CREATE TRIGGER same_family_person BEFORE INSERT OR UPDATE ON families_relative
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('person_id');
CREATE TRIGGER same_family_home BEFORE INSERT OR UPDATE ON families_relative
  FOR EACH ROW EXECUTE FUNCTION eenplan_home_of_same_family();
"""
FORGET = """
DROP TRIGGER no_circle ON families_tie;
DROP TRIGGER no_circle ON families_kinship;
DROP TRIGGER same_family_relatives ON families_kinship;
DROP TRIGGER same_family_one ON families_kinship;
DROP TRIGGER same_family_other ON families_kinship;
DROP TRIGGER same_family_person ON families_relative;
DROP TRIGGER same_family_home ON families_relative;
DROP FUNCTION eenplan_no_circle(), eenplan_relatives_of_same_family();
"""
ALL = "SELECT, INSERT, UPDATE, DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0026_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relative",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="relative",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "gender",
                    models.CharField(
                        choices=[
                            ("female", "vrouw"),
                            ("male", "man"),
                            ("other", "anders"),
                            ("unknown", "weet ik niet"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("born", models.PositiveSmallIntegerField(null=True)),
                ("is_dead", models.BooleanField(default=False)),
                ("died", models.PositiveSmallIntegerField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.home",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="death",
                        to="families.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Kinship",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kinship",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("partner", "partner van"),
                            ("former_partner", "vroegere partner van"),
                            ("parent", "ouder van"),
                            ("step_parent", "plusouder van"),
                            ("foster_parent", "pleegouder van"),
                            ("sibling", "broer of zus van"),
                            ("half_sibling", "halfbroer of halfzus van"),
                            ("step_sibling", "plusbroer of pluszus van"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.PositiveSmallIntegerField(null=True)),
                ("until", models.PositiveSmallIntegerField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "one_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.person",
                    ),
                ),
                (
                    "other_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.person",
                    ),
                ),
                (
                    "one_relative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.relative",
                    ),
                ),
                (
                    "other_relative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.relative",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="relative",
            index=models.Index(fields=["family"], name="families_relative_of"),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", True), models.Q(("name", ""), _negated=True)),
                    models.Q(
                        ("home__isnull", True), ("is_dead", True), ("name", ""), ("person__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="families_relative_is_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("died__isnull", True), ("is_dead", True), _connector="OR"),
                name="families_relative_died",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("died__isnull", True),
                    ("born__isnull", True),
                    ("died__gte", models.F("born")),
                    _connector="OR",
                ),
                name="families_relative_lived",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("born__isnull", True), ("born__range", (1850, 2200)), _connector="OR"),
                name="families_relative_born",
            ),
        ),
        migrations.AddConstraint(
            model_name="relative",
            constraint=models.CheckConstraint(
                condition=models.Q(("died__isnull", True), ("died__range", (1850, 2200)), _connector="OR"),
                name="families_relative_died_in",
            ),
        ),
        migrations.AddIndex(
            model_name="kinship",
            index=models.Index(fields=["family"], name="families_kinship_of"),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("one_person__isnull", True), ("one_relative__isnull", True), _connector="XOR"
                ),
                name="families_kinship_has_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_person__isnull", True), ("other_relative__isnull", True), _connector="XOR"
                ),
                name="families_kinship_has_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least(
                    django.db.models.functions.comparison.Coalesce("one_person", "one_relative"),
                    django.db.models.functions.comparison.Coalesce("other_person", "other_relative"),
                ),
                django.db.models.functions.comparison.Greatest(
                    django.db.models.functions.comparison.Coalesce("one_person", "one_relative"),
                    django.db.models.functions.comparison.Coalesce("other_person", "other_relative"),
                ),
                name="families_kinship_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("one_person__isnull", True),
                        ("other_person__isnull", True),
                        models.Q(("one_person", models.F("other_person")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("one_relative__isnull", True),
                        ("other_relative__isnull", True),
                        models.Q(("one_relative", models.F("other_relative")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="families_kinship_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    ("until__isnull", True),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="families_kinship_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("since__isnull", True), ("until__isnull", True)),
                    ("kind__in", ["partner", "former_partner", "step_parent", "foster_parent"]),
                    _connector="OR",
                ),
                name="families_kinship_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "partner"), _negated=True), ("until__isnull", True), _connector="OR"
                ),
                name="families_kinship_partner_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__isnull", True), ("since__range", (1850, 2200)), _connector="OR"),
                name="families_kinship_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinship",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__range", (1850, 2200)), _connector="OR"),
                name="families_kinship_until",
            ),
        ),
        migrations.RunSQL(CIRCLES, FORGET),
        fence_item_table("families_relative", privileges=ALL),
        fence_item_table("families_kinship", privileges=ALL),
        see_item_once("families_relative"),
        see_item_once("families_kinship"),
    ]
