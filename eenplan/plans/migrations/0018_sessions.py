"""Talks with a psychologist: how many and about what, with no room for what was said. Days are for who keeps and who came."""

from datetime import date
from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
import eenplan.network.models.periods
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core.actions import writing
from eenplan.core.fence import WEB_ROLE, fence
from eenplan.core.ids import new_id
from eenplan.network.models.periods import keep_past

FENCE = import_module("eenplan.plans.migrations.0002_fence")
WORDS = import_module("eenplan.network.migrations.0004_words")

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# In words that anybody may read over somebody's shoulder: what a talk turns about, never what somebody has.
THEMES = [
    ("tension", "rustig worden", "retrouver le calme", "finding calm"),
    ("parenting", "opvoeden", "éduquer", "parenting"),
    ("loss", "afscheid en verlies", "adieu et perte", "goodbye and loss"),
    ("separation", "uit elkaar gaan", "se séparer", "living apart"),
    ("together", "samen leven thuis", "vivre ensemble à la maison", "living together at home"),
    ("confidence", "zelfvertrouwen", "confiance en soi", "self-confidence"),
    ("friends", "vrienden en school", "amis et école", "friends and school"),
    ("events", "iets ergs meegemaakt", "un événement grave", "something bad that happened"),
    ("future", "hoe het verder gaat", "et après", "what comes next"),
    ("other", "iets anders", "autre chose", "something else"),
]

