"""A psychologist says whether there is a place for talks. What they brought is said by the family, never here (rule 39)."""

from importlib import import_module

from django.db import migrations

HEAD: str = import_module("eenplan.plans.migrations.0034_places").HEAD
ASKED: str = import_module("eenplan.plans.migrations.0034_places").ASKED

ANSWERS = f"""
CREATE OR REPLACE FUNCTION plans_offers_place(which uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_role() IN ('partner', 'psychologist') AND EXISTS (SELECT 1 FROM capacity_offer o
    WHERE o.id = which AND capacity_keeps_offers(o.organisation_id, o.partnership_id));
END $$;

-- A psychologist has nothing more to say of a place once the talks began.
CREATE OR REPLACE FUNCTION plans_places_asked() RETURNS TABLE (request_id uuid, offer_id uuid, family_id uuid,
    asked_at timestamptz, note text, verdict text, first_day date, line text, brought text)
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF eenplan_role() NOT IN ('partner', 'psychologist') OR NOT eenplan_holds_role() THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT r.id, r.offer_id, CASE WHEN eenplan_is_shown(r.family_id, true) THEN r.family_id END, r.asked_at,
      r.note::text, r.verdict::text, r.first_day, r.line::text, r.brought::text
    FROM {ASKED} r WHERE r.withdrawn_at IS NULL AND r.verdict <> 'no' AND r.brought = '' AND plans_offers_place(r.offer_id)
      AND (eenplan_role() = 'partner' OR r.first_day IS NULL OR r.first_day > eenplan_today())
    ORDER BY r.asked_at, r.id;
END $$;

CREATE OR REPLACE FUNCTION plans_place_brought(which uuid, told text) RETURNS boolean LANGUAGE plpgsql VOLATILE {HEAD} $$
BEGIN
  UPDATE {ASKED} SET brought = told, brought_at = eenplan_now()
    WHERE id = which AND verdict = 'yes' AND withdrawn_at IS NULL AND brought = '' AND length(told) BETWEEN 1 AND 1000
      AND first_day <= eenplan_today() AND eenplan_role() = 'partner' AND plans_offers_place({ASKED}.offer_id);
  RETURN FOUND;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("capacity", "0006_psychologists_offers"), ("plans", "0036_partners_bridge")]

    operations = [migrations.RunSQL(ANSWERS, reverse_sql=migrations.RunSQL.noop)]
