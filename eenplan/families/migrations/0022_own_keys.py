"""Keys that people's own devices keep. A visitor learns of an actor's keys what is needed to judge one, and no more."""

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

KEYS = """
CREATE FUNCTION families_keys_of(who uuid) RETURNS TABLE (credential jsonb, card text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT k.credential, c.code_hash::text FROM families_passkey k
    JOIN families_card c ON c.actor_id = k.actor_id AND c.revoked_at IS NULL
    WHERE k.actor_id = who AND k.ended_at IS NULL ORDER BY k.made_at, k.id
$$;
REVOKE ALL ON FUNCTION families_keys_of(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION families_keys_of(uuid) TO eenplan_web;
"""
MINE = "actor_id = (SELECT eenplan_actor()) AND eenplan_reaches(family_id)"


class Migration(migrations.Migration):
    dependencies = [("families", "0021_asked_once")]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=60)),
                ("credential", models.JSONField()),
                ("made_at", models.DateTimeField(default=eenplan.core.clock.now)),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["actor"],
                        name="families_passkey_of",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEYS, "DROP FUNCTION families_keys_of(uuid)"),
        fence(
            "families_passkey",
            see=f"({MINE}) OR eenplan_writes(family_id)",
            add=f"{MINE} AND EXISTS (SELECT 1 FROM families_person p"
            " WHERE p.id = families_passkey.person_id AND p.actor_id = families_passkey.actor_id"
            " AND p.family_id = families_passkey.family_id)",
            change=f"({MINE}) OR eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (ended_at)",
        ),
    ]
