"""Waits: who asked when, what bridges them, and a row without names of each for figures. Labels of the help say who sees."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence, fence_item_table, see_item_once

FENCE = import_module("eenplan.plans.migrations.0002_fence")
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# One row of each wait, kept in line with the help whoever writes it: what somebody waits for is never counted by hand.
FACTS = f"""
CREATE FUNCTION plans_keep_wait_fact(which uuid, anyway boolean DEFAULT false) RETURNS void LANGUAGE plpgsql {HEAD} $$
DECLARE
  h plans_help;
  f plans_waitfact;
  place uuid;
  token uuid;
  invented boolean;
  item_ended date;
  ended date;
  begun date;
  started date;
  stopped date;
  noted date;
BEGIN
  SELECT * INTO h FROM plans_help WHERE item_id = which;
  SELECT * INTO f FROM plans_waitfact WHERE help_id = which;
  IF h.item_id IS NULL OR (f.id IS NULL AND h.state <> 'waiting' AND NOT anyway) THEN
    RETURN;
  END IF;
  SELECT r.zone_id, y.figures_token, coalesce(x.demo, false), (i.ended_at AT TIME ZONE 'Europe/Brussels')::date, t.ended_on
    INTO place, token, invented, item_ended, ended
    FROM plans_plan p JOIN plans_trajectory t ON t.id = p.trajectory_id JOIN referrals_referral r ON r.id = t.referral_id
      JOIN families_family y ON y.id = h.family_id JOIN families_item i ON i.id = h.item_id
      LEFT JOIN referrals_fact x ON x.referral_id = r.id
    WHERE p.id = h.plan_id;
  begun := least(coalesce(h.since, f.since, h.asked_on, eenplan_today()), eenplan_today());
  IF h.state = 'started' OR (h.state = 'ended' AND h.started_on IS NOT NULL) THEN
    started := greatest(h.started_on, begun);
  ELSIF item_ended IS NOT NULL THEN
    stopped := greatest(item_ended, begun);
  ELSIF h.state <> 'waiting' THEN
    stopped := greatest(coalesce(f.left_on, eenplan_today()), begun);
  ELSIF ended IS NOT NULL THEN
    stopped := greatest(ended, begun);
  END IF;
  IF started IS NOT NULL OR stopped IS NOT NULL THEN
    noted := CASE WHEN (f.started_on, f.left_on) IS NOT DISTINCT FROM (started, stopped) THEN f.over_noted_on
      ELSE eenplan_today() END;
  END IF;
  INSERT INTO plans_waitfact (id, help_id, family_token, zone_id, help_type, since, noted_on, started_on, left_on,
      over_noted_on, demo)
    VALUES (gen_random_uuid(), which, token, place, h.help_type, begun, eenplan_today(), started, stopped, noted, invented)
    ON CONFLICT (help_id) DO UPDATE SET family_token = token, help_type = h.help_type, since = begun,
      started_on = started, left_on = stopped, over_noted_on = noted;
END $$;

