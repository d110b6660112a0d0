"""Messages to the coach: written with the own card, for the coach alone unless who writes it says otherwise."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE, fence, see_item_once
from eenplan.families.enums import ItemKind

same_family = import_module("eenplan.families.migrations.0002_fence").same_family

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
TABLE = "plans_message"
SEES = f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {TABLE}.item_id)"
ME = (
    "(SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"
    " AND person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor()))"
)
MY_ITEM = (
    f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {TABLE}.item_id AND i.kind = 'message'"
    f" AND i.family_id = {TABLE}.family_id AND i.from_whom_id = {TABLE}.person_id"
    " AND i.author_id = (SELECT eenplan_actor()))"
)

WRITES = f"""
-- With the own card somebody writes to the coach: for the coach alone, or for everybody of the family to read.
CREATE POLICY write_message ON families_item FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND kind = 'message' AND family_id = (SELECT eenplan_family())
  AND author_id = (SELECT eenplan_actor()) AND confidential <> released_to_all
  AND NOT (health OR court OR third_party_only OR agogic_exception) AND from_whom_id IN (
    SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor())));
CREATE POLICY write_message ON families_words FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND slot = 'text' AND author_id = (SELECT eenplan_actor())
  AND family_id = (SELECT eenplan_family()) AND EXISTS (SELECT 1 FROM {TABLE} m
    WHERE m.item_id = families_words.item_id AND m.family_id = families_words.family_id
      AND m.person_id = families_words.speaker_id
      AND m.person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor()))));

-- What was sent stays. The coach is done with it; who wrote it read the answer.
CREATE FUNCTION plans_message_stays() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF (to_jsonb(NEW) - '{{done_at,done_by_id,read_at,family_id,person_id}}'::text[]) IS DISTINCT FROM
      (to_jsonb(OLD) - '{{done_at,done_by_id,read_at,family_id,person_id}}'::text[])
      OR (eenplan_role() = 'family_member' AND (NEW.done_at, NEW.done_by_id) IS DISTINCT FROM (OLD.done_at, OLD.done_by_id))
      OR (eenplan_role() = 'coach' AND NEW.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at) THEN
    RAISE EXCEPTION 'a message does not change' USING ERRCODE = 'check_violation', CONSTRAINT = '{TABLE}_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER message_stays BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION plans_message_stays();
"""
FORGET = f"""
DROP TRIGGER message_stays ON {TABLE};
DROP FUNCTION plans_message_stays();
DROP POLICY write_message ON families_words;
DROP POLICY write_message ON families_item;
"""


def points_at(model: str, *, empty: bool = False) -> models.ForeignKey:
    """A column that names a row of another table."""
    on_delete = (
        django.db.models.deletion.PROTECT if model == "core.Actor" else django.db.models.deletion.CASCADE
    )
    return models.ForeignKey(model, null=empty, on_delete=on_delete, related_name="+")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_fence"),
        ("families", "0026_kinds"),
        ("plans", "0020_in_order"),
    ]

    operations = [
        # As in the families room: what kinds are called is no part of the table.
        *[
            migrations.AlterField(model, "kind", models.CharField(choices=ItemKind.choices, max_length=20))
            for model in ("part", "versionitem")
        ],
        migrations.CreateModel(
            "Message",
            [
                (
                    "item",
                    models.OneToOneField(
                        "families.Item",
                        primary_key=True,
                        serialize=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message",
                    ),
                ),
                ("sent_key", models.UUIDField()),
                ("done_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("family", points_at("families.Family")),
                ("person", points_at("families.Person")),
                ("done_by", points_at("core.Actor", empty=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["family"], condition=models.Q(done_at=None), name="plans_message_waits"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["person", "sent_key"], name="plans_message_once"),
                    models.CheckConstraint(
                        condition=models.Q(done_at=None, done_by=None)
                        | models.Q(done_at__isnull=False, done_by__isnull=False),
                        name="plans_message_done_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(read_at=None) | models.Q(done_at__isnull=False),
                        name="plans_message_read_after",
                    ),
                ],
            },
        ),
        fence(
            TABLE,
            see=SEES,
            add=f"{ME} AND {MY_ITEM}",
            change=f"({ME}) OR ((SELECT eenplan_role()) = 'coach' AND eenplan_writes(family_id) AND {SEES})",
            privileges="SELECT, INSERT, UPDATE (done_at, done_by_id, read_at)",
        ),
        see_item_once(TABLE),
        same_family(TABLE, "person_id"),
        migrations.RunSQL(WRITES, FORGET),
    ]
