"""What families bring in with their own cards, what came of it, and steps they tick off: tables, fence and laws."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE, fence, see_item_once

FENCE = import_module("eenplan.plans.migrations.0002_fence")
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
BROUGHT, RESPONSE, TICK = "plans_contribution", "plans_response", "plans_tick"

WHO = f"""
-- Whether somebody is whoever acts, with the own card, while nobody looks along.
CREATE FUNCTION plans_is_me(family uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN coalesce(eenplan_role() = 'family_member' AND eenplan_together() = '' AND family = eenplan_family()
    AND eenplan_reaches(family, false) AND EXISTS (SELECT 1 FROM families_person p
      WHERE p.id = person AND p.family_id = family AND p.actor_id = eenplan_actor()), false);
END $$;

-- Whether a plan of a family still changes; without a plan: whether the family has one that does.
CREATE FUNCTION plans_is_open(family uuid, which uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM plans_plan p
    WHERE p.family_id = family AND p.closed_at IS NULL AND (which IS NULL OR p.id = which));
END $$;

-- Whether whoever acts brought a piece in and did not say it yet: words are added once.
CREATE FUNCTION plans_brings(which uuid, family uuid, speaker uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM {BROUGHT} c WHERE c.item_id = which AND c.family_id = family
      AND c.person_id = speaker AND plans_is_me(family, speaker))
    AND NOT EXISTS (SELECT 1 FROM families_words w WHERE w.item_id = which);
END $$;

-- About whom a piece may be that whoever acts brings in: themselves, and whom the piece is about beside which it stands.
CREATE FUNCTION plans_brings_about(which uuid, family uuid, person uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM {BROUGHT} c WHERE c.item_id = which AND c.family_id = family
    AND plans_is_me(family, c.person_id)
    AND (person = c.person_id OR person IN (SELECT eenplan_about(c.beside_id))));
END $$;

-- With the own card: a proposal or a remark, for everybody of the plan or for the coach alone, in a plan that is open …
CREATE POLICY bring ON families_item FOR INSERT TO {WEB_ROLE} WITH CHECK (
  kind IN ('proposal', 'remark') AND author_id = (SELECT eenplan_actor()) AND plans_is_me(family_id, from_whom_id)
  AND released_to_all <> confidential AND NOT (third_party_only OR health OR court OR agogic_exception)
  AND plans_is_open(family_id, NULL));
-- … with the words of whoever brings it in, and about whom it is …
CREATE POLICY bring ON families_words FOR INSERT TO {WEB_ROLE} WITH CHECK (
  slot = 'text' AND author_id = (SELECT eenplan_actor()) AND translation_of_id IS NULL
  AND (SELECT eenplan_role()) = 'family_member' AND plans_brings(item_id, family_id, speaker_id));
CREATE POLICY bring ON families_itemabout FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND plans_brings_about(item_id, family_id, person_id));
-- … and that a step of their own is done.
CREATE POLICY tick ON plans_action FOR UPDATE TO {WEB_ROLE}
  USING ((SELECT eenplan_role()) = 'family_member' AND plans_is_me(family_id, person_id) AND plans_is_open(family_id, plan_id))
  WITH CHECK ((SELECT eenplan_role()) = 'family_member' AND plans_is_me(family_id, person_id));
"""
FORGET_WHO = """
DROP POLICY tick ON plans_action;
DROP POLICY bring ON families_itemabout;
DROP POLICY bring ON families_words;
DROP POLICY bring ON families_item;
DROP FUNCTION plans_brings_about(uuid, uuid, uuid), plans_brings(uuid, uuid, uuid), plans_is_open(uuid, uuid),
  plans_is_me(uuid, uuid);
"""

LAWS = f"""
-- With a card somebody ticks off, today, and changes nothing else of a step.
CREATE FUNCTION plans_family_only_ticks() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF eenplan_role() = 'family_member' AND ((to_jsonb(NEW) - 'done_on') IS DISTINCT FROM (to_jsonb(OLD) - 'done_on')
      OR NEW.done_on IS DISTINCT FROM eenplan_today() AND NEW.done_on IS NOT NULL) THEN
    RAISE EXCEPTION 'with a card a step is only ticked off'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_family_only_ticks';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER family_only_ticks BEFORE UPDATE ON plans_action
  FOR EACH ROW EXECUTE FUNCTION plans_family_only_ticks();

-- What somebody kept for the coach is opened to nobody else.
CREATE FUNCTION plans_contribution_stays_kept() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF OLD.confidential AND NOT NEW.confidential THEN
    RAISE EXCEPTION 'who brought it in chose who reads it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_contribution_stays_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contribution_stays_kept BEFORE UPDATE ON families_item FOR EACH ROW
  WHEN (OLD.kind IN ('proposal', 'remark')) EXECUTE FUNCTION plans_contribution_stays_kept();

