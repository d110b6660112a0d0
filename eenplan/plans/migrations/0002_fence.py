"""The coach reaches the families given to them; what constraints cannot prove of a plan; who sees which row."""

from django.db import migrations

from eenplan.core.fence import fence, fence_family_table, fence_item_table

REACH = """
CREATE OR REPLACE FUNCTION eenplan_reaches(family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE eenplan_role()
  WHEN 'intake', 'coordinator' THEN
    RETURN holds AND EXISTS (SELECT 1 FROM families_responsibility r
      WHERE r.family_id = family AND r.partnership_id = eenplan_partnership() AND r.period @> eenplan_today());
%s  WHEN 'public_form' THEN
    RETURN family = eenplan_family();
  WHEN 'family_member' THEN
    RETURN family = eenplan_family() AND EXISTS (SELECT 1 FROM families_person p
      JOIN families_card c ON c.person_id = p.id AND c.revoked_at IS NULL
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family);
  ELSE
    RETURN false;
  END CASE;
END $$;
"""

# A coach reaches a family on the days on which it is theirs, while they hold the role at all (rule 16).
COACH = """  WHEN 'coach' THEN
    RETURN holds AND EXISTS (SELECT 1 FROM plans_coachassignment c
      WHERE c.family_id = family AND c.actor_id = eenplan_actor() AND c.period @> eenplan_today());
"""

# What belongs to something of a family belongs to that same family.
SAME_FAMILY = """
CREATE FUNCTION plans_same_family_as_parent() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  parent uuid;
  parent_family uuid;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO parent USING NEW;
  IF parent IS NOT NULL THEN
    EXECUTE format('SELECT family_id FROM %I WHERE %I = $1', TG_ARGV[1], TG_ARGV[2]) INTO parent_family USING parent;
    IF parent_family IS DISTINCT FROM NEW.family_id THEN
      RAISE EXCEPTION '% of % is of another family', TG_ARGV[0], TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_same_family';
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""

# Rule 13: on every day of a trajectory, to its last or without end, there is a coach (never two: an
# exclusion constraint). Rule 41: what has ended has a closure.
COACHES = """
CREATE FUNCTION plans_one_coach_every_day() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  checked uuid;
  t plans_trajectory;
  covered datemultirange;
BEGIN
  IF TG_TABLE_NAME = 'plans_trajectory' THEN
    checked := NEW.id;
  ELSE
    checked := coalesce(NEW.trajectory_id, OLD.trajectory_id);
  END IF;
  SELECT * INTO t FROM plans_trajectory WHERE id = checked;
  IF t.id IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(range_agg(period), '{}'::datemultirange) INTO covered
  FROM plans_coachassignment WHERE trajectory_id = checked;
  IF covered <> datemultirange(daterange(t.started_on, t.ended_on + 1)) THEN
    RAISE EXCEPTION 'trajectory % has a coach in % only', checked, covered
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_one_coach_every_day';
  END IF;
  IF EXISTS (SELECT 1 FROM plans_coachassignment c JOIN network_staffmember s ON s.id = c.staff_member_id
      WHERE c.trajectory_id = checked AND c.actor_id <> s.actor_id) THEN
    RAISE EXCEPTION 'the coach of trajectory % acts as somebody else', checked
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_coach_is_the_actor';
  END IF;
  IF EXISTS (SELECT 1 FROM plans_coachassignment c WHERE c.trajectory_id = checked AND c.reason = ''
      AND lower(c.period) > t.started_on) THEN
    RAISE EXCEPTION 'a change of coach has a reason'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_change_of_coach_has_reason';
  END IF;
  IF t.ended_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plans_closure WHERE trajectory_id = checked) THEN
    RAISE EXCEPTION 'trajectory % ended without a closure', checked
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_ended_has_closure';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER one_coach_every_day AFTER INSERT OR UPDATE ON plans_trajectory
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_one_coach_every_day();
CREATE CONSTRAINT TRIGGER one_coach_every_day AFTER INSERT OR UPDATE OR DELETE ON plans_coachassignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_one_coach_every_day();
CREATE CONSTRAINT TRIGGER ended_has_closure AFTER DELETE ON plans_closure
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_one_coach_every_day();
"""

# Rule 19: no version is active without a goal that somebody of the family said, in their own words.
GOALS = """
CREATE FUNCTION plans_version_has_family_goal() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.status = 'active' AND NOT EXISTS (
      SELECT 1 FROM plans_versionitem v
        JOIN plans_goal g ON g.item_id = v.item_id AND g.expressed_by_id IS NOT NULL
        JOIN families_words w ON w.item_id = v.item_id AND w.slot = 'text' AND w.speaker_id IS NOT NULL
      WHERE v.version_id = NEW.id AND v.family_id = NEW.family_id AND v.kind = 'goal') THEN
    RAISE EXCEPTION 'a plan is active with a goal of the family only'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_version_has_family_goal';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER version_has_family_goal AFTER INSERT OR UPDATE ON plans_planversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_version_has_family_goal();
