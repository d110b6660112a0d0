"""What a family that came back takes along from its earlier plan, what of its goals lasted, and what was left at the end."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import WEB_ROLE, fence, fence_item_table, see_item_once, see_once

FENCE = import_module("eenplan.plans.migrations.0002_fence")
same_family = import_module("eenplan.families.migrations.0002_fence").same_family
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
TAKEN, WANTED, LASTED = "plans_takenalong", "plans_stillwanted", "plans_goallasted"

TO_ASK = f"""
-- The goals that were reached in a trajectory that ended with whoever acts, to ask whether they still hold: those that
-- everybody of the plan could read. Nothing else of the file opens to the coach of then.
CREATE FUNCTION plans_goals_to_ask(ended uuid)
  RETURNS TABLE (goal_id uuid, family_id uuid, words text, language text, score smallint) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY
  SELECT g.item_id, g.family_id, w.text::text, w.language::text, g.score_now
  FROM plans_aftercare_of_mine() mine
  JOIN plans_plan p ON p.trajectory_id = mine.trajectory_id
  JOIN plans_goal g ON g.plan_id = p.id AND g.status = 'reached'
  JOIN families_item i ON i.id = g.item_id AND i.ended_at IS NULL AND i.released_to_all
  JOIN families_words w ON w.item_id = i.id AND w.slot = 'text' AND w.translation_of_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM families_words n WHERE n.replaces_id = w.id)
  WHERE mine.trajectory_id = ended AND NOT eenplan_used_less(i.id)
  ORDER BY i.created_at, g.item_id;
END $$;
CREATE POLICY add_mine ON {LASTED} FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'coach' AND EXISTS (SELECT 1 FROM plans_goals_to_ask(trajectory_id) a
    WHERE a.goal_id = {LASTED}.goal_id AND a.family_id = {LASTED}.family_id));
"""
FORGET_TO_ASK = f"""
DROP POLICY add_mine ON {LASTED};
DROP FUNCTION plans_goals_to_ask(uuid);
"""


def own_id() -> models.UUIDField:
    """The id that each row makes for itself."""
    return models.UUIDField(
        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
    )


def of(model: str, name: str = "+") -> models.ForeignKey:
    """What a row belongs to."""
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("families", "0030_invitations"),
        ("plans", "0029_coming_told"),
    ]

    operations = [
        # The rows wait for deferred triggers; settle them before the table changes.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField("closure", "left_reason", models.TextField(blank=True)),
        migrations.AddField("closure", "left_waiting", models.JSONField(default=dict)),
        migrations.AddConstraint(
            "closure",
            models.CheckConstraint(
                condition=models.Q(
                    ("left_waiting", {}), models.Q(("left_reason", ""), _negated=True), _connector="OR"
                ),
                name="plans_closure_says_why_left",
            ),
        ),
        migrations.CreateModel(
            name="TakenAlong",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="taken_along",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("taken_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("family", of("families.family")),
                ("source", of("families.item")),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="StillWanted",
            fields=[
                ("id", own_id()),
                ("family", of("families.family")),
                ("person", of("families.person")),
                ("taken", of("plans.takenalong", "wanted")),
            ],
        ),
        migrations.CreateModel(
            name="GoalLasted",
            fields=[
                ("id", own_id()),
                (
                    "lasts",
                    models.CharField(
                        choices=[
                            ("yes", "ja, het lukt nog"),
                            ("partly", "voor een deel"),
                            ("no", "nee, niet meer"),
                            ("not_asked", "niet gevraagd"),
                        ],
                        max_length=10,
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("family", of("families.family")),
                ("goal", of("plans.goal", "lasted")),
                ("trajectory", of("plans.trajectory", "goals_lasted")),
            ],
        ),
        migrations.AddConstraint(
            "stillwanted",
            models.UniqueConstraint(fields=("taken", "person"), name="plans_still_wanted_once"),
        ),
        migrations.AddConstraint(
            "goallasted",
            models.UniqueConstraint(fields=("trajectory", "goal"), name="plans_lasted_once"),
        ),
        migrations.AddConstraint(
            "goallasted",
            models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True),
                    models.Q(("score__range", (0, 10)), models.Q(("lasts", "not_asked"), _negated=True)),
                    _connector="OR",
                ),
                name="plans_lasted_score",
            ),
        ),
        fence_item_table(TAKEN, privileges="SELECT, INSERT"),
        see_item_once(TAKEN),
        fence(
            WANTED,
            see=f"eenplan_reaches(family_id) AND EXISTS (SELECT 1 FROM {TAKEN} t WHERE t.item_id = {WANTED}.taken_id)",
            add=f"eenplan_writes(family_id) AND EXISTS (SELECT 1 FROM {TAKEN} t WHERE t.item_id = {WANTED}.taken_id)",
            privileges="SELECT, INSERT",
        ),
        see_once(
            WANTED,
            f"eenplan_reaches(family_id) AND EXISTS (SELECT 1 FROM {TAKEN} t WHERE t.item_id = {WANTED}.taken_id)",
        ),
        fence(
            LASTED,
            see=f"eenplan_reaches(family_id) AND EXISTS (SELECT 1 FROM plans_goal g WHERE g.item_id = {LASTED}.goal_id)",
            add=f"eenplan_writes(family_id) AND EXISTS (SELECT 1 FROM plans_goal g WHERE g.item_id = {LASTED}.goal_id)",
            privileges="SELECT, INSERT",
        ),
        see_once(
            LASTED,
            f"eenplan_reaches(family_id) AND EXISTS (SELECT 1 FROM plans_goal g WHERE g.item_id = {LASTED}.goal_id)",
        ),
        migrations.RunSQL(TO_ASK, FORGET_TO_ASK),
        *[
            FENCE.of_the_same_family(*parent)
            for parent in (
                (TAKEN, "item_id", "families_item", "id"),
                (TAKEN, "source_id", "families_item", "id"),
                (WANTED, "taken_id", TAKEN, "item_id"),
                (LASTED, "trajectory_id", "plans_trajectory", "id"),
                (LASTED, "goal_id", "plans_goal", "item_id"),
            )
        ],
        same_family(WANTED, "person_id"),
    ]