-- A piece that is no longer for everybody takes along what was said beside it.
CREATE FUNCTION plans_contributions_follow() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  UPDATE families_item SET released_to_all = false, confidential = true
  WHERE released_to_all AND id IN (SELECT c.item_id FROM {BROUGHT} c WHERE c.beside_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER contributions_follow AFTER UPDATE ON families_item FOR EACH ROW
  WHEN (OLD.released_to_all AND NOT NEW.released_to_all) EXECUTE FUNCTION plans_contributions_follow();
"""
FORGET_LAWS = """
DROP TRIGGER contributions_follow ON families_item;
DROP TRIGGER contribution_stays_kept ON families_item;
DROP TRIGGER family_only_ticks ON plans_action;
DROP FUNCTION plans_contributions_follow(), plans_contribution_stays_kept(), plans_family_only_ticks();
"""

SEES = "EXISTS (SELECT 1 FROM families_item i WHERE i.id = {}.{})"
# Beside a piece of this very plan that is seen; and for everybody only where that piece is for everybody.
BESIDE = (
    f"({BROUGHT}.beside_id IS NULL OR EXISTS (SELECT 1 FROM families_item b JOIN plans_planitem p ON p.item_id = b.id"
    f" WHERE b.id = {BROUGHT}.beside_id AND p.plan_id = {BROUGHT}.plan_id"
    " AND (b.released_to_all OR NOT i.released_to_all)))"
)
MINE = (
    "plans_is_me(family_id, person_id) AND plans_is_open(family_id, plan_id) AND EXISTS (SELECT 1 FROM families_item i"
    f" WHERE i.id = {BROUGHT}.item_id AND i.family_id = {BROUGHT}.family_id AND i.from_whom_id = {BROUGHT}.person_id"
    " AND i.author_id = (SELECT eenplan_actor())"
    f" AND i.kind = CASE WHEN {BROUGHT}.what IN ('goal', 'step') THEN 'proposal' ELSE 'remark' END AND {BESIDE})"
)
MY_STEP = (
    "plans_is_me(family_id, person_id) AND EXISTS (SELECT 1 FROM plans_action a"
    f" WHERE a.item_id = {TICK}.action_id AND a.family_id = {TICK}.family_id AND a.person_id = {TICK}.person_id)"
)
ANSWERS = (
    "(SELECT eenplan_role()) = 'coach' AND eenplan_writes(family_id) AND by_id = (SELECT eenplan_actor())"
    f" AND EXISTS (SELECT 1 FROM {BROUGHT} c WHERE c.item_id = {RESPONSE}.item_id AND c.family_id = {RESPONSE}.family_id)"
)
PARENTS = [
    (BROUGHT, "item_id", "families_item", "id"),
    (BROUGHT, "beside_id", "families_item", "id"),
    (BROUGHT, "plan_id", "plans_plan", "id"),
    (RESPONSE, "item_id", "families_item", "id"),
    (RESPONSE, "became_id", "families_item", "id"),
    (RESPONSE, "words_id", "families_words", "id"),
    (TICK, "action_id", "plans_action", "item_id"),
]
same_family = import_module("eenplan.families.migrations.0002_fence").same_family


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_fence"),
        ("families", "0026_kinds"),
        ("plans", "0021_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contribution",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("goal", "een doel"),
                            ("step", "een stap"),
                            ("comment", "iets erbij"),
                            ("disagree", "ziet het anders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("own", models.BooleanField(default=False)),
                ("by_day", models.DateField(null=True)),
                ("sent_key", models.UUIDField()),
                ("sent_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "beside",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.item",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["family", "-sent_at", "-item"], name="plans_contribution_back"),
                    models.Index(fields=["beside"], name="plans_contribution_beside"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "sent_key"), name="plans_contribution_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("beside", None), ("by_day", None), ("what", "goal")),
                            ("what", "step"),
                            models.Q(
                                ("beside__isnull", False),
                                ("by_day", None),
                                ("own", False),
                                ("what__in", ["comment", "disagree"]),
                            ),
                            _connector="OR",
                        ),
                        name="plans_contribution_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("taken", "staat in het plan"),
                            ("talk", "we praten erover"),
                            ("not_now", "niet nu"),
                            ("read", "gelezen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "became",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.item",
                    ),
                ),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="families.item",
                    ),
                ),
                (
                    "words",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.words",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "-at"], name="plans_response_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verdict", "taken")),
                        fields=("item",),
                        name="plans_contribution_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("became", None), ("verdict", "taken"), _connector="OR"),
                        name="plans_response_became",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("done", models.BooleanField()),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticks", to="plans.action"
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
            ],
            options={
                "indexes": [models.Index(fields=["family", "-at"], name="plans_tick_of")],
            },
        ),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        same_family(BROUGHT, "person_id"),
        same_family(TICK, "person_id"),
        migrations.RunSQL(WHO, FORGET_WHO),
        migrations.RunSQL(LAWS, FORGET_LAWS),
        fence(
            BROUGHT,
            see=SEES.format(BROUGHT, "item_id"),
            add=MINE,
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            RESPONSE,
            see=SEES.format(RESPONSE, "item_id"),
            add=ANSWERS,
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            TICK, see=SEES.format(TICK, "action_id"), add=MY_STEP, change="false", privileges="SELECT, INSERT"
        ),
        see_item_once(BROUGHT),
        see_item_once(RESPONSE),
        see_item_once(TICK, item="action_id"),
    ]
