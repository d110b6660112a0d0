"""What a partner offers bridges a wait: an offer that goes on all along, or the place that was asked and given in a short one."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from eenplan.core.fence import WEB_ROLE

FENCE = import_module("eenplan.plans.migrations.0002_fence")
WAITS = import_module("eenplan.plans.migrations.0028_waits")
HEAD: str = WAITS.HEAD

# Help that starts ends what bridged it; a short offer ended on its own last day, if that came first.
ENDS_BEFORE = """
CREATE OR REPLACE FUNCTION plans_end_bridges() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
DECLARE
  which uuid := coalesce(to_jsonb(NEW) ->> 'item_id', to_jsonb(NEW) ->> 'id')::uuid;
BEGIN
  UPDATE plans_bridge SET until = greatest(from_on, {LAST})
  WHERE help_id = which AND until IS NULL;
  RETURN NULL;
END $$;
"""
OVER = "coalesce((to_jsonb(NEW) ->> 'started_on')::date, eenplan_today())"
LAST = f"least({OVER}, (SELECT o.last_day FROM capacity_offer o WHERE o.id = plans_bridge.offer_id))"

PLACES = f"""
-- A place bridges the wait for which it was asked, once it was given, from the day that the partner said.
CREATE FUNCTION plans_bridge_of_a_place() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM plans_placerequest r WHERE r.id = NEW.place_id AND r.help_id = NEW.help_id
      AND r.offer_id = NEW.offer_id AND r.verdict = 'yes' AND r.withdrawn_at IS NULL AND r.first_day = NEW.from_on) THEN
    RAISE EXCEPTION 'a place bridges the wait for which it was given'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plans_bridge_of_a_place';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER bridge_of_a_place BEFORE INSERT ON plans_bridge FOR EACH ROW
  WHEN (NEW.place_id IS NOT NULL) EXECUTE FUNCTION plans_bridge_of_a_place();

-- A place that goes back bridges no more; what had still to begin, never did.
CREATE FUNCTION plans_place_goes_back() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  DELETE FROM plans_bridge WHERE place_id = NEW.id AND until IS NULL AND from_on > eenplan_today();
  UPDATE plans_bridge SET until = greatest(from_on, least(eenplan_today(),
      (SELECT o.last_day FROM capacity_offer o WHERE o.id = plans_bridge.offer_id)))
    WHERE place_id = NEW.id AND until IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER place_goes_back AFTER UPDATE OF withdrawn_at ON plans_placerequest FOR EACH ROW
  WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION plans_place_goes_back();
"""
FORGET = """
DROP TRIGGER place_goes_back ON plans_placerequest;
DROP TRIGGER bridge_of_a_place ON plans_bridge;
DROP FUNCTION plans_place_goes_back(), plans_bridge_of_a_place();
"""
# As `fence_item_table` has it, and what is offered is offered here.
OWN = (
    "EXISTS (SELECT 1 FROM families_item i WHERE i.id = plans_bridge.help_id AND i.family_id = plans_bridge.family_id)"
    " AND eenplan_writes(family_id, (SELECT eenplan_holds_role()))"
)
HERE = (
    " AND (offer_id IS NULL OR EXISTS (SELECT 1 FROM capacity_offer o WHERE o.id = plans_bridge.offer_id"
    " AND o.partnership_id = (SELECT eenplan_partnership())))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("capacity", "0005_weeks_between_checks"),
        ("families", "0030_invitations"),
        ("plans", "0035_not_safe"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="bridge", name="plans_bridge_is_something"),
        migrations.AddField(
            model_name="bridge",
            name="offer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="capacity.offer",
            ),
        ),
        migrations.AddField(
            model_name="bridge",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bridges",
                to="plans.placerequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("piece__isnull", False),
                    ("words__isnull", False),
                    ("offer__isnull", False),
                    _connector="OR",
                ),
                name="plans_bridge_is_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offer__isnull", True), ("place__isnull", True)),
                    models.Q(("kind", "partner"), ("offer__isnull", False), ("piece__isnull", True)),
                    _connector="OR",
                ),
                name="plans_bridge_of_a_partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="bridge",
            constraint=models.UniqueConstraint(fields=("place",), name="plans_bridge_of_place_once"),
        ),
        FENCE.of_the_same_family("plans_bridge", "place_id", "plans_placerequest", "id"),
        migrations.RunSQL(ENDS_BEFORE.format(HEAD=HEAD, LAST=LAST), ENDS_BEFORE.format(HEAD=HEAD, LAST=OVER)),
        migrations.RunSQL(PLACES, FORGET),
        migrations.RunSQL(
            f"ALTER POLICY add ON plans_bridge TO {WEB_ROLE} WITH CHECK ({OWN}{HERE})",
            f"ALTER POLICY add ON plans_bridge TO {WEB_ROLE} WITH CHECK ({OWN})",
        ),
    ]
