"""Own coach or stand-in; who ends as a coach leaves nobody behind (rules 13 and 16)."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

COACHES = import_module("eenplan.plans.migrations.0002_fence").COACHES
FUNCTION = COACHES[: COACHES.index("CREATE CONSTRAINT TRIGGER")]
# An own coach who comes back after a stand-in needs no reason; a stand-in says by whose place it takes why.
EVERY_DAY = FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "AND lower(c.period) > t.started_on",
    """AND lower(c.period) > t.started_on AND c.kind = 'own'
      AND NOT EXISTS (SELECT 1 FROM plans_coachassignment p WHERE p.trajectory_id = checked
        AND upper(p.period) = lower(c.period) AND p.instead_of_id = c.staff_member_id)""",
)
BEFORE = FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

LEFT = """
-- Whether a worker is there for families of a partnership, as coach or stand-in, on a day or later.
CREATE FUNCTION plans_has_families(worker uuid, partnership uuid, day date) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM plans_coachassignment c
    JOIN families_responsibility r ON r.family_id = c.family_id AND r.partnership_id = partnership
    WHERE c.staff_member_id = worker AND NOT isempty(c.period * r.period * daterange(day, NULL)));
$$;

-- From today on no days of an assignment are taken away on which the worker is there for a family.
CREATE FUNCTION plans_nobody_is_left() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  lost datemultirange := datemultirange(OLD.period) * datemultirange(daterange(eenplan_today(), NULL));
BEGIN
  IF EXISTS (
    SELECT 1 FROM plans_coachassignment c
    JOIN families_responsibility r ON r.family_id = c.family_id AND r.partnership_id = OLD.partnership_id
    WHERE c.staff_member_id = OLD.staff_member_id AND (OLD.role = 'coach' OR c.kind = 'stand_in')
      AND NOT coalesce((SELECT range_agg(a.period) FROM network_assignment a
          WHERE a.staff_member_id = OLD.staff_member_id AND a.partnership_id = OLD.partnership_id
            AND (a.role = 'coach' OR a.role = 'coordinator' AND c.kind = 'stand_in')), '{}'::datemultirange)
        @> (lost * datemultirange(c.period * r.period))
  ) THEN
    RAISE EXCEPTION 'families of worker % would be left without a coach', OLD.staff_member_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_nobody_is_left';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER nobody_is_left AFTER UPDATE OR DELETE ON network_assignment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.role IN ('coach', 'coordinator'))
  EXECUTE FUNCTION plans_nobody_is_left();
"""
FORGET = """
DROP TRIGGER nobody_is_left ON network_assignment;
DROP FUNCTION plans_nobody_is_left(), plans_has_families(uuid, uuid, date);
"""

MAY = (
    "eenplan_writes(family_id, (SELECT eenplan_holds_role())) AND"
    " ((SELECT eenplan_role()) IN ('intake', 'coordinator') OR actor_id = (SELECT eenplan_actor())%s)"
)
# A coach who closes a trajectory takes away who would have stood in later, and their own coming back.
MY_STAND_IN = " OR instead_of_id IN (SELECT s.id FROM network_staffmember s WHERE s.actor_id = (SELECT eenplan_actor()))"
CHANGE = "ALTER POLICY change ON plans_coachassignment USING ({0}) WITH CHECK ({0})"
REMOVE = "ALTER POLICY remove ON plans_coachassignment USING ({0})"


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_answer_kind"), ("network", "0008_people")]

    operations = [
        migrations.AddField(
            "coachassignment",
            "kind",
            models.CharField(
                choices=[("own", "eigen coach"), ("stand_in", "vervanger")],
                db_default="own",
                default="own",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "coachassignment",
            "instead_of",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.staffmember",
            ),
        ),
        migrations.AddConstraint(
            "coachassignment",
            models.CheckConstraint(
                condition=models.Q(kind="own", instead_of__isnull=True)
                | (
                    models.Q(kind="stand_in", instead_of__isnull=False)
                    & ~models.Q(instead_of=models.F("staff_member"))
                ),
                name="plans_stand_in_for_another",
            ),
        ),
        migrations.RunSQL(EVERY_DAY, BEFORE),
        migrations.RunSQL(LEFT, FORGET),
        migrations.RunSQL(
            [CHANGE.format(MAY % MY_STAND_IN), REMOVE.format(MAY % MY_STAND_IN)],
            [CHANGE.format(MAY % ""), REMOVE.format(MAY % "")],
        ),
    ]