SHOWS = f"""
-- Whether a viewer (see `eenplan_shows`) is shown that there are talks, how many and about what: the rule of labels for
-- something about health that is never released. Besides: somebody who comes to the talks and decides for themselves, and
-- who decides for a child that does not. A relative with whom somebody shares what help there is knows how many (`only_count`).
CREATE FUNCTION plans_shows_series(viewer text, series uuid, only_count boolean) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  i families_item;
  kind text := split_part(viewer, ':', 1);
  who uuid := nullif(split_part(viewer, ':', 2), '')::uuid;
  day date := eenplan_today();
BEGIN
  SELECT * INTO i FROM families_item WHERE id = series;
  IF i.id IS NULL THEN
    RETURN false;
  ELSIF eenplan_shows(viewer, i.id, i.family_id, i.kind, i.author_id, i.from_whom_id, false, i.confidential,
      i.third_party_only, true, i.court, i.agogic_exception) THEN
    RETURN true;
  ELSIF kind NOT IN ('person', 'own_file') OR i.confidential OR i.third_party_only OR i.court OR i.agogic_exception
      OR NOT EXISTS (SELECT 1 FROM families_person p WHERE p.id = who AND p.family_id = i.family_id)
      OR NOT EXISTS (SELECT 1 FROM eenplan_about(series)) THEN
    RETURN false;
  ELSIF who IN (SELECT eenplan_about(series)) AND consent_stage(who, day) IN ('capable', 'adult') THEN
    RETURN true;
  ELSIF kind = 'own_file' THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (SELECT 1 FROM eenplan_about(series) a
      WHERE (consent_stage(a, day) = 'child' AND who IN (SELECT consent_holders(a, day))) IS NOT TRUE)
    OR EXISTS (SELECT 1 FROM consent_grant g
      WHERE only_count AND g.family_id = i.family_id AND g.relative_id = who AND g.ended_at IS NULL
        AND 'plan:help' = ANY (g.parts) AND consent_grant_holds(g.id, day)
        AND NOT EXISTS (SELECT 1 FROM eenplan_about(series) a
          WHERE a NOT IN (SELECT ga.person_id FROM consent_grantabout ga WHERE ga.grant_id = g.id)));
END $$;

-- Whether whoever acts keeps these talks: the psychologist themselves, as long as the family shares something with them;
-- of a helper without an account, the coach.
CREATE FUNCTION plans_keeps_series(family uuid, given uuid, helper uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  CASE eenplan_role()
  WHEN 'psychologist' THEN
    RETURN eenplan_holds_role() AND EXISTS (SELECT 1 FROM network_assignment a
        JOIN network_staffmember s ON s.id = a.staff_member_id
        WHERE a.id = given AND a.role = 'psychologist' AND s.actor_id = eenplan_actor())
      AND eenplan_is_shown(family, true);
  WHEN 'coach' THEN
    RETURN helper IS NOT NULL AND eenplan_together() = '' AND eenplan_answers_for(family, eenplan_holds_role());
  ELSE
    RETURN false;
  END CASE;
END $$;

-- Whether whoever acts, and everybody who looks along, knows of these talks.
CREATE FUNCTION plans_sees_series(series uuid, family uuid, only_count boolean) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  viewer text;
  seen boolean := false;
BEGIN
  CASE eenplan_role()
  WHEN 'coach' THEN
    seen := eenplan_reaches(family, eenplan_holds_role());
  WHEN 'intake', 'coordinator' THEN
    seen := eenplan_reaches(family, eenplan_holds_role()) AND eenplan_has_emergency(family);
  WHEN 'family_member' THEN
    IF eenplan_reaches(family, true) THEN
      SELECT CASE WHEN current_setting('eenplan.purpose', true) = 'own_file' THEN 'own_file:' ELSE 'person:' END || p.id
        INTO viewer FROM families_person p WHERE p.actor_id = eenplan_actor() AND p.family_id = family;
      seen := plans_shows_series(viewer, series, only_count);
    END IF;
  WHEN 'partner', 'psychologist', 'expert', 'trusted_person', 'guest' THEN
    seen := EXISTS (SELECT 1 FROM plans_sessionseries s
        WHERE s.item_id = series AND plans_keeps_series(s.family_id, s.assignment_id, s.helper_id))
      OR EXISTS (SELECT 1 FROM eenplan_my_viewers(family) v WHERE plans_shows_series(v, series, only_count));
  ELSE
    RETURN false;
  END CASE;
  IF seen AND eenplan_together() <> '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_together(), ',') LOOP
      IF (eenplan_viewer_stands(viewer, family) AND plans_shows_series(viewer, series, only_count)) IS NOT TRUE THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN coalesce(seen, false);
END $$;

-- Whether whoever acts knows the days: who keeps the talks, and who comes to them and decides for themselves.
CREATE FUNCTION plans_sees_days(series uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  IF eenplan_role() = 'family_member' THEN
    RETURN plans_sees_series(series, family, false) AND EXISTS (SELECT 1 FROM families_person p
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family AND p.id IN (SELECT eenplan_about(series))
        AND consent_stage(p.id, eenplan_today()) IN ('capable', 'adult'));
  END IF;
  RETURN EXISTS (SELECT 1 FROM plans_sessionseries s
    WHERE s.item_id = series AND s.family_id = family
      AND plans_keeps_series(s.family_id, s.assignment_id, s.helper_id));
END $$;

-- The talks of a family that whoever acts knows of: whose, for whom, the theme (null when not for them), and how many were
-- held. Nothing more.
-- A helper's name is for whom that piece of the team is shown.
CREATE FUNCTION plans_session_counts(wanted uuid) RETURNS TABLE (series uuid, psychologist text, theme text, line text,
    agreed_on date, about uuid[], held bigint, keeps boolean, came boolean)
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT s.item_id,
      coalesce(m.name, CASE WHEN h.released_to_all OR (eenplan_role() = 'coach' AND eenplan_together() = '') THEN t.name END,
        '')::text,
      CASE WHEN whole.seen THEN s.theme END::text, CASE WHEN whole.seen THEN s.line END::text, s.agreed_on, ARRAY(SELECT a FROM eenplan_about(s.item_id) a ORDER BY 1),
      (SELECT count(*) FROM plans_session x WHERE x.series_id = s.item_id AND x.status = 'kept' AND x.withdrawn_at IS NULL),
      plans_keeps_series(s.family_id, s.assignment_id, s.helper_id), plans_sees_days(s.item_id, s.family_id)
    FROM plans_sessionseries s
    LEFT JOIN network_assignment a ON a.id = s.assignment_id
    LEFT JOIN network_staffmember m ON m.id = a.staff_member_id
    LEFT JOIN plans_teammember t ON t.item_id = s.helper_id
    LEFT JOIN families_item h ON h.id = s.helper_id
    CROSS JOIN LATERAL (SELECT plans_sees_series(s.item_id, s.family_id, false) AS seen) whole
    WHERE s.family_id = wanted AND (whole.seen OR plans_sees_series(s.item_id, s.family_id, true))
    ORDER BY s.agreed_on, s.item_id;
END $$;

-- For each viewer of a family the talks that they know of: for the coach alone, as `plans_who_sees`.
CREATE FUNCTION plans_who_sees_series(wanted uuid, viewers text[]) RETURNS TABLE (viewer text, series uuid[], counted uuid[])
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF (eenplan_role() = 'coach' AND eenplan_together() = ''
      AND eenplan_answers_for(wanted, eenplan_holds_role())) IS NOT TRUE THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT v,
    ARRAY(SELECT s.item_id FROM plans_sessionseries s WHERE s.family_id = wanted AND plans_shows_series(v, s.item_id, false)),
    ARRAY(SELECT s.item_id FROM plans_sessionseries s WHERE s.family_id = wanted AND plans_shows_series(v, s.item_id, true))
    FROM unnest(viewers) v;
END $$;

-- A piece of a family's file that a psychologist began for talks of their own.
CREATE FUNCTION plans_began_series(item uuid, family uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() = 'psychologist' AND EXISTS (SELECT 1 FROM families_item i
      WHERE i.id = item AND i.family_id = family AND i.kind = 'help' AND i.author_id = eenplan_actor())
    AND eenplan_knows_person(person, family, eenplan_holds_role());
END $$;
"""
FORGET_SHOWS = """
DROP FUNCTION plans_began_series(uuid, uuid, uuid), plans_who_sees_series(uuid, text[]), plans_session_counts(uuid),
  plans_sees_days(uuid, uuid), plans_sees_series(uuid, uuid, boolean), plans_keeps_series(uuid, uuid, uuid),
  plans_shows_series(text, uuid, boolean);
"""

