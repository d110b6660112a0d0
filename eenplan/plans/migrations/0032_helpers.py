"""Whoever helps from elsewhere says what became of their own step: with an account, or by a link for that one step."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE, fence

FENCE = import_module("eenplan.plans.migrations.0002_fence")
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
LINK, REPLY = "plans_actionlink", "plans_stepreply"
ELSEWHERE = "('partner', 'psychologist', 'expert')"

WHO = f"""
-- Whether a step is of whoever acts, with the own account, in a family that shares something with them (rules 17, 29).
CREATE FUNCTION plans_is_my_step(family uuid, worker uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN coalesce(eenplan_role() IN {ELSEWHERE} AND eenplan_together() = '' AND EXISTS (
      SELECT 1 FROM network_staffmember m WHERE m.id = worker AND m.actor_id = eenplan_actor())
    AND eenplan_is_shown(family, eenplan_holds_role()), false);
END $$;

-- They tick off a step of theirs that is shared with them, in a plan that is open: nothing else of it (rule 24).
CREATE POLICY helps ON plans_action FOR UPDATE TO {WEB_ROLE}
  USING ((SELECT eenplan_role()) IN {ELSEWHERE} AND plans_is_my_step(family_id, staff_member_id)
    AND plans_is_open(family_id, plan_id)
    AND (SELECT i.ended_at IS NULL FROM families_item i WHERE i.id = plans_action.item_id))
  WITH CHECK ((SELECT eenplan_role()) IN {ELSEWHERE} AND plans_is_my_step(family_id, staff_member_id));

CREATE FUNCTION plans_helper_only_ticks() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF eenplan_role() IN {ELSEWHERE} AND ((to_jsonb(NEW) - 'done_on') IS DISTINCT FROM (to_jsonb(OLD) - 'done_on')
      OR NEW.done_on IS DISTINCT FROM eenplan_today() AND NEW.done_on IS NOT NULL) THEN
    RAISE EXCEPTION 'whoever helps from elsewhere only ticks a step off'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_helper_only_ticks';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER helper_only_ticks BEFORE UPDATE ON plans_action
  FOR EACH ROW EXECUTE FUNCTION plans_helper_only_ticks();

-- The one step that a link is for, while it stands: not ended or past its day, the share with whoever got it holds and
-- shows the step, the plan is open and the step is still to be done. Whoever asks knows no more of the family.
CREATE FUNCTION plans_step_of_link(hashes text[])
  RETURNS TABLE (link_id uuid, family_id uuid, action_id uuid, grant_id uuid, actor_id uuid, words text, language text,
    due_on date, last_day date) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT l.id, l.family_id, a.item_id, g.id, g.actor_id, w.text, w.language::text, a.due_on, l.last_day
    FROM {LINK} l
    JOIN consent_grant g ON g.id = l.grant_id AND g.recipient_kind = 'outside'
    JOIN plans_action a ON a.item_id = l.action_id AND a.done_on IS NULL
    JOIN plans_plan p ON p.id = a.plan_id AND p.closed_at IS NULL
    JOIN families_item i ON i.id = a.item_id AND i.ended_at IS NULL
    JOIN families_words w ON w.item_id = i.id AND w.slot = 'text' AND w.translation_of_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM families_words n WHERE n.replaces_id = w.id)
    WHERE l.token_hash = ANY (hashes) AND l.ended_at IS NULL AND l.last_day >= eenplan_today()
      AND consent_grant_holds(g.id, eenplan_today())
      AND eenplan_shows('grant:' || g.id, i.id, i.family_id, i.kind, i.author_id, i.from_whom_id, i.released_to_all,
        i.confidential, i.third_party_only, i.health, i.court, i.agogic_exception)
    ORDER BY w.said_at DESC LIMIT 1;
END $$;

