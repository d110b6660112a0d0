"""A place in a partner's short offer, asked without a name; answered by the partner through functions alone."""

from importlib import import_module

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence

FENCE = import_module("eenplan.plans.migrations.0002_fence")
HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
ASKED = "plans_placerequest"

PARTNER = f"""
-- Whether whoever acts answers for an offer: a partner's own worker.
CREATE FUNCTION plans_offers_place(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() = 'partner' AND EXISTS (SELECT 1 FROM capacity_offer o
    WHERE o.id = which AND capacity_keeps_offers(o.organisation_id, o.partnership_id));
END $$;

-- What is asked of the own organisation. Which family it is, is said only once that shares something (rule 29).
CREATE FUNCTION plans_places_asked() RETURNS TABLE (request_id uuid, offer_id uuid, family_id uuid, asked_at timestamptz,
    note text, verdict text, first_day date, line text, brought text) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF eenplan_role() <> 'partner' OR NOT eenplan_holds_role() THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT r.id, r.offer_id, CASE WHEN eenplan_is_shown(r.family_id, true) THEN r.family_id END, r.asked_at,
      r.note::text, r.verdict::text, r.first_day, r.line::text, r.brought::text
    FROM {ASKED} r WHERE r.withdrawn_at IS NULL AND r.verdict <> 'no' AND r.brought = '' AND plans_offers_place(r.offer_id)
    ORDER BY r.asked_at, r.id;
END $$;

-- How many places of some offers are taken: a number, and of whom stays with their teams.
CREATE FUNCTION plans_places_taken(offers uuid[]) RETURNS TABLE (offer_id uuid, taken integer)
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF eenplan_holds_role() THEN
    RETURN QUERY SELECT r.offer_id, count(*)::integer FROM {ASKED} r
      WHERE r.offer_id = ANY (offers) AND r.withdrawn_at IS NULL AND r.verdict = 'yes' GROUP BY r.offer_id;
  END IF;
END $$;

-- Yes, from a day on, as long as there is a place; or no. Once. Gives 'kept', 'full' or 'gone'.
CREATE FUNCTION plans_answer_place(which uuid, said text, starts date, told text) RETURNS text
  LANGUAGE plpgsql VOLATILE {HEAD} $$
DECLARE
  asked record;
  room integer;
BEGIN
  SELECT r.id, r.offer_id INTO asked FROM {ASKED} r
    WHERE r.id = which AND r.withdrawn_at IS NULL AND r.verdict = '' AND plans_offers_place(r.offer_id) FOR UPDATE;
  IF asked.id IS NULL OR said NOT IN ('yes', 'no') OR length(told) > 500 THEN
    RETURN 'gone';
  END IF;
  SELECT o.places INTO room FROM capacity_offer o WHERE o.id = asked.offer_id FOR UPDATE;
  IF said = 'yes' AND room <= (SELECT count(*) FROM {ASKED} r
      WHERE r.offer_id = asked.offer_id AND r.withdrawn_at IS NULL AND r.verdict = 'yes') THEN
    RETURN 'full';
  END IF;
  UPDATE {ASKED} SET verdict = said, first_day = CASE WHEN said = 'yes' THEN starts END, line = told,
    answered_at = eenplan_now(), answered_by_id = eenplan_actor() WHERE id = which;
  RETURN 'kept';
END $$;

-- What it brought, in the partner's words, for the coach: in the plan it comes by the coach and the family alone (rule 24).
CREATE FUNCTION plans_place_brought(which uuid, told text) RETURNS boolean LANGUAGE plpgsql VOLATILE {HEAD} $$
BEGIN
  UPDATE {ASKED} SET brought = told, brought_at = eenplan_now()
    WHERE id = which AND verdict = 'yes' AND withdrawn_at IS NULL AND brought = '' AND length(told) BETWEEN 1 AND 1000
      AND first_day <= eenplan_today() AND plans_offers_place({ASKED}.offer_id);
  RETURN FOUND;
END $$;

-- Which family it was about, for the audit of whoever answered.
CREATE FUNCTION plans_family_of_place(which uuid) RETURNS uuid LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN (SELECT r.family_id FROM {ASKED} r WHERE r.id = which AND plans_offers_place(r.offer_id));
END $$;
"""
FORGET = """
DROP FUNCTION plans_family_of_place(uuid), plans_place_brought(uuid, text), plans_answer_place(uuid, text, date, text),
  plans_places_taken(uuid[]), plans_places_asked(), plans_offers_place(uuid);
"""
TEAM = "(SELECT eenplan_role()) IN ('coach', 'intake', 'coordinator')"
# A scalar question, where EXISTS is planned twice (see `core.fence.see_item_once`).
SEEN = f"(SELECT true FROM families_item i WHERE i.id = {ASKED}.help_id)"
COACH = "(SELECT eenplan_role()) = 'coach' AND eenplan_writes(family_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("capacity", "0005_weeks_between_checks"),
        ("core", "0005_addresses_stay"),
        ("families", "0031_queue"),
        ("plans", "0033_left_at_the_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "verdict",
                    models.CharField(
                        blank=True, choices=[("yes", "er is plaats"), ("no", "het kan niet")], max_length=5
                    ),
                ),
                ("first_day", models.DateField(null=True)),
                ("line", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("brought", models.CharField(blank=True, max_length=1000)),
                ("brought_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
                (
                    "asked_by",
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
                    "help",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="plans.help"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="capacity.offer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["offer"], name="plans_place_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), models.Q(("verdict", "no"), _negated=True)
                        ),
                        fields=("help", "offer"),
                        name="plans_place_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("brought", ""),
                                ("first_day__isnull", True),
                                ("verdict", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("first_day__isnull", False),
                                ("verdict", "yes"),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("brought", ""),
                                ("first_day__isnull", True),
                                ("verdict", "no"),
                            ),
                            _connector="OR",
                        ),
                        name="plans_place_answered_whole",
                    ),
                ],
            },
        ),
        FENCE.of_the_same_family(ASKED, "help_id", "plans_help", "item_id"),
        migrations.RunSQL(PARTNER, FORGET),
        # The coach asks and takes back; what the partner says comes by the functions alone.
        fence(
            ASKED,
            see=f"{TEAM} AND {SEEN}",
            add=f"{COACH} AND asked_by_id = (SELECT eenplan_actor()) AND verdict = '' AND {SEEN}"
            f" AND EXISTS (SELECT 1 FROM capacity_offer o WHERE o.id = {ASKED}.offer_id AND o.kind = 'short'"
            " AND o.partnership_id = (SELECT eenplan_partnership()))",
            change=COACH,
            privileges="SELECT, INSERT, UPDATE (withdrawn_at, taken_at)",
        ),
    ]
