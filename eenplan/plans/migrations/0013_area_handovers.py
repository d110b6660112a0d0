"""What becomes of open files when their zone goes to another partnership; counts of them for who decides."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence


HANDOVER = """
-- The zone of a family is that of its last referral.
CREATE FUNCTION plans_zone_of(family uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.zone_id FROM referrals_referral r WHERE r.family_id = family ORDER BY r.received_at DESC, r.id DESC LIMIT 1
$$;

-- Adding a handover that goes along is the handing over: one partnership's responsibility ends on the day on which
-- the other's begins. Only of a zone that goes that way in a confirmed redrawing, and only ahead.
CREATE FUNCTION plans_hand_over_file() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM network_redrawing d JOIN network_redrawnzone z ON z.redrawing_id = d.id
      WHERE d.id = NEW.redrawing_id AND d.confirmed_at IS NOT NULL
        AND z.from_partnership_id = NEW.from_partnership_id AND z.to_partnership_id = NEW.to_partnership_id
        AND z.zone_id = plans_zone_of(NEW.family_id)
        AND coalesce(NEW.goes_on >= d.takes_effect_on AND NEW.goes_on > eenplan_today(), true)) THEN
    RAISE EXCEPTION 'no confirmed redrawing lets this file go there on that day'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_handover_as_redrawn';
  END IF;
  IF NEW.goes_on IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE families_responsibility SET period = daterange(lower(period), NEW.goes_on)
    WHERE family_id = NEW.family_id AND partnership_id = NEW.from_partnership_id
      AND period @> eenplan_today() AND upper_inf(period);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'who does not answer for a family cannot hand it over'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_handover_ours';
  END IF;
  INSERT INTO families_responsibility (id, family_id, partnership_id, period)
    VALUES (gen_random_uuid(), NEW.family_id, NEW.to_partnership_id, daterange(NEW.goes_on, NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER hand_over AFTER INSERT ON plans_areahandover
  FOR EACH ROW EXECUTE FUNCTION plans_hand_over_file();

-- Until its day a handover is taken back: who answered goes on answering, and who was the coach goes on.
CREATE FUNCTION plans_keep_file() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE going uuid;
BEGIN
  IF OLD.goes_on IS NULL OR OLD.goes_on <= eenplan_today() THEN
    RETURN NULL;
  END IF;
  DELETE FROM families_responsibility WHERE family_id = OLD.family_id AND lower(period) = OLD.goes_on;
  UPDATE families_responsibility SET period = daterange(lower(period), NULL)
    WHERE family_id = OLD.family_id AND upper(period) = OLD.goes_on;
  SELECT c.trajectory_id INTO going FROM plans_coachassignment c
    WHERE c.family_id = OLD.family_id AND lower(c.period) = OLD.goes_on
      AND OLD.coach_id IN (c.staff_member_id, c.instead_of_id);
  IF going IS NOT NULL THEN
    DELETE FROM plans_coachassignment WHERE trajectory_id = going AND lower(period) >= OLD.goes_on;
    UPDATE plans_coachassignment SET period = daterange(lower(period), NULL)
      WHERE trajectory_id = going AND upper(period) = OLD.goes_on;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_file AFTER DELETE ON plans_areahandover
  FOR EACH ROW EXECUTE FUNCTION plans_keep_file();

-- A redrawing that is undone takes all its handovers back.
CREATE FUNCTION plans_keep_all_files() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM plans_areahandover WHERE redrawing_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_all_files AFTER UPDATE ON network_redrawing FOR EACH ROW
  WHEN (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS NULL) EXECUTE FUNCTION plans_keep_all_files();
"""

COUNTS = """
-- Open files per zone of a redrawing and per coach of today: numbers only, for whoever sees the redrawing.
CREATE FUNCTION plans_files_of_redrawing(which uuid) RETURNS TABLE
  (zone_id uuid, staff_member_id uuid, waiting bigint, running bigint, going bigint, staying bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH files AS (
    SELECT DISTINCT z.zone_id, r.family_id, (t.id IS NOT NULL) AS runs, c.staff_member_id, h.id AS decided,
      h.goes_on
    FROM network_redrawnzone z
      JOIN referrals_referral r ON r.zone_id = z.zone_id
      JOIN families_responsibility s ON s.family_id = r.family_id
        AND s.partnership_id = z.from_partnership_id AND s.period @> eenplan_today()
      LEFT JOIN plans_trajectory t ON t.family_id = r.family_id AND t.ended_on IS NULL
      LEFT JOIN plans_coachassignment c ON c.trajectory_id = t.id AND c.period @> eenplan_today()
      LEFT JOIN plans_areahandover h ON h.family_id = r.family_id AND h.redrawing_id = which
    WHERE z.redrawing_id = which AND network_sees_redrawing(which) AND plans_zone_of(r.family_id) = z.zone_id
      AND (t.id IS NOT NULL OR EXISTS (SELECT 1 FROM referrals_referral w WHERE w.family_id = r.family_id
        AND (w.state IN ('received', 'taken_up', 'coach_given', 'conversation_planned')
          OR w.state = 'conversation_held' AND w.coach_given_at IS NULL))))
  SELECT f.zone_id, f.staff_member_id, count(*) FILTER (WHERE NOT f.runs), count(*) FILTER (WHERE f.runs),
    count(*) FILTER (WHERE f.goes_on IS NOT NULL),
    count(*) FILTER (WHERE f.decided IS NOT NULL AND f.goes_on IS NULL)
  FROM files f GROUP BY f.zone_id, f.staff_member_id
$$;

-- How many families each coach of a partnership has on a day, for a coordinator who hands files over to it.
CREATE FUNCTION plans_caseloads_of_receiver(which uuid, receiver uuid, day date) RETURNS TABLE
  (staff_member_id uuid, families bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.staff_member_id, count(DISTINCT c.family_id)
  FROM network_assignment a LEFT JOIN plans_coachassignment c
    ON c.staff_member_id = a.staff_member_id AND c.period @> day
  WHERE a.partnership_id = receiver AND a.role = 'coach' AND a.period @> day AND network_sees_redrawing(which)
    AND EXISTS (SELECT 1 FROM network_redrawnzone z WHERE z.redrawing_id = which AND z.to_partnership_id = receiver)
  GROUP BY a.staff_member_id
$$;
"""
FORGET = """
DROP TRIGGER keep_all_files ON network_redrawing;
DROP TRIGGER keep_file ON plans_areahandover;
DROP TRIGGER hand_over ON plans_areahandover;
DROP FUNCTION plans_keep_all_files(), plans_keep_file(), plans_hand_over_file();
"""
DECIDES = (
    "eenplan_writes(family_id) AND (SELECT eenplan_role()) = 'coordinator'"
    " AND from_partnership_id = (SELECT eenplan_partnership())"
)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0009_corrections"),
        ("network", "0012_redrawing"),
        ("plans", "0012_aftercare_by_the_coach"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaHandover",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("goes_on", models.DateField(null=True)),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.staffmember",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "from_partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
                (
                    "redrawing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.redrawing"
                    ),
                ),
                (
                    "to_partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["goes_on"], name="plans_handover_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("redrawing", "family"), name="plans_handover_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_partnership", models.F("to_partnership")), _negated=True),
                        name="plans_handover_moves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("goes_on__isnull", False), ("coach__isnull", True), _connector="OR"
                        ),
                        name="plans_handover_coach_goes",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HANDOVER, FORGET + "DROP FUNCTION plans_zone_of(uuid);"),
        migrations.RunSQL(
            COUNTS,
            "DROP FUNCTION plans_caseloads_of_receiver(uuid, uuid, date), plans_files_of_redrawing(uuid);",
        ),
        fence(
            "plans_areahandover",
            see="eenplan_reaches(family_id)",
            add=f"{DECIDES} AND author_id = (SELECT eenplan_actor())",
            change=f"{DECIDES} AND (goes_on IS NULL OR goes_on > (SELECT eenplan_today()))",
            privileges="SELECT, INSERT, DELETE",
        ),
    ]
