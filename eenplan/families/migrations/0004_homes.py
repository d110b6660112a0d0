"""Several homes with dates, who is what to a child, and whether a parent elsewhere knows."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import eenplan.core.ids
import eenplan.network.models.periods
from django.db import migrations, models

from eenplan.core.fence import fence_family_table, fence_item_table

SAME_FAMILY = """
CREATE FUNCTION eenplan_home_of_same_family() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.home_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM families_home h WHERE h.item_id = NEW.home_id AND h.family_id = NEW.family_id) THEN
    RAISE EXCEPTION 'the home belongs to another family' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family_home BEFORE INSERT OR UPDATE ON families_contactdetail
  FOR EACH ROW EXECUTE FUNCTION eenplan_home_of_same_family();
CREATE TRIGGER same_family_home BEFORE INSERT OR UPDATE ON families_residence
  FOR EACH ROW EXECUTE FUNCTION eenplan_home_of_same_family();
CREATE TRIGGER same_family_person BEFORE INSERT OR UPDATE ON families_residence
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('person_id');
CREATE TRIGGER same_family_person BEFORE INSERT OR UPDATE ON families_tie
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('person_id');
CREATE TRIGGER same_family_child BEFORE INSERT OR UPDATE ON families_tie
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('child_id');
"""

FORGET = """
DROP TRIGGER same_family_child ON families_tie;
DROP TRIGGER same_family_person ON families_tie;
DROP TRIGGER same_family_person ON families_residence;
DROP TRIGGER same_family_home ON families_residence;
DROP TRIGGER same_family_home ON families_contactdetail;
DROP FUNCTION eenplan_home_of_same_family();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0003_expected"),
        ("network", "0002_coverage_shares_and_grants"),
    ]

    operations = [
        migrations.AddField(
            model_name="contactdetail",
            name="municipality",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.municipality",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="informed",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="informed_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="item",
            name="kind",
            field=models.CharField(
                choices=[
                    ("question", "vraag van het gezin"),
                    ("referrer_view", "kijk van de aanmelder"),
                    ("going_well", "wat goed gaat"),
                    ("wish", "wens"),
                    ("strength", "kracht"),
                    ("domain", "levensdomein"),
                    ("goal", "doel"),
                    ("action", "stap"),
                    ("help", "hulp"),
                    ("team_member", "wie helpt"),
                    ("agreement", "afspraak over samenwerken"),
                    ("home", "huis"),
                    ("who_matters", "wie belangrijk is"),
                    ("child_view", "kijk van een kind"),
                    ("disagreement", "waarover we het niet eens zijn"),
                    ("review", "samen teruggekeken"),
                    ("linked_plan", "ander plan"),
                    ("contact", "contact"),
                    ("contact_detail", "contactgegeven"),
                    ("note", "notitie"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Home",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="home",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="homes",
                        to="families.family",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contactdetail",
            name="home",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="addresses",
                to="families.home",
            ),
        ),
        migrations.CreateModel(
            name="Residence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "share",
                    models.CharField(
                        choices=[("full", "woont hier"), ("part", "woont hier een deel van de tijd")],
                        max_length=10,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residences",
                        to="families.home",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="residences",
                        to="families.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
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
                            ("parent", "ouder"),
                            ("carer", "zorgt mee, zonder ouderlijk gezag"),
                            ("authority", "heeft ouderlijk gezag"),
                            ("representative", "wettelijke vertegenwoordiger"),
                        ],
                        max_length=20,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tied_to",
                        to="families.person",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="families.person"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="home",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="families_home_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="home",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="families_home_some_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (eenplan.network.models.periods.SameKey(models.F("home"), models.F("person")), "&&"),
                    ("period", "&&"),
                ],
                name="families_lives_there_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="residence",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="families_residence_some_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        eenplan.network.models.periods.SameKey(
                            models.F("person"), models.F("child"), models.F("kind")
                        ),
                        "&&",
                    ),
                    ("period", "&&"),
                ],
                name="families_tie_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("child")), _negated=True), name="families_tie_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="families_tie_some_time"
            ),
        ),
        migrations.RunSQL(SAME_FAMILY, FORGET),
        fence_item_table("families_home"),
        # Who sees a home sees who lives there.
        fence_item_table("families_residence", item="home_id", privileges="SELECT, INSERT, UPDATE, DELETE"),
        fence_family_table("families_tie", privileges="SELECT, INSERT, UPDATE, DELETE"),
    ]