# A psychologist begins talks: a piece of the file about health, about persons whom the family shares with them.
BEGINS = f"""
CREATE POLICY begin_sessions ON families_item FOR INSERT TO {WEB_ROLE} WITH CHECK (
  kind = 'help' AND health AND NOT released_to_all AND author_id = (SELECT eenplan_actor())
  AND (SELECT eenplan_role()) = 'psychologist' AND eenplan_is_shown(family_id, (SELECT eenplan_holds_role())));
CREATE POLICY begin_sessions ON families_itemabout FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'psychologist' AND plans_began_series(item_id, family_id, person_id));
"""
FORGET_BEGINS = """
DROP POLICY begin_sessions ON families_itemabout;
DROP POLICY begin_sessions ON families_item;
"""

TRUE = f"""
-- A talk was held today or before, and after somebody said yes to it (rule 26).
CREATE FUNCTION plans_session_is_true() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NEW.withdrawn_at IS NULL AND (NEW.day < (SELECT s.agreed_on FROM plans_sessionseries s WHERE s.item_id = NEW.series_id)
      OR (NEW.status = 'kept' AND NEW.day > eenplan_today())) THEN
    RAISE EXCEPTION 'a talk was held on a day that was, after it was agreed to'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_session_is_true';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER is_true BEFORE INSERT OR UPDATE ON plans_session FOR EACH ROW EXECUTE FUNCTION plans_session_is_true();
"""
FORGET_TRUE = "DROP TRIGGER is_true ON plans_session; DROP FUNCTION plans_session_is_true();"

PARENTS = [
    ("plans_sessionseries", "item_id", "families_item", "id"),
    ("plans_sessionseries", "helper_id", "plans_teammember", "item_id"),
    ("plans_session", "series_id", "plans_sessionseries", "item_id"),
]
KEEPS = "plans_keeps_series(family_id, assignment_id, helper_id)"
OWN = f"{KEEPS} AND (assignment_id IS NULL OR assignment_id = (SELECT eenplan_assignment()))"
OF_MINE = "plans_sees_days(series_id, family_id) AND (SELECT eenplan_role()) IN ('psychologist', 'coach')"


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the themes with which every partnership begins."""
    theme = apps.get_model("plans", "SessionTheme")
    with writing():
        theme.objects.bulk_create(
            theme(
                id=new_id(),
                code=code,
                label_nl=nl,
                label_fr=fr,
                label_en=en,
                position=place,
                period=DateRange(date(2021, 7, 1), None),
            )
            for place, (code, nl, fr, en) in enumerate(THEMES)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_fence"),
        ("families", "0018_shares_ahead"),
        ("network", "0018_take_back_role"),
        ("plans", "0017_addresses_too"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionSeries",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sessions",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("theme", models.SlugField(max_length=30)),
                ("line", models.CharField(blank=True, max_length=60)),
                ("agreed_on", models.DateField()),
                (
                    "assignment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.assignment",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.teammember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("kept", "gehouden"), ("cancelled", "afgezegd")], max_length=10
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="plans.sessionseries",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SessionTheme",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=30)),
                ("label_nl", models.CharField(max_length=60)),
                ("label_fr", models.CharField(blank=True, max_length=60)),
                ("label_en", models.CharField(blank=True, max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "partnership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="sessionseries",
            index=models.Index(fields=["family"], name="plans_series_of"),
        ),
        migrations.AddConstraint(
            model_name="sessionseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assignment__isnull", False), ("helper__isnull", True)),
                    models.Q(("assignment__isnull", True), ("helper__isnull", False)),
                    _connector="OR",
                ),
                name="plans_series_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("line__regex", "[\\r\\n]"), _negated=True), name="plans_series_one_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("series", "day"),
                name="plans_one_session_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessiontheme",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (eenplan.network.models.periods.SameKey(models.F("partnership"), models.F("code")), "&&"),
                    ("period", "&&"),
                ],
                name="plans_one_session_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessiontheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__isempty", False)), name="plans_session_theme_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessiontheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("label_nl", ""), _negated=True), name="plans_session_theme_said"
            ),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        migrations.RunSQL(SHOWS, FORGET_SHOWS),
        migrations.RunSQL(TRUE, FORGET_TRUE),
        fence(
            "plans_sessionseries",
            see="plans_sees_series(item_id, family_id, false)",
            add=OWN,
            change=KEEPS,
            privileges="SELECT, INSERT, UPDATE (theme, line)",
        ),
        fence(
            "plans_session",
            see="plans_sees_days(series_id, family_id)",
            add=f"{OF_MINE} AND recorded_by_id = (SELECT eenplan_actor())",
            change=OF_MINE,
            privileges="SELECT, INSERT, UPDATE (day, status, withdrawn_at)",
        ),
        migrations.RunSQL(BEGINS, FORGET_BEGINS),
        fence(
            "plans_sessiontheme",
            see="true",
            add=WORDS.MAY + WORDS.FROM_TODAY,
            change=WORDS.MAY,
            privileges=WORDS.WRITES,
        ),
        keep_past("plans_sessiontheme"),
    ]