-- Whoever has the link says what became of the step; once done the link ends.
CREATE FUNCTION plans_answer_link(hashes text[], reply uuid, said_now text, said_line text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE {HEAD} $$
DECLARE
  one record;
BEGIN
  SELECT * INTO one FROM plans_step_of_link(hashes);
  IF one.link_id IS NULL OR said_now NOT IN ('done', 'stuck') OR length(said_line) > 500 THEN
    RETURN false;
  END IF;
  PERFORM 1 FROM {LINK} l WHERE l.id = one.link_id AND l.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO {REPLY} (id, family_id, action_id, link_id, said, line, at)
    VALUES (reply, one.family_id, one.action_id, one.link_id, said_now, said_line, eenplan_now());
  IF said_now = 'done' THEN
    UPDATE plans_action SET done_on = eenplan_today() WHERE item_id = one.action_id;
    UPDATE {LINK} SET ended_at = eenplan_now() WHERE action_id = one.action_id AND ended_at IS NULL;
  END IF;
  RETURN true;
END $$;
"""
FORGET = """
DROP FUNCTION plans_answer_link(text[], uuid, text, text), plans_step_of_link(text[]);
DROP TRIGGER helper_only_ticks ON plans_action;
DROP FUNCTION plans_helper_only_ticks();
DROP POLICY helps ON plans_action;
DROP FUNCTION plans_is_my_step(uuid, uuid);
"""
TEAM = "(SELECT eenplan_role()) IN ('coach', 'intake', 'coordinator')"
# A scalar question, where EXISTS is planned twice (see `core.fence.see_item_once`).
SEEN = "(SELECT true FROM families_item i WHERE i.id = {}.action_id)"
MADE = (
    "(SELECT eenplan_role()) = 'coach' AND eenplan_writes(family_id) AND made_by_id = (SELECT eenplan_actor())"
    f" AND {SEEN.format(LINK)} AND EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = {LINK}.grant_id"
    f" AND g.family_id = {LINK}.family_id AND g.recipient_kind = 'outside'"
    " AND consent_grant_holds(g.id, (SELECT eenplan_today())))"
)
SAYS = (
    f"link_id IS NULL AND plans_is_my_step(family_id, staff_member_id) AND EXISTS (SELECT 1 FROM plans_action a"
    f" WHERE a.item_id = {REPLY}.action_id AND a.family_id = {REPLY}.family_id"
    f" AND a.staff_member_id = {REPLY}.staff_member_id)"
)
PARENTS = [
    (LINK, "action_id", "plans_action", "item_id"),
    (LINK, "grant_id", "consent_grant", "id"),
    (REPLY, "action_id", "plans_action", "item_id"),
    (REPLY, "link_id", LINK, "id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("consent", "0008_how_understood"),
        ("core", "0005_addresses_stay"),
        ("families", "0031_queue"),
        ("network", "0021_translations"),
        ("plans", "0031_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("last_day", models.DateField()),
                ("made_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="plans.action"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="consent.grant"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepReply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("done", "gedaan"),
                            ("undone", "toch nog niet gedaan"),
                            ("stuck", "het lukt niet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="plans.action"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="plans.actionlink",
                    ),
                ),
                (
                    "staff_member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.staffmember",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="actionlink",
            index=models.Index(fields=["action", "-made_at"], name="plans_action_link_of"),
        ),
        migrations.AddIndex(
            model_name="stepreply",
            index=models.Index(fields=["family", "-at"], name="plans_step_reply_of"),
        ),
        migrations.AddConstraint(
            model_name="stepreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link__isnull", True), ("staff_member__isnull", False)),
                    models.Q(("link__isnull", False), ("staff_member__isnull", True)),
                    _connector="OR",
                ),
                name="plans_step_reply_of_one",
            ),
        ),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        migrations.RunSQL(WHO, FORGET),
        # The coach makes it and takes it back; the hash is no key.
        fence(
            LINK,
            see=f"{TEAM} AND {SEEN.format(LINK)}",
            add=MADE,
            change="(SELECT eenplan_role()) = 'coach' AND eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (ended_at)",
        ),
        # What somebody says is for the team, and for themselves.
        fence(
            REPLY,
            see=f"({TEAM} OR plans_is_my_step(family_id, staff_member_id)) AND {SEEN.format(REPLY)}",
            add=SAYS,
            change="false",
            privileges="SELECT, INSERT",
        ),
    ]
