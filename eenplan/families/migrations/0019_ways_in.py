"""An address instead of the card: kept sealed, and used through codes that the web role cannot read."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence

# Five tries and a quarter of an hour for each code. A right one opens nothing by itself: it names the cards (by their
# hashes) whose PIN is asked next, or it confirms the new address that it was sent to.
TRY = """
CREATE FUNCTION families_try_code(asked uuid, typed text, at timestamptz)
  RETURNS TABLE (card text, entrance uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  one families_signincode;
BEGIN
  UPDATE families_signincode SET tries = tries + 1
    WHERE id = asked AND until > at AND used_at IS NULL AND tries < 5 RETURNING * INTO one;
  IF one.id IS NULL OR one.code_hash <> typed THEN
    RETURN;
  END IF;
  IF one.entrance_id IS NOT NULL THEN
    UPDATE families_signincode SET used_at = at WHERE id = one.id;
    RETURN QUERY UPDATE families_entrance e SET confirmed_at = at
      WHERE e.id = one.entrance_id AND e.actor_id = eenplan_actor() AND e.address_key = one.address_key
        AND e.ended_at IS NULL
      RETURNING NULL::text, e.id;
  ELSE
    RETURN QUERY SELECT c.code_hash::text, e.id FROM families_entrance e
      JOIN families_card c ON c.actor_id = e.actor_id AND c.revoked_at IS NULL
      WHERE e.address_key = one.address_key AND e.kind = one.kind
        AND e.confirmed_at IS NOT NULL AND e.ended_at IS NULL
      ORDER BY e.made_at, e.id LIMIT 5;
  END IF;
END $$;
CREATE FUNCTION families_use_code(asked uuid, typed text, at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
  $$ UPDATE families_signincode SET used_at = at WHERE id = asked AND code_hash = typed $$;
REVOKE ALL ON FUNCTION families_try_code(uuid, text, timestamptz), families_use_code(uuid, text, timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION families_try_code(uuid, text, timestamptz), families_use_code(uuid, text, timestamptz)
  TO eenplan_web;

-- Whoever sends waits for this, and need not look again and again.
CREATE FUNCTION families_tell_of_code() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_notify('eenplan_messages', ''); RETURN NULL; END $$;
CREATE TRIGGER tell AFTER INSERT ON families_signincode FOR EACH STATEMENT EXECUTE FUNCTION families_tell_of_code();
"""
UNTRY = """
DROP TRIGGER tell ON families_signincode;
DROP FUNCTION families_tell_of_code(), families_try_code(uuid, text, timestamptz),
  families_use_code(uuid, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_tallies"),
        ("families", "0018_shares_ahead"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("email", "e-mail"), ("text", "sms")], max_length=10)),
                ("address_key", models.CharField(max_length=64)),
                ("entrance_id", models.UUIDField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("code_hash", models.CharField(max_length=64)),
                ("until", models.DateTimeField(db_index=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Entrance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("email", "e-mail"), ("text", "sms")], max_length=10)),
                ("address_key", models.CharField(db_index=True, max_length=64)),
                ("address_sealed", models.BinaryField()),
                ("made_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "actor",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("actor", "kind"),
                        name="families_one_entrance_of_a_kind",
                    )
                ],
            },
        ),
        migrations.RunSQL(TRY, UNTRY),
        fence(
            "families_entrance",
            see="(actor_id = (SELECT eenplan_actor()) AND eenplan_reaches(family_id)) OR eenplan_writes(family_id)",
            add="actor_id = (SELECT eenplan_actor()) AND confirmed_at IS NULL AND eenplan_reaches(family_id)"
            " AND EXISTS (SELECT 1 FROM families_person p"
            " WHERE p.id = families_entrance.person_id AND p.actor_id = families_entrance.actor_id"
            " AND p.family_id = families_entrance.family_id)",
            change="(actor_id = (SELECT eenplan_actor()) AND eenplan_reaches(family_id)) OR eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (ended_at)",
        ),
        fence(
            "families_signincode",
            see="false",
            add="used_at IS NULL AND tries = 0 AND (entrance_id IS NULL OR EXISTS (SELECT 1 FROM families_entrance e"
            " WHERE e.id = entrance_id AND e.actor_id = (SELECT eenplan_actor())))",
            change="false",
            privileges="INSERT",
        ),
    ]
