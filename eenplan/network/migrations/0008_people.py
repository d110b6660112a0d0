"""Days, zones, languages and expertise of an assignment; leave; the code for a first password; who may keep a team."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence
from eenplan.network.models.periods import no_overlap

ROLES = [
    ("intake", "aanmeldteam"),
    ("coach", "gezinscoach"),
    ("coordinator", "netwerkcoördinator"),
    ("partner", "partner"),
    ("official", "overheid"),
    ("admin", "beheerder"),
    ("psychologist", "eerstelijnspsycholoog"),
    ("expert", "ervaringsdeskundige"),
]
IN_THE_TEAM = "'coach', 'intake', 'coordinator', 'psychologist', 'expert'"

KEEPS = """
-- Whether whoever acts keeps the team of a partnership: its coordinator, and the administrator of any.
CREATE FUNCTION network_keeps_team(partnership uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor() AND a.role = eenplan_role()
      AND a.period @> eenplan_today()
      AND (a.role = 'admin' OR a.role = 'coordinator' AND a.partnership_id = partnership));
END $$;

-- Whether they keep a team in which this worker was, is or will be.
CREATE FUNCTION network_keeps_worker(worker uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM network_assignment a
    WHERE a.staff_member_id = worker AND network_keeps_team(a.partnership_id));
$$;
CREATE FUNCTION network_keeps_account(account uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM network_staffmember s WHERE s.account_id = account AND network_keeps_worker(s.id));
$$;

-- The one way in with a code: an account without a password gets one, once. Gives the account, or nothing.
CREATE FUNCTION network_use_invitation(mail text, hash text, new_password text, at timestamptz) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found uuid;
BEGIN
  UPDATE network_invitation i SET used_at = at FROM core_account a
    WHERE a.id = i.account_id AND lower(a.email) = lower(mail) AND i.code_hash = hash AND i.used_at IS NULL
      AND i.expires_at > at AND a.is_active AND left(a.password, 1) = '!'
    RETURNING a.id INTO found;
  UPDATE core_account SET password = new_password WHERE id = found;
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION network_use_invitation(text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION network_use_invitation(text, text, text, timestamptz) TO eenplan_web;

-- Through the product an assignment ends from today on; when it began, and what has ended, stays.
CREATE FUNCTION network_assignment_past_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'eenplan_web' AND OLD.period <> NEW.period AND (
      lower(NEW.period) IS DISTINCT FROM lower(OLD.period)
      OR coalesce(upper(OLD.period), 'infinity') < eenplan_today()
      OR coalesce(upper(NEW.period), 'infinity') < eenplan_today()) THEN
    RAISE EXCEPTION 'what held in the past stays as it was'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'network_past_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER network_past_stays BEFORE UPDATE ON network_assignment
  FOR EACH ROW EXECUTE FUNCTION network_assignment_past_stays();
"""
FORGET = """
DROP TRIGGER network_past_stays ON network_assignment;
DROP FUNCTION network_assignment_past_stays(), network_use_invitation(text, text, text, timestamptz),
  network_keeps_account(uuid), network_keeps_worker(uuid), network_keeps_team(uuid);
"""

MINE = "(SELECT network_keeps_team(eenplan_partnership()))"
# Who keeps a team gives no more than the functions of a team; officials and administrators an administrator.
ASSIGNS = f"network_keeps_team(partnership_id) AND (eenplan_role() = 'admin' OR role IN ({IN_THE_TEAM}))"
# Workers of the partnership know who is away: who gives a family its coach must.
AWAY = (
    "network_keeps_team(partnership_id)"
    " OR (partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_holds_role()))"
)


def open_again(table: str, privileges: str = "SELECT") -> migrations.RunSQL:
    """On the way back: what the web role could do before this migration."""
    return migrations.RunSQL(migrations.RunSQL.noop, f"GRANT {privileges} ON {table} TO eenplan_web")


class Migration(migrations.Migration):
    dependencies = [("network", "0007_organisations"), ("families", "0002_fence"), ("core", "0003_tallies")]

    operations = [
        migrations.AlterField("assignment", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.AlterField("roletitle", "role", models.CharField(choices=ROLES, max_length=20)),
        *[
            migrations.AddField(
                "assignment",
                name,
                django.contrib.postgres.fields.ArrayField(base, blank=True, default=list, size=None),
            )
            for name, base in (
                ("days", models.PositiveSmallIntegerField()),
                ("zones", models.UUIDField()),
                ("languages", models.CharField(max_length=8)),
                ("expertise", models.CharField(max_length=60)),
            )
        ],
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=models.Q(days__contained_by=list(range(1, 8))), name="network_assignment_days"
            ),
        ),
        migrations.CreateModel(
            name="Leave",
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
                            ("holiday", "vakantie"),
                            ("leave", "langer verlof"),
                            ("away", "onverwacht weg"),
                        ],
                        max_length=10,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="network.partnership",
                    ),
                ),
                (
                    "staff_member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="network.staffmember",
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in_for",
                        to="network.staffmember",
                    ),
                ),
            ],
            options={
                "constraints": [
                    no_overlap("network_one_leave", "staff_member", "partnership"),
                    models.CheckConstraint(
                        condition=models.Q(period__isempty=False, period__startswith__isnull=False),
                        name="network_leave_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(stand_in__isnull=True)
                        | ~models.Q(stand_in=models.F("staff_member")),
                        name="network_leave_stand_in_is_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="invitation",
                        serialize=False,
                        to="core.account",
                    ),
                ),
                ("code_hash", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(KEEPS, FORGET),
        open_again("network_assignment"),
        open_again("network_staffmember"),
        open_again("core_account", "SELECT, UPDATE (last_login, password)"),
        fence(
            "network_assignment",
            see="true",
            add=ASSIGNS,
            privileges="SELECT, INSERT, UPDATE (period, days, zones, languages, expertise)",
        ),
        # Only so that a worker can be locked while their shares are added up: no column of theirs is changed.
        fence(
            "network_staffmember",
            see="true",
            add=MINE,
            privileges="SELECT, INSERT, UPDATE (sort_key)",
        ),
        fence(
            "network_leave",
            see=AWAY,
            add="network_keeps_team(partnership_id)",
            privileges="SELECT, INSERT, UPDATE (period, stand_in_id), DELETE",
        ),
        fence(
            "network_invitation",
            see="network_keeps_account(account_id)",
            add="network_keeps_account(account_id)",
        ),
        # The sign-in library writes the last sign-in before anybody acts.
        fence(
            "core_account",
            see="true",
            add=f"{MINE} AND left(password, 1) = '!'",
            change="true",
            privileges="SELECT, INSERT, UPDATE (last_login, password)",
        ),
    ]
