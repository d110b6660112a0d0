"""Small parts of the plan, what reviews found, aftercare, and what was missing of help, team and closure."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence_family_table, fence_item_table

FENCE = import_module("eenplan.plans.migrations.0002_fence")

PARENTS = [
    ("plans_part", "item_id", "families_item", "id"),
    ("plans_part", "plan_id", "plans_plan", "id"),
    ("plans_part", "person_id", "families_person", "id"),
    ("plans_help", "for_whom_id", "families_person", "id"),
    ("plans_reviewscore", "review_id", "plans_part", "item_id"),
    ("plans_reviewscore", "goal_id", "plans_goal", "item_id"),
    ("plans_reviewperson", "review_id", "plans_part", "item_id"),
    ("plans_reviewperson", "person_id", "families_person", "id"),
    ("plans_aftercare", "trajectory_id", "plans_trajectory", "id"),
]

# Somebody who did not agree is never made to disappear: it can be resolved, not taken out. And what is
# agreed about safety is for few: it is never released to everybody.
KEPT = """
CREATE FUNCTION plans_disagreement_stays() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a disagreement stays in the plan'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_disagreement_stays';
END $$;
CREATE TRIGGER disagreement_stays BEFORE UPDATE OF ended_at ON families_item FOR EACH ROW
  WHEN (NEW.kind = 'disagreement' AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION plans_disagreement_stays();
CREATE FUNCTION plans_safety_is_for_few() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  bad boolean;
BEGIN
  IF TG_TABLE_NAME = 'plans_planitem' THEN
    SELECT i.released_to_all INTO bad FROM families_item i WHERE i.id = NEW.item_id AND NEW.topic = 'safety';
  ELSE
    SELECT NEW.released_to_all INTO bad FROM plans_planitem p WHERE p.item_id = NEW.id AND p.topic = 'safety';
  END IF;
  IF bad THEN
    RAISE EXCEPTION 'what is agreed about safety is for few'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_safety_is_for_few';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER safety_is_for_few BEFORE INSERT OR UPDATE ON plans_planitem FOR EACH ROW
  WHEN (NEW.topic = 'safety') EXECUTE FUNCTION plans_safety_is_for_few();
CREATE TRIGGER safety_is_for_few BEFORE UPDATE OF released_to_all ON families_item FOR EACH ROW
  WHEN (NEW.released_to_all) EXECUTE FUNCTION plans_safety_is_for_few();
"""

FORGET = """
DROP TRIGGER safety_is_for_few ON families_item;
DROP TRIGGER safety_is_for_few ON plans_planitem;
DROP FUNCTION plans_safety_is_for_few();
DROP TRIGGER disagreement_stays ON families_item;
DROP FUNCTION plans_disagreement_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_fence"),
        ("families", "0004_homes"),
        ("plans", "0003_coach_on_the_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="closure",
            name="satisfaction_words",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="help",
            name="ended_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="help",
            name="for_whom",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="families.person",
            ),
        ),
        migrations.AddField(
            model_name="help",
            name="help_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("therapy", "gesprekken of therapie"),
                    ("diagnosis", "onderzoek of diagnose"),
                    ("home_guidance", "begeleiding thuis"),
                    ("childcare", "opvang"),
                    ("school", "hulp op school"),
                    ("practical", "praktische hulp"),
                    ("money_housing", "hulp bij geld of wonen"),
                    ("stay", "verblijf"),
                    ("other", "iets anders"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="topic",
            field=models.CharField(
                blank=True,
                choices=[
                    ("signs", "Waaraan we het merken"),
                    ("ourselves", "Wat we zelf doen"),
                    ("call", "Wie we bellen"),
                    ("safety", "Veiligheidsafspraken"),
                    ("rhythm", "Hoe vaak we elkaar zien"),
                    ("sharing", "Wie wat mag weten"),
                    ("school", "Wie het aan de school vertelt"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="attendance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("must", "moet erbij zijn"),
                    ("may", "mag erbij zijn"),
                    ("not", "hoeft er niet bij te zijn"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="availability",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name="versionitem",
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
            name="Part",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="part",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("name", models.CharField(blank=True, max_length=200)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("how", models.CharField(blank=True, max_length=20)),
                ("gives_strength", models.BooleanField(null=True)),
                ("on", models.DateField(null=True)),
                ("resolved_on", models.DateField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="plans.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="persons", to="plans.part"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewScore",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviewed", to="plans.goal"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="plans.part"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Aftercare",
            fields=[
                (
                    "trajectory",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="aftercare",
                        serialize=False,
                        to="plans.trajectory",
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("goes_well", "het gaat goed"),
                            ("needs_little", "er is iets kleins nodig"),
                            ("needs_help", "er is weer hulp nodig"),
                            ("not_reached", "we konden het gezin niet bereiken"),
                            ("not_wanted", "het gezin wou geen contact meer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True), ("score__range", (0, 10)), _connector="OR"
                        ),
                        name="plans_aftercare_score",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="part",
            index=models.Index(fields=["plan", "kind"], name="plans_part_of"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["who_matters", "linked_plan"]), models.Q(("name", ""), _negated=True)
                    ),
                    ("kind__in", ["child_view", "disagreement"]),
                    models.Q(("kind", "review"), ("on__isnull", False)),
                    _connector="OR",
                ),
                name="plans_part_says_what_it_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(("resolved_on__isnull", True), ("kind", "disagreement"), _connector="OR"),
                name="plans_part_resolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewperson",
            constraint=models.UniqueConstraint(fields=("review", "person"), name="plans_reviewed_by_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewscore",
            constraint=models.UniqueConstraint(fields=("review", "goal"), name="plans_goal_reviewed_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__range", (0, 10))), name="plans_review_score"
            ),
        ),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        migrations.RunSQL(KEPT, FORGET),
        fence_item_table("plans_part"),
        fence_item_table("plans_reviewscore", item="review_id", privileges="SELECT, INSERT"),
        fence_item_table("plans_reviewperson", item="review_id", privileges="SELECT, INSERT"),
        fence_family_table("plans_aftercare", privileges="SELECT, INSERT"),
    ]