CREATE FUNCTION plans_wait_moves() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  CASE TG_TABLE_NAME
  WHEN 'plans_help' THEN
    PERFORM plans_keep_wait_fact(NEW.item_id);
  WHEN 'families_item' THEN
    PERFORM plans_keep_wait_fact(NEW.id);
  ELSE
    PERFORM plans_keep_wait_fact(h.item_id) FROM plans_plan p JOIN plans_help h ON h.plan_id = p.id
      WHERE p.trajectory_id = NEW.id AND h.state = 'waiting';
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER wait_moves AFTER INSERT OR UPDATE ON plans_help FOR EACH ROW EXECUTE FUNCTION plans_wait_moves();
CREATE TRIGGER wait_moves AFTER UPDATE OF ended_at ON families_item FOR EACH ROW
  WHEN (NEW.kind = 'help' AND OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION plans_wait_moves();
CREATE TRIGGER wait_moves AFTER UPDATE OF ended_on ON plans_trajectory FOR EACH ROW
  WHEN (OLD.ended_on IS DISTINCT FROM NEW.ended_on) EXECUTE FUNCTION plans_wait_moves();

-- A file that is destroyed leaves what figures count, and no way back to it.
CREATE FUNCTION plans_wait_is_forgotten() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  UPDATE plans_waitfact SET help_id = NULL,
    left_on = CASE WHEN over_noted_on IS NULL THEN greatest(since, eenplan_today()) ELSE left_on END,
    over_noted_on = coalesce(over_noted_on, eenplan_today())
  WHERE help_id = OLD.item_id;
  RETURN OLD;
END $$;
CREATE TRIGGER wait_is_forgotten BEFORE DELETE ON plans_help FOR EACH ROW EXECUTE FUNCTION plans_wait_is_forgotten();

REVOKE ALL ON FUNCTION plans_keep_wait_fact(uuid, boolean) FROM PUBLIC;

SELECT plans_keep_wait_fact(item_id, true) FROM plans_help
  WHERE state = 'waiting' OR (state = 'started' AND since < started_on);
"""
FORGET_FACTS = """
DROP TRIGGER wait_is_forgotten ON plans_help;
DROP TRIGGER wait_moves ON plans_trajectory;
DROP TRIGGER wait_moves ON families_item;
DROP TRIGGER wait_moves ON plans_help;
DROP FUNCTION plans_wait_is_forgotten(), plans_wait_moves(), plans_keep_wait_fact(uuid, boolean);
"""

# A wait that is over has no bridge that goes on, however it ended.
ENDS = f"""
CREATE FUNCTION plans_end_bridges() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
DECLARE
  which uuid := coalesce(to_jsonb(NEW) ->> 'item_id', to_jsonb(NEW) ->> 'id')::uuid;
BEGIN
  UPDATE plans_bridge SET until = greatest(from_on, coalesce((to_jsonb(NEW) ->> 'started_on')::date, eenplan_today()))
  WHERE help_id = which AND until IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER end_bridges AFTER UPDATE OF state ON plans_help FOR EACH ROW
  WHEN (OLD.state = 'waiting' AND NEW.state <> 'waiting') EXECUTE FUNCTION plans_end_bridges();
CREATE TRIGGER end_bridges AFTER UPDATE OF ended_at ON families_item FOR EACH ROW
  WHEN (NEW.kind = 'help' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION plans_end_bridges();

CREATE FUNCTION plans_bridge_of_a_wait() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NEW.until IS NULL AND NOT EXISTS (SELECT 1 FROM plans_help h WHERE h.item_id = NEW.help_id AND h.state = 'waiting') THEN
    RAISE EXCEPTION 'only a wait is bridged'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_bridge_of_a_wait';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bridge_of_a_wait BEFORE INSERT OR UPDATE OF until, help_id ON plans_bridge
  FOR EACH ROW EXECUTE FUNCTION plans_bridge_of_a_wait();
"""
FORGET_ENDS = """
DROP TRIGGER bridge_of_a_wait ON plans_bridge;
DROP TRIGGER end_bridges ON families_item;
DROP TRIGGER end_bridges ON plans_help;
DROP FUNCTION plans_bridge_of_a_wait(), plans_end_bridges();
"""

PARENTS = [
    ("plans_wait", "help_id", "plans_help", "item_id"),
    ("plans_waitcheck", "help_id", "plans_help", "item_id"),
    ("plans_waitcheck", "words_id", "families_words", "id"),
    ("plans_bridge", "help_id", "plans_help", "item_id"),
    ("plans_bridge", "piece_id", "families_item", "id"),
    ("plans_bridge", "words_id", "families_words", "id"),
    ("plans_bridge", "carried_id", "families_words", "id"),
]
# A scalar question, where EXISTS is planned twice (see `core.fence.see_item_once`).
PIECE = " AND (piece_id IS NULL OR (SELECT true FROM families_item i WHERE i.id = plans_bridge.piece_id))"


class Migration(migrations.Migration):
    dependencies = [
        ("capacity", "0004_offers"),
        ("core", "0005_addresses_stay"),
        ("families", "0030_invitations"),
        ("network", "0021_translations"),
        ("plans", "0027_review_always_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wait",
            fields=[
                (
                    "help",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wait",
                        serialize=False,
                        to="plans.help",
                    ),
                ),
                ("list_name", models.CharField(blank=True, max_length=120)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="capacity.offer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Bridge",
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
                            ("team", "iets van ons eigen team"),
                            ("partner", "een kort aanbod van een partner"),
                            ("talks", "een reeks gesprekken"),
                            ("network", "iemand uit hun netwerk"),
                            ("step", "een stap uit het plan"),
                            ("other", "iets anders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("added_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "carried",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.words",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "help",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bridges", to="plans.help"
                    ),
                ),
                (
                    "piece",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.item",
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.words",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["help", "from_on"], name="plans_bridge_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("piece__isnull", False), ("words__isnull", False), _connector="OR"
                        ),
                        name="plans_bridge_is_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="plans_bridge_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried__isnull", True), ("until__isnull", False), _connector="OR"
                        ),
                        name="plans_bridge_carried_at_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("expected", models.DateField(null=True)),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "help",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="plans.help"
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.words",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["help", "-at"], name="plans_check_of")],
            },
        ),
        migrations.CreateModel(
            name="WaitFact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("help_id", models.UUIDField(null=True, unique=True)),
                ("family_token", models.UUIDField()),
                (
                    "help_type",
                    models.CharField(
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
                ("since", models.DateField()),
                ("noted_on", models.DateField()),
                ("started_on", models.DateField(null=True)),
                ("left_on", models.DateField(null=True)),
                ("over_noted_on", models.DateField(null=True)),
                ("demo", models.BooleanField(default=False)),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.zone"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["zone", "since"], name="plans_waitfact_where")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            models.Q(("left_on__isnull", True), ("started_on__gte", models.F("since"))),
                            _connector="OR",
                        ),
                        name="plans_waitfact_started_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), ("left_on__gte", models.F("since")), _connector="OR"
                        ),
                        name="plans_waitfact_left_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("left_on__isnull", True),
                                ("over_noted_on__isnull", True),
                                ("started_on__isnull", True),
                            ),
                            models.Q(("over_noted_on__isnull", False), ("started_on__isnull", False)),
                            models.Q(("left_on__isnull", False), ("over_noted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="plans_waitfact_over_is_noted",
                    ),
                ],
            },
        ),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        migrations.RunSQL(FACTS, FORGET_FACTS),
        migrations.RunSQL(ENDS, FORGET_ENDS),
        fence_item_table("plans_wait", item="help_id"),
        fence_item_table("plans_waitcheck", item="help_id", privileges="SELECT, INSERT"),
        fence_item_table(
            "plans_bridge", item="help_id", privileges="SELECT, INSERT, UPDATE (until, carried_id)"
        ),
        see_item_once("plans_wait", item="help_id"),
        see_item_once("plans_waitcheck", item="help_id"),
        see_item_once("plans_bridge", item="help_id", more=PIECE),
        # Figures are read through counts alone, and a trigger writes.
        fence("plans_waitfact", see="false", add="false", change="false", privileges="SELECT"),
    ]
