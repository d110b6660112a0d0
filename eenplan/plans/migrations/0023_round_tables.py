"""Round tables: who is asked, what is talked about and decided. Who is invited sees one; a point is for whom its labels say."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE, fence

FENCE = import_module("eenplan.plans.migrations.0002_fence")
same_family = import_module("eenplan.families.migrations.0002_fence").same_family
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

SEES = f"""
-- Whether a viewer (see `eenplan_shows`) is asked to a round table: somebody of the family who agreed to it, or, when a
-- screen is turned round, whoever else sits there: of the plan they are shown what is released (rule 36).
CREATE FUNCTION plans_sits(viewer text, asked uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  CASE split_part(viewer, ':', 1)
  WHEN 'released' THEN
    RETURN true;
  WHEN 'person', 'own_file' THEN
    RETURN EXISTS (SELECT 1 FROM plans_seat s JOIN plans_roundtable t ON t.item_id = s.table_id
      WHERE s.table_id = asked AND s.person_id = split_part(viewer, ':', 2)::uuid AND s.withdrawn_at IS NULL
        AND t.agreed_on IS NOT NULL);
  ELSE
    RETURN false;
  END CASE;
END $$;

-- Whether whoever acts, and everybody who looks along, knows of a round table: the team, and who is asked to it. Somebody
-- with an account and no share knows nothing of the family, asked or not (rule 17).
CREATE FUNCTION plans_sees_table(asked uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
DECLARE
  viewer text;
  seen boolean := false;
BEGIN
  CASE eenplan_role()
  WHEN 'coach', 'intake', 'coordinator' THEN
    seen := eenplan_reaches(family, eenplan_holds_role());
  WHEN 'family_member' THEN
    IF eenplan_reaches(family, true) THEN
      SELECT 'person:' || p.id INTO viewer FROM families_person p
        WHERE p.actor_id = eenplan_actor() AND p.family_id = family;
      seen := plans_sits(viewer, asked);
    END IF;
  WHEN 'partner', 'psychologist', 'expert' THEN
    seen := eenplan_is_shown(family, eenplan_holds_role()) AND EXISTS (SELECT 1 FROM plans_seat s
      JOIN plans_roundtable t ON t.item_id = s.table_id JOIN network_staffmember m ON m.id = s.staff_member_id
      WHERE s.table_id = asked AND s.family_id = family AND s.withdrawn_at IS NULL AND t.agreed_on IS NOT NULL
        AND m.actor_id = eenplan_actor());
  ELSE
    RETURN false;
  END CASE;
  IF seen AND eenplan_together() <> '' THEN
    FOREACH viewer IN ARRAY string_to_array(eenplan_together(), ',') LOOP
      IF (eenplan_viewer_stands(viewer, family) AND plans_sits(viewer, asked)) IS NOT TRUE THEN
        RETURN false;
      END IF;
    END LOOP;
  END IF;
  RETURN coalesce(seen, false);
END $$;

-- Whether a seat is of whoever acts, with the own card or the own account, while there is something to answer.
CREATE FUNCTION plans_is_my_seat(which uuid, family uuid, how text) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM plans_seat s JOIN plans_roundtable t ON t.item_id = s.table_id
      LEFT JOIN network_staffmember m ON m.id = s.staff_member_id
    WHERE s.id = which AND s.family_id = family AND s.withdrawn_at IS NULL AND t.cancelled_at IS NULL
      AND t.closed_at IS NULL AND plans_sees_table(t.item_id, family)
      AND CASE eenplan_role() WHEN 'family_member' THEN how = 'own_card' AND plans_is_me(family, s.person_id)
        ELSE how = 'account' AND coalesce(m.actor_id = eenplan_actor(), false) END);
END $$;

-- Whether whoever acts sits at the table where a point is talked about, with their own card: they write along.
CREATE FUNCTION plans_talks_here(point uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() = 'family_member' AND eenplan_together() = '' AND EXISTS (SELECT 1 FROM plans_tablepoint p
      JOIN plans_roundtable t ON t.item_id = p.table_id
    WHERE p.item_id = point AND p.family_id = family AND t.opened_at IS NOT NULL AND t.closed_at IS NULL
      AND plans_sees_table(t.item_id, family));
END $$;

CREATE POLICY talk_along ON families_words FOR INSERT TO {WEB_ROLE} WITH CHECK (
  slot IN ('line', 'decision') AND author_id = (SELECT eenplan_actor()) AND translation_of_id IS NULL
  AND replaces_id IS NULL AND (SELECT eenplan_role()) = 'family_member' AND plans_is_me(family_id, speaker_id)
  AND plans_talks_here(item_id, family_id)
  AND EXISTS (SELECT 1 FROM plans_tablepoint p WHERE p.item_id = families_words.item_id));
"""
FORGET_SEES = """
DROP POLICY talk_along ON families_words;
DROP FUNCTION plans_talks_here(uuid, uuid), plans_is_my_seat(uuid, uuid, text), plans_sees_table(uuid, uuid),
  plans_sits(text, uuid);
"""

# A point is part of what the piece is part of that it is about; the function stands as others left it.
PART_OF = """
DO $do$
DECLARE
  made text := pg_get_functiondef('eenplan_part_of(uuid, text)'::regprocedure);
  told text := $t$WHEN 'table_point' THEN
    SELECT eenplan_part_of(t.piece_id, i.kind) INTO found FROM plans_tablepoint t JOIN families_item i ON i.id = t.piece_id
      WHERE t.item_id = item;
    RETURN coalesce(found, 'plan:agreements');
  $t$;
BEGIN
  EXECUTE replace(made, {was}, {now});
END $do$;
"""
LAST_KIND = "$t$WHEN 'attachment' THEN$t$"
TELL = PART_OF.format(was=LAST_KIND, now=f"told || {LAST_KIND}")
FORGET_TELL = PART_OF.format(was=f"told || {LAST_KIND}", now=LAST_KIND)

# A piece that is no longer for everybody takes along what was said about it at a table.
FOLLOW = f"""
CREATE FUNCTION plans_points_follow() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  UPDATE families_item SET released_to_all = false, confidential = NEW.confidential, health = NEW.health,
    court = NEW.court, third_party_only = NEW.third_party_only, agogic_exception = NEW.agogic_exception,
    agogic_reason = NEW.agogic_reason, from_whom_id = NEW.from_whom_id
  WHERE released_to_all AND id IN (SELECT p.item_id FROM plans_tablepoint p WHERE p.piece_id = NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER points_follow AFTER UPDATE ON families_item FOR EACH ROW
  WHEN (OLD.released_to_all AND NOT NEW.released_to_all) EXECUTE FUNCTION plans_points_follow();
"""
FORGET_FOLLOW = "DROP TRIGGER points_follow ON families_item; DROP FUNCTION plans_points_follow();"

ITEM = "EXISTS (SELECT 1 FROM families_item i WHERE i.id = {0}.{1} AND i.family_id = {0}.family_id"
# A scalar question, where EXISTS is planned twice (see `core.fence.see_item_once`).
PIECE = (
    "(piece_id IS NULL OR (SELECT true FROM families_item i WHERE i.id = plans_tablepoint.piece_id))"
    " AND (SELECT true FROM families_item i WHERE i.id = plans_tablepoint.item_id)"
)
SEAT = "EXISTS (SELECT 1 FROM plans_seat s WHERE s.id = plans_seatanswer.seat_id)"
POINT = "EXISTS (SELECT 1 FROM plans_tablepoint p WHERE p.item_id = plans_tabledecision.point_id)"
BY_ME = "(SELECT eenplan_actor())"

PARENTS = [
    ("plans_roundtable", "item_id", "families_item", "id"),
    ("plans_roundtable", "plan_id", "plans_plan", "id"),
    ("plans_roundtable", "home_id", "families_home", "item_id"),
    ("plans_roundtable", "at_point_id", "plans_tablepoint", "item_id"),
    ("plans_seat", "table_id", "plans_roundtable", "item_id"),
    ("plans_seat", "member_id", "plans_teammember", "item_id"),
    ("plans_seatanswer", "seat_id", "plans_seat", "id"),
    ("plans_tablepoint", "item_id", "families_item", "id"),
    ("plans_tablepoint", "table_id", "plans_roundtable", "item_id"),
    ("plans_tablepoint", "piece_id", "families_item", "id"),
    ("plans_tabledecision", "point_id", "plans_tablepoint", "item_id"),
    ("plans_tabledecision", "words_id", "families_words", "id"),
    ("plans_tabledecision", "seat_id", "plans_seat", "id"),
    ("plans_tabledecision", "step_id", "plans_action", "item_id"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("families", "0027_who_is_who"),
        ("network", "0020_own_password"),
        ("plans", "0022_contributions"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoundTable",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="round_table",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("place", models.CharField(blank=True, max_length=120)),
                ("agreed_on", models.DateField(null=True)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agreed_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
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
                    "home",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.home",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "familie"),
                            ("network", "vrienden, buren, vrijwilligers"),
                            ("professional", "hulpverlener"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[
                            ("yes", "heeft beroepsgeheim"),
                            ("no", "heeft geen beroepsgeheim"),
                            ("unknown", "weten we niet"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("must", "moet erbij zijn"),
                            ("may", "mag erbij zijn"),
                            ("not", "hoeft er niet bij te zijn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("came", models.BooleanField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.teammember",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.person",
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
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="plans.roundtable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SeatAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("said", models.CharField(choices=[("yes", "komt"), ("no", "kan niet")], max_length=10)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("own_card", "met de eigen kaart"),
                            ("aloud", "luidop gezegd"),
                            ("account", "met de eigen aanmelding"),
                        ],
                        max_length=10,
                    ),
                ),
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
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="plans.seat"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TablePoint",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="table_point",
                        serialize=False,
                        to="families.item",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
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
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="plans.roundtable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TableDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due_on", models.DateField(null=True)),
                ("written_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.seat",
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "words",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.words"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="plans.tablepoint",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="roundtable",
            name="at_point",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="plans.tablepoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), ("person__isnull", False)),
                    models.Q(("person__isnull", True), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="plans_seat_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("attendance__in", ["must", "may"])), name="plans_seat_is_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("table", "person"), name="plans_seat_once"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("table", "member"), name="plans_seat_of_member_once"),
        ),
        migrations.AddConstraint(
            model_name="tablepoint",
            constraint=models.UniqueConstraint(fields=("table", "piece"), name="plans_point_once"),
        ),
        migrations.AddConstraint(
            model_name="tabledecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                name="plans_decision_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="roundtable",
            index=models.Index(fields=["family", "starts_at"], name="plans_table_of"),
        ),
        migrations.AddConstraint(
            model_name="roundtable",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (15, 480))), name="plans_table_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundtable",
            constraint=models.CheckConstraint(
                condition=models.Q(("home__isnull", True), ("place", ""), _connector="OR"),
                name="plans_table_in_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundtable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened_at__isnull", True),
                    models.Q(("agreed_on__isnull", False), ("cancelled_at__isnull", True)),
                    _connector="OR",
                ),
                name="plans_table_opened_as_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundtable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("opened_at__isnull", False), _connector="OR"
                ),
                name="plans_table_closed_after",
            ),
        ),
        migrations.RunSQL(SEES, FORGET_SEES),
        fence(
            "plans_roundtable",
            see="plans_sees_table(item_id, family_id)",
            add=f"eenplan_writes(family_id) AND {ITEM.format('plans_roundtable', 'item_id')} AND i.kind = 'round_table')",
            change="eenplan_writes(family_id)",
        ),
        fence("plans_seat", see="plans_sees_table(table_id, family_id)", add="eenplan_writes(family_id)"),
        fence(
            "plans_seatanswer",
            see=SEAT,
            add=f"recorded_by_id = {BY_ME} AND {SEAT} AND ((how = 'aloud' AND eenplan_writes(family_id))"
            " OR (how <> 'aloud' AND plans_is_my_seat(seat_id, family_id, how)))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "plans_tablepoint",
            see=f"plans_sees_table(table_id, family_id) AND {PIECE}",
            add=f"eenplan_writes(family_id) AND {ITEM.format('plans_tablepoint', 'item_id')} AND i.kind = 'table_point')",
            change="eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE, DELETE",
        ),
        fence(
            "plans_tabledecision",
            see=POINT,
            add=f"written_by_id = {BY_ME} AND {POINT} AND (eenplan_writes(family_id)"
            " OR (plans_talks_here(point_id, family_id) AND step_id IS NULL AND dropped_at IS NULL))",
            change="eenplan_writes(family_id)",
        ),
        *[FENCE.of_the_same_family(*parent) for parent in PARENTS],
        same_family("plans_roundtable", "agreed_with_id"),
        same_family("plans_seat", "person_id"),
        migrations.RunSQL(TELL, FORGET_TELL),
        migrations.RunSQL(FOLLOW, FORGET_FOLLOW),
    ]
