"""How each person hears that something is ready, what was sent, and the one judgement of whether anything may be."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence, see_once

same_family = import_module("eenplan.families.migrations.0002_fence").same_family

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
MINE = (
    "((SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"
    " AND person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor())))"
)

WHY_NOT = """
-- Why nothing may be sent to somebody by a way ('email', 'text', 'letter') and address: a code, '' when it may. What is
-- not safe wins over all else. Whoever sends asks this as the owner, at the last moment.
CREATE FUNCTION plans_why_not(person uuid, way text, address text) RETURNS text LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  one families_person;
BEGIN
  SELECT * INTO one FROM families_person p WHERE p.id = person;
  IF one.id IS NULL OR one.due_date IS NOT NULL
      OR EXISTS (SELECT 1 FROM families_relative r WHERE r.person_id = person) THEN
    RETURN 'ended';
  ELSIF EXISTS (SELECT 1 FROM referrals_referral r WHERE r.family_id = one.family_id AND r.safe_to_contact IS FALSE) THEN
    RETURN 'unsafe-family';
  ELSIF way IN ('email', 'text') AND address <> '' AND families_is_unsafe(one.family_id, way, address) THEN
    RETURN 'unsafe';
  ELSIF way = 'letter' AND EXISTS (SELECT 1 FROM families_contactdetail d JOIN families_item i ON i.id = d.item_id
      WHERE d.family_id = one.family_id AND d.kind = 'address' AND d.safe IS FALSE AND i.ended_at IS NULL
        AND (d.person_id IS NULL OR d.person_id = person)) THEN
    RETURN 'unsafe-home';
  ELSIF way NOT IN ('email', 'text', 'letter') THEN
    RETURN 'nothing';
  ELSIF NOT EXISTS (SELECT 1 FROM plans_trajectory t WHERE t.family_id = one.family_id AND t.ended_on IS NULL) THEN
    RETURN 'ended';
  ELSIF one.informed IS FALSE THEN
    RETURN 'unaware';
  ELSIF EXISTS (SELECT 1 FROM rights_request r WHERE r.family_id = one.family_id AND r.person_id = person
      AND r.kind = 'restriction' AND rights_in_force(r.id, r.kind, r.item_id)) THEN
    RETURN 'used-less';
  ELSIF way <> 'letter' AND address = '' THEN
    RETURN 'no-address';
  END IF;
  RETURN '';
END $$;
"""

QUEUE = f"""
-- What happened, in the transaction in which it did: whom it is told to is found out by who sends.
CREATE FUNCTION plans_queue_event() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  PERFORM eenplan_queue('event', jsonb_strip_nulls(
    jsonb_build_object('event_id', NEW.id::text, 'family_id', NEW.family_id::text)));
  RETURN NULL;
END $$;
CREATE TRIGGER queue_event AFTER INSERT ON audit_event FOR EACH ROW
  WHEN (NEW.name IN ('plans:version:activated', 'plans:plan:review-set', 'plans:message:done', 'plans:coach:away',
    'plans:contribution:taken', 'plans:contribution:talk', 'plans:contribution:not_now', 'plans:contribution:read',
    'plans:round-table:agreed', 'plans:round-table:moved', 'plans:round-table:called-off'))
  EXECUTE FUNCTION plans_queue_event();

CREATE FUNCTION plans_queue_notice() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  PERFORM eenplan_queue('notice',
    jsonb_build_object('notice_id', NEW.id::text, 'family_id', NEW.family_id::text));
  RETURN NULL;
END $$;
CREATE TRIGGER queue_notice AFTER INSERT ON plans_notice FOR EACH ROW EXECUTE FUNCTION plans_queue_notice();
"""
UNQUEUE = """
DROP TRIGGER queue_notice ON plans_notice;
DROP TRIGGER queue_event ON audit_event;
DROP FUNCTION plans_queue_notice(), plans_queue_event();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("families", "0031_queue"),
        ("plans", "0030_coming_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="HearsHow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("nothing", "niets sturen"),
                            ("email", "e-mail"),
                            ("text", "sms"),
                            ("letter", "brief"),
                        ],
                        default="nothing",
                        max_length=10,
                    ),
                ),
                ("chosen_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
                    ),
                ),
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
                    "entrance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="families.entrance",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("detail__isnull", True), ("entrance__isnull", True), _connector="OR"
                        ),
                        name="plans_hears_at_one_address",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                            ("new", "er staat iets nieuws klaar"),
                            ("reminder", "een afspraak morgen"),
                            ("planned", "een nieuwe afspraak"),
                            ("moved", "een afspraak veranderde"),
                            ("leave", "er verandert binnenkort iets"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "wordt verstuurd"),
                            ("sending", "vertrekt net"),
                            ("sent", "verstuurd"),
                            ("letter", "brief om af te geven"),
                            ("unsent", "niet verstuurd"),
                            ("unsure", "misschien niet aangekomen"),
                            ("kept", "bewust niet verstuurd"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=20)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("sending_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.item",
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
                        condition=models.Q(
                            ("heard_at", None), models.Q(("state__in", ["waiting", "sent"]), _negated=True)
                        ),
                        fields=["family"],
                        name="plans_notice_to_tell",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["made_at"],
                        name="plans_notice_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="plans_notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "letter", "kept"]),
                            ("sending_at__isnull", False),
                            _connector="OR",
                        ),
                        name="plans_notice_claimed_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reminder"), _negated=True),
                            models.Q(("at__isnull", False), ("item__isnull", False)),
                            _connector="OR",
                        ),
                        name="plans_notice_reminds_of_moment",
                    ),
                ],
            },
        ),
        fence(
            "plans_hearshow",
            see=f"{MINE} OR eenplan_writes(family_id)",
            add=f"({MINE} OR eenplan_writes(family_id)) AND chosen_by_id = (SELECT eenplan_actor())",
            change=f"{MINE} OR eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (by, detail_id, entrance_id, chosen_by_id, chosen_at)",
        ),
        # Made and sent by the machine alone; who helps the family reads what was not sent, and notes that it was told.
        fence(
            "plans_notice",
            see="eenplan_writes(family_id)",
            add="false",
            change="eenplan_writes(family_id)",
            privileges="SELECT, UPDATE (heard_at)",
        ),
        see_once("plans_hearshow", f"{MINE} OR eenplan_writes(family_id)"),
        see_once("plans_notice", "eenplan_writes(family_id)"),
        same_family("plans_hearshow", "person_id"),
        migrations.RunSQL(WHY_NOT, "DROP FUNCTION plans_why_not(uuid, text, text);"),
        migrations.RunSQL(QUEUE, UNQUEUE),
    ]