"""

OWN_CARD = (
    "form = 'own_card' AND eenplan_role() = 'family_member' AND eenplan_reaches(family_id)"
    " AND EXISTS (SELECT 1 FROM families_person p WHERE p.id = plans_agreement.person_id"
    " AND p.family_id = plans_agreement.family_id AND p.actor_id = (SELECT eenplan_actor()))"
)
GIVES_COACHES = "(SELECT eenplan_role()) IN ('intake', 'coordinator')"

PARENTS = [
    ("plans_trajectory", "referral_id", "referrals_referral", "id"),
    ("plans_coachassignment", "trajectory_id", "plans_trajectory", "id"),
    ("plans_closure", "trajectory_id", "plans_trajectory", "id"),
    ("plans_plan", "trajectory_id", "plans_trajectory", "id"),
    ("plans_section", "plan_id", "plans_plan", "id"),
    ("plans_goal", "part_of_id", "plans_goal", "item_id"),
    ("plans_action", "goal_id", "plans_goal", "item_id"),
    ("plans_planversion", "plan_id", "plans_plan", "id"),
    ("plans_versionitem", "version_id", "plans_planversion", "id"),
    ("plans_versionitem", "item_id", "families_item", "id"),
    ("plans_participation", "version_id", "plans_planversion", "id"),
    ("plans_agreement", "version_id", "plans_planversion", "id"),
    *[
        (f"plans_{table}", column, parent, "id")
        for table in ("planitem", "goal", "action", "domainmark", "help", "teammember")
        for column, parent in (("item_id", "families_item"), ("plan_id", "plans_plan"))
    ],
    ("plans_goal", "whose_id", "families_person", "id"),
    ("plans_goal", "expressed_by_id", "families_person", "id"),
    ("plans_action", "person_id", "families_person", "id"),
    ("plans_participation", "person_id", "families_person", "id"),
    ("plans_agreement", "person_id", "families_person", "id"),
]


def of_the_same_family(table: str, column: str, parent: str, key: str) -> migrations.RunSQL:
    """Refuse a row that points at something of another family."""
    return migrations.RunSQL(
        f"CREATE TRIGGER same_family_{column} BEFORE INSERT OR UPDATE OF family_id, {column} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION plans_same_family_as_parent('{column}', '{parent}', '{key}')",
        f"DROP TRIGGER same_family_{column} ON {table}",
    )


def refuse_update(table: str) -> migrations.RunSQL:
    """Rows are added and, when a file is destroyed, removed; never changed."""
    return migrations.RunSQL(
        f"CREATE TRIGGER refuse_update BEFORE UPDATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change()",
        f"DROP TRIGGER refuse_update ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.RunSQL(REACH % COACH, REACH % ""),
        migrations.RunSQL(SAME_FAMILY, "DROP FUNCTION plans_same_family_as_parent()"),
        *[of_the_same_family(*parent) for parent in PARENTS],
        migrations.RunSQL(
            COACHES,
            """
            DROP TRIGGER ended_has_closure ON plans_closure;
            DROP TRIGGER one_coach_every_day ON plans_coachassignment;
            DROP TRIGGER one_coach_every_day ON plans_trajectory;
            DROP FUNCTION plans_one_coach_every_day();
            """,
        ),
        migrations.RunSQL(
            GOALS,
            """
            DROP TRIGGER version_has_family_goal ON plans_planversion;
            DROP FUNCTION plans_version_has_family_goal();
            """,
        ),
        refuse_update("plans_versionitem"),
        refuse_update("plans_agreement"),
        fence_family_table("plans_trajectory", privileges="SELECT, INSERT, UPDATE (ended_on)"),
        fence(
            "plans_coachassignment",
            see="eenplan_reaches(family_id)",
            add=f"eenplan_writes(family_id) AND {GIVES_COACHES}",
            # A coach who closes a trajectory ends their own assignment with it.
            change=f"eenplan_writes(family_id) AND ({GIVES_COACHES} OR actor_id = (SELECT eenplan_actor()))",
            privileges="SELECT, INSERT, UPDATE (period), DELETE",
        ),
        fence_family_table("plans_closure", privileges="SELECT, INSERT"),
        fence_family_table("plans_plan"),
        fence_family_table("plans_section"),
        fence_item_table("plans_planitem"),
        fence_item_table("plans_goal"),
        fence_item_table("plans_action"),
        fence_item_table("plans_domainmark"),
        fence_item_table("plans_help"),
        fence_item_table("plans_teammember"),
        fence_family_table("plans_planversion", privileges="SELECT, INSERT, UPDATE (status)"),
        fence_item_table("plans_versionitem", privileges="SELECT, INSERT"),
        fence_family_table("plans_participation", privileges="SELECT, INSERT"),
        fence(
            "plans_agreement",
            see="eenplan_reaches(family_id)",
            add="recorded_by_id = (SELECT eenplan_actor()) AND"
            f" ((eenplan_writes(family_id) AND form <> 'own_card') OR ({OWN_CARD}))",
            change="false",
            privileges="SELECT, INSERT",
        ),
    ]
