"""Helpers whom somebody refused (rule 38): kept with the person's words, held where helpers are asked in."""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
import eenplan.core.clock
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE, fence

same_family = import_module("eenplan.families.migrations.0002_fence").same_family

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
TABLE = "rights_helperrefusal"
SEES = f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {TABLE}.item_id)"
ME = (
    "(SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"
    " AND person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor()))"
)
MY_ITEM = (
    f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {TABLE}.item_id"
    f" AND i.family_id = {TABLE}.family_id AND i.author_id = (SELECT eenplan_actor()))"
)

REFUSES = f"""
-- Whether somebody of a family refused a helper and did not take that back: that very worker or organisation, a worker of
-- a refused organisation, or whoever is called so. No more is told.
CREATE FUNCTION consent_refuses(family uuid, worker uuid, organisation uuid, called text) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM rights_helperrefusal r
    WHERE r.family_id = family AND r.withdrawn_on IS NULL
      AND (r.staff_member_id = worker OR r.organisation_id = organisation
        OR r.organisation_id = (SELECT s.organisation_id FROM network_staffmember s WHERE s.id = worker)
        OR (called <> '' AND lower(r.name) = lower(trim(called)))
        OR lower(r.name) = (SELECT lower(o.name) FROM network_organisation o WHERE o.id = organisation)
        OR lower(r.name) = (SELECT lower(s.name) FROM network_staffmember s WHERE s.id = worker)));
END $$;

-- A share or an entry of the team for who was refused is refused, whatever room writes it.
CREATE FUNCTION rights_helper_not_refused() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
DECLARE
  n jsonb := to_jsonb(NEW);
  refused boolean;
BEGIN
  IF TG_TABLE_NAME = 'consent_grant' THEN
    refused := consent_refuses(NEW.family_id, (n->>'staff_member_id')::uuid, (n->>'organisation_id')::uuid,
      n->>'outside_name');
  ELSIF TG_OP = 'UPDATE' AND (n->>'name', n->>'organisation', n->>'staff_member_id', n->>'family_id')
      IS NOT DISTINCT FROM (to_jsonb(OLD)->>'name', to_jsonb(OLD)->>'organisation', to_jsonb(OLD)->>'staff_member_id',
        to_jsonb(OLD)->>'family_id') THEN
    RETURN NEW;
  ELSE
    refused := TG_OP = 'INSERT' AND consent_refuses(NEW.family_id, (n->>'staff_member_id')::uuid, NULL, n->>'name')
      OR (TG_OP = 'UPDATE' AND NEW.family_id = OLD.family_id
        AND consent_refuses(NEW.family_id, (n->>'staff_member_id')::uuid, NULL, n->>'name'));
  END IF;
  IF refused THEN
    RAISE EXCEPTION 'somebody of the family refused this helper'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_helper_refused';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER helper_not_refused BEFORE INSERT ON consent_grant
  FOR EACH ROW EXECUTE FUNCTION rights_helper_not_refused();
CREATE TRIGGER helper_not_refused BEFORE INSERT OR UPDATE ON plans_teammember
  FOR EACH ROW EXECUTE FUNCTION rights_helper_not_refused();

-- With the own card somebody adds one kind of piece to the file: whom they refuse, and why.
CREATE POLICY refuse_helper ON families_item FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND kind = 'note' AND family_id = (SELECT eenplan_family())
  AND author_id = (SELECT eenplan_actor()) AND from_whom_id IN (
    SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor())));
CREATE POLICY refuse_helper ON families_words FOR INSERT TO {WEB_ROLE} WITH CHECK (
  (SELECT eenplan_role()) = 'family_member' AND author_id = (SELECT eenplan_actor())
  AND family_id = (SELECT eenplan_family()) AND EXISTS (SELECT 1 FROM rights_helperrefusal r
    WHERE r.item_id = families_words.item_id AND r.family_id = families_words.family_id
      AND r.recorded_by_id = (SELECT eenplan_actor())));

-- What was refused, by whom and when stays as it was; only that another was found, and that it was taken back, is added.
CREATE FUNCTION rights_refusal_stays() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF (to_jsonb(NEW) - '{{found_on,withdrawn_on,withdrawn_by_id,family_id,person_id}}'::text[]) IS DISTINCT FROM
      (to_jsonb(OLD) - '{{found_on,withdrawn_on,withdrawn_by_id,family_id,person_id}}'::text[])
      OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on) THEN
    RAISE EXCEPTION 'a refusal does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_refusal_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refusal_stays BEFORE UPDATE ON rights_helperrefusal
  FOR EACH ROW EXECUTE FUNCTION rights_refusal_stays();
"""
FORGET = """
DROP TRIGGER refusal_stays ON rights_helperrefusal;
DROP POLICY refuse_helper ON families_words;
DROP POLICY refuse_helper ON families_item;
DROP TRIGGER helper_not_refused ON plans_teammember;
DROP TRIGGER helper_not_refused ON consent_grant;
DROP FUNCTION rights_refusal_stays(), rights_helper_not_refused(), consent_refuses(uuid, uuid, uuid, text);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rights", "0005_who_looked"),
        ("core", "0003_tallies"),
        ("families", "0018_shares_ahead"),
        ("network", "0018_take_back_role"),
        ("plans", "0017_addresses_too"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            "HelperRefusal",
            [
                (
                    "item",
                    models.OneToOneField(
                        "families.Item",
                        primary_key=True,
                        serialize=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused_helper",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "how",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("own_card", "zelf, met de eigen kaart"),
                            ("table", "hardop, bij de coach"),
                            ("paper", "op papier"),
                        ],
                    ),
                ),
                ("refused_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("found_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "family",
                    models.ForeignKey(
                        "families.Family", on_delete=django.db.models.deletion.CASCADE, related_name="+"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        "families.Person", on_delete=django.db.models.deletion.CASCADE, related_name="+"
                    ),
                ),
                (
                    "staff_member",
                    models.ForeignKey(
                        "network.StaffMember",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        "network.Organisation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        "core.Actor", on_delete=django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        "core.Actor",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["family"],
                        condition=models.Q(withdrawn_on=None),
                        name="rights_refusal_stands",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="rights_refused_is_named",
                        condition=~models.Q(name="")
                        & (models.Q(staff_member=None) | models.Q(organisation=None)),
                    ),
                    models.CheckConstraint(
                        name="rights_refusal_withdrawn_by",
                        condition=models.Q(withdrawn_on=None, withdrawn_by=None)
                        | models.Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                    ),
                ],
            },
        ),
        fence(
            TABLE,
            see=SEES,
            add="recorded_by_id = (SELECT eenplan_actor())"
            f" AND (({ME} AND how = 'own_card' AND {MY_ITEM}) OR (eenplan_writes(family_id) AND {SEES}))",
            change=f"({ME}) OR (eenplan_writes(family_id) AND {SEES})",
            privileges="SELECT, INSERT, UPDATE (found_on, withdrawn_on, withdrawn_by_id)",
        ),
        same_family(TABLE, "person_id"),
        migrations.RunSQL(REFUSES, FORGET),
    ]
