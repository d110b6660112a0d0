"""The calendar of what ends, holds and certificates; the one door by which kept things are taken out of."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from eenplan.core.actions import writing
from eenplan.core.fence import append_only, fence
from eenplan.rights.rules.ways import FORGOTTEN_ACTOR

# Whoever keeps a partnership together and its privacy officer; no other role, and nothing of a file.
WATCH = (
    "partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_role()) IN ('coordinator', 'privacy_officer')"
    " AND (SELECT eenplan_holds_role())"
)
ON_CALENDAR = (
    "EXISTS (SELECT 1 FROM rights_ending e WHERE e.family_id = rights_hold.family_id"
    " AND e.reference = rights_hold.reference AND e.partnership_id = rights_hold.partnership_id)"
)

# What never changes is taken out of by destruction alone: in its transaction, by the owner of the tables.
DOOR = """
CREATE FUNCTION eenplan_destroying() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('eenplan.destroying', true), '') = 'yes'
    AND current_user = (SELECT r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
      WHERE c.oid = 'families_family'::regclass)
$$;
DROP TRIGGER refuse_update ON plans_versionitem;
CREATE TRIGGER refuse_update BEFORE UPDATE ON plans_versionitem
  FOR EACH STATEMENT WHEN (NOT eenplan_destroying()) EXECUTE FUNCTION eenplan_refuse_change();
DROP TRIGGER refuse_update ON plans_agreement;
CREATE TRIGGER refuse_update BEFORE UPDATE ON plans_agreement
  FOR EACH STATEMENT WHEN (NOT eenplan_destroying()) EXECUTE FUNCTION eenplan_refuse_change();
DROP TRIGGER share_stays ON consent_grant;
CREATE TRIGGER share_stays BEFORE UPDATE ON consent_grant
  FOR EACH ROW WHEN (NOT eenplan_destroying()) EXECUTE FUNCTION consent_share_stays();
-- Pieces of a version that ended may go; what is active is judged again when it becomes so.
DROP TRIGGER version_has_family_goal ON plans_planversion;
CREATE CONSTRAINT TRIGGER version_has_family_goal AFTER INSERT OR UPDATE OF status ON plans_planversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_version_has_family_goal();
"""
CLOSED = """
DROP TRIGGER version_has_family_goal ON plans_planversion;
CREATE CONSTRAINT TRIGGER version_has_family_goal AFTER INSERT OR UPDATE ON plans_planversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plans_version_has_family_goal();
DROP TRIGGER share_stays ON consent_grant;
CREATE TRIGGER share_stays BEFORE UPDATE ON consent_grant
  FOR EACH ROW EXECUTE FUNCTION consent_share_stays();
DROP TRIGGER refuse_update ON plans_agreement;
CREATE TRIGGER refuse_update BEFORE UPDATE ON plans_agreement
  FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change();
DROP TRIGGER refuse_update ON plans_versionitem;
CREATE TRIGGER refuse_update BEFORE UPDATE ON plans_versionitem
  FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change();
DROP FUNCTION eenplan_destroying();
"""


def add_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The one in whose name stays what somebody wrote who is forgotten."""
    actor = apps.get_model("core", "Actor")
    with writing():
        actor.objects.create(id=FORGOTTEN_ACTOR, kind="family_member")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_signed_in"),
        ("families", "0019_ways_in"),
        ("plans", "0002_fence"),
        ("consent", "0003_people"),
        ("rights", "0002_fence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reference",
                    models.CharField(default=eenplan.core.ids.new_reference, max_length=8, unique=True),
                ),
                ("file_key", models.CharField(db_index=True, max_length=64)),
                (
                    "what",
                    models.CharField(
                        choices=[("file", "het hele dossier"), ("child", "wat over één kind ging")],
                        max_length=10,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("child", "een kind heeft de leeftijd"),
                            ("last_child", "het jongste kind heeft de leeftijd"),
                            ("no_child", "gezin zonder kinderen"),
                            ("untaken", "nooit opgenomen"),
                            ("consult", "enkel overleg met de aanmelder"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis", models.CharField(max_length=300)),
                ("ended_on", models.DateField()),
                ("told_on", models.DateField()),
                ("destroyed_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("destroyed_on", models.DateField()),
                ("counts", models.JSONField()),
                ("backups_until", models.DateField()),
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
            options={
                "indexes": [
                    models.Index(
                        fields=["partnership", "-destroyed_at", "-id"], name="rights_certificates_of"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("backups_until__gte", models.F("destroyed_on")),
                            ("destroyed_on__gt", models.F("ended_on")),
                            ("told_on__lte", models.F("destroyed_on")),
                        ),
                        name="rights_certificate_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["file", "child"])), name="rights_certificate_what"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ending",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=8)),
                ("day", models.DateField()),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("child", "een kind heeft de leeftijd"),
                            ("last_child", "het jongste kind heeft de leeftijd"),
                            ("no_child", "gezin zonder kinderen"),
                            ("untaken", "nooit opgenomen"),
                            ("consult", "enkel overleg met de aanmelder"),
                        ],
                        max_length=12,
                    ),
                ),
                ("needs_date", models.BooleanField(default=False)),
                ("told_on", models.DateField(null=True)),
                ("sending_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "detail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.contactdetail",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership", "day", "id"], name="rights_ending_calendar"),
                    models.Index(
                        condition=models.Q(("detail__isnull", False), ("sending_at__isnull", True)),
                        fields=["told_on"],
                        name="rights_ending_to_send",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("family", "person"), name="rights_one_ending", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground__in", ["child", "last_child", "no_child", "untaken", "consult"])
                        ),
                        name="rights_ending_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("sending_at__isnull", False), _connector="OR"
                        ),
                        name="rights_ending_claimed_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=300)),
                ("until", models.DateField()),
                ("placed_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partnership",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partnership", "until"], name="rights_hold_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("family",),
                        name="rights_one_hold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="rights_hold_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rights_hold_lifted_whole",
                    ),
                ],
            },
        ),
        fence("rights_ending", see=WATCH, add="false", privileges="SELECT"),
        fence(
            "rights_hold",
            see=WATCH,
            add=f"{WATCH} AND {ON_CALENDAR}",
            change=WATCH,
            privileges="SELECT, INSERT, UPDATE (lifted_at, lifted_by_id)",
        ),
        fence("rights_certificate", see=WATCH, add="false", privileges="SELECT"),
        append_only("rights_certificate"),
        migrations.RunPython(add_nobody, migrations.RunPython.noop),
        migrations.RunSQL(DOOR, CLOSED),
    ]
