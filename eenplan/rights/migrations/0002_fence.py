"""Who sees a request and its decision: whoever asked, the team that answers for the family; a privacy officer no word."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import fence

same_family = import_module("eenplan.families.migrations.0002_fence").same_family

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

ME = (
    "(SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"
    " AND person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor()))"
)
# A request about a piece may quote it: of the team only who sees the piece. Never while somebody else looks along.
TEAM = (
    "(SELECT eenplan_role()) IN ('intake', 'coordinator', 'coach') AND (SELECT eenplan_together()) = ''"
    " AND eenplan_writes(family_id)"
    " AND (item_id IS NULL OR EXISTS (SELECT 1 FROM families_item i WHERE i.id = rights_request.item_id))"
)
ASKED = "EXISTS (SELECT 1 FROM rights_request r WHERE r.id = rights_decision.request_id"

OVERVIEW = f"""
-- What a privacy officer reads of the requests of the own partnership: when, by when, how it ended; never who or what.
CREATE FUNCTION rights_requests_here() RETURNS TABLE (
    reference text, family_reference text, kind text, how text, asked_on date, due_on date, outcome text,
    decided_on date) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF NOT eenplan_holds_role() OR eenplan_role() <> 'privacy_officer' THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT r.reference::text, f.reference::text, r.kind::text, r.how::text, r.asked_on, r.due_on,
      d.outcome::text, d.decided_on
    FROM families_responsibility h
    JOIN rights_request r ON r.family_id = h.family_id
    JOIN families_family f ON f.id = r.family_id
    LEFT JOIN rights_decision d ON d.request_id = r.id
    WHERE h.partnership_id = eenplan_partnership() AND h.period @> eenplan_today();
END $$;

-- What was corrected of whoever holds the card, and nobody else.
CREATE FUNCTION rights_corrections_of_mine() RETURNS TABLE (before jsonb, changed_at timestamptz)
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT c.before, c.changed_at FROM families_correction c JOIN families_person p ON p.id = c.person_id
    WHERE eenplan_role() = 'family_member' AND p.actor_id = eenplan_actor() AND p.family_id = eenplan_family()
    ORDER BY c.changed_at DESC, c.id DESC;
END $$;

-- The phone numbers and addresses of whoever holds the card, and nobody else's.
CREATE FUNCTION rights_ways_of_mine() RETURNS TABLE (kind text, value text) LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT d.kind::text, d.value::text FROM families_contactdetail d
    JOIN families_item i ON i.id = d.item_id JOIN families_person p ON p.id = d.person_id
    WHERE eenplan_role() = 'family_member' AND p.actor_id = eenplan_actor() AND p.family_id = eenplan_family()
      AND d.home_id IS NULL AND i.ended_at IS NULL ORDER BY d.item_id;
END $$;

-- A piece of another family, or a person of one, is never asked about; a decision is of its request's family.
CREATE FUNCTION rights_same_family() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF EXISTS (SELECT 1 FROM families_item i
        WHERE i.id = (to_jsonb(NEW)->>'item_id')::uuid AND i.family_id <> NEW.family_id)
      OR EXISTS (SELECT 1 FROM rights_request r
        WHERE r.id = (to_jsonb(NEW)->>'request_id')::uuid AND r.family_id <> NEW.family_id) THEN
    RAISE EXCEPTION 'the row is of another family' USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_same_family';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family BEFORE INSERT ON rights_request FOR EACH ROW EXECUTE FUNCTION rights_same_family();
CREATE TRIGGER same_family BEFORE INSERT ON rights_decision FOR EACH ROW EXECUTE FUNCTION rights_same_family();
"""
FORGET = """
DROP TRIGGER same_family ON rights_decision;
DROP TRIGGER same_family ON rights_request;
DROP FUNCTION rights_same_family(), rights_ways_of_mine(), rights_corrections_of_mine(), rights_requests_here();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_requests"),
        ("plans", "0017_addresses_too"),
        ("consent", "0005_answer_within"),
    ]

    operations = [
        fence(
            "rights_request",
            see=f"({ME}) OR ({TEAM})",
            add=f"recorded_by_id = (SELECT eenplan_actor()) AND (({ME} AND how = 'own_card')"
            " OR (eenplan_writes(family_id) AND how <> 'own_card'))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "rights_decision",
            see=f"{ASKED})",
            # Whoever asks a copy with the own card gets it at once; all else is decided by the team.
            add="decided_by_id = (SELECT eenplan_actor()) AND ((eenplan_writes(family_id) AND"
            f" {ASKED})) OR (outcome = 'given' AND {ASKED} AND r.kind = 'copy' AND r.how = 'own_card')))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        same_family("rights_request", "person_id"),
        migrations.RunSQL(OVERVIEW, FORGET),
    ]
