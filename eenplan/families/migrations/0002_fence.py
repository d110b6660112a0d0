"""Who reaches which family, and what every table of a family's file asks before it shows a row."""

from django.db import migrations

from eenplan.core.fence import fence, fence_family_table, fence_item_table

REACH = """
-- In plpgsql, which keeps its plan: a SQL function that cannot be inlined is planned again for every row
-- (at 10,000 families 0.5 ms a row against 0.03).
CREATE FUNCTION eenplan_holds_role() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
    WHERE a.id = eenplan_assignment() AND s.actor_id = eenplan_actor() AND a.role = eenplan_role()
      AND a.partnership_id = eenplan_partnership() AND a.period @> eenplan_today());
END $$;

-- Whether whoever acts now may reach a family at all. Runs as the owner, so that it sees what it must judge.
-- Its cost is set high so that a list with a limit walks its index and asks for no more rows than it shows.
-- `holds` is eenplan_holds_role(): the same for every row of a query, so that policies ask it once.
CREATE FUNCTION eenplan_reaches(family uuid, holds boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE COST 5000 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  CASE eenplan_role()
  WHEN 'intake', 'coordinator' THEN
    RETURN holds AND EXISTS (SELECT 1 FROM families_responsibility r
      WHERE r.family_id = family AND r.partnership_id = eenplan_partnership() AND r.period @> eenplan_today());
  WHEN 'public_form' THEN
    RETURN family = eenplan_family();
  WHEN 'family_member' THEN
    RETURN family = eenplan_family() AND EXISTS (SELECT 1 FROM families_person p
      JOIN families_card c ON c.person_id = p.id AND c.revoked_at IS NULL
      WHERE p.actor_id = eenplan_actor() AND p.family_id = family);
  ELSE
    RETURN false;
  END CASE;
END $$;

-- Whether whoever acts now may write in it: workers and the form that is creating it.
CREATE FUNCTION eenplan_writes(family uuid, holds boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT eenplan_role() NOT IN ('family_member', 'trusted_person') AND eenplan_reaches(family, holds)
$$;

-- A family that does not exist yet may be begun: its responsibility is written first, then the family.
CREATE FUNCTION eenplan_family_is_new(family uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
  $$ SELECT NOT EXISTS (SELECT 1 FROM families_family f WHERE f.id = family) $$;

-- Workers of the responsible team see every item (later labels narrow this); a family sees what is
-- released to everyone and what it wrote itself.
CREATE FUNCTION eenplan_sees_labels(released boolean, author uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN eenplan_role() IN ('family_member', 'trusted_person')
    THEN released OR author = eenplan_actor() ELSE eenplan_role() IS NOT NULL END
$$;

-- A referral may speak of a person only within that person's own family.
CREATE FUNCTION eenplan_same_family() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE person_family uuid;
BEGIN
  EXECUTE format('SELECT family_id FROM families_person WHERE id = ($1).%I', TG_ARGV[0]) INTO person_family USING NEW;
  IF person_family IS NOT NULL AND person_family <> NEW.family_id THEN
    RAISE EXCEPTION 'the person belongs to another family' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

FORGET = """
DROP FUNCTION eenplan_same_family(), eenplan_sees_labels(boolean, uuid), eenplan_family_is_new(uuid),
  eenplan_writes(uuid, boolean), eenplan_reaches(uuid, boolean), eenplan_holds_role();
"""

# A first conversation that was held had somebody of the family at the table (rule 3).
HELD_WITH_FAMILY = """
CREATE FUNCTION eenplan_held_with_family() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.status = 'held' AND NEW.kind = 'first_conversation' AND NOT EXISTS (
      SELECT 1 FROM families_contactparticipant p WHERE p.contact_id = NEW.item_id) THEN
    RAISE EXCEPTION 'a first conversation is held with somebody of the family' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER held_with_family AFTER INSERT OR UPDATE ON families_contact
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION eenplan_held_with_family();
"""


def same_family(table: str, column: str) -> migrations.RunSQL:
    """Refuse a row whose person stands in another family than the row itself."""
    return migrations.RunSQL(
        f"CREATE TRIGGER same_family_{column} BEFORE INSERT OR UPDATE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('{column}')",
        f"DROP TRIGGER same_family_{column} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("families", "0001_initial"), ("core", "0002_fence")]

    operations = [
        migrations.RunSQL(REACH, FORGET),
        fence("families_family", see="eenplan_reaches(id)", add="eenplan_writes(id)"),
        fence(
            "families_responsibility",
            see="eenplan_reaches(family_id)",
            add="eenplan_family_is_new(family_id) AND (partnership_id = (SELECT eenplan_partnership())"
            " OR family_id = (SELECT eenplan_family()))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence_family_table("families_person"),
        fence_family_table("families_searchkey", privileges="SELECT, INSERT, DELETE"),
        fence(
            "families_item",
            see="eenplan_reaches(family_id) AND eenplan_sees_labels(released_to_all, author_id)",
            add="eenplan_writes(family_id) AND author_id = (SELECT eenplan_actor())",
            change="eenplan_writes(family_id)",
        ),
        fence_item_table("families_itemabout", privileges="SELECT, INSERT, DELETE"),
        fence_item_table("families_words", privileges="SELECT, INSERT"),
        fence_item_table("families_contactdetail"),
        fence_item_table("families_contact"),
        fence_item_table(
            "families_contactparticipant", item="contact_id", privileges="SELECT, INSERT, DELETE"
        ),
        # A card is found by whoever shows its code, before anything behind it is open.
        fence(
            "families_card",
            see="eenplan_writes(family_id) OR code_hash = (SELECT eenplan_card())",
            add="eenplan_writes(family_id)",
            change="eenplan_writes(family_id) OR code_hash = (SELECT eenplan_card())",
        ),
        same_family("families_itemabout", "person_id"),
        same_family("families_words", "speaker_id"),
        same_family("families_item", "from_whom_id"),
        same_family("families_contactdetail", "person_id"),
        same_family("families_contactparticipant", "person_id"),
        same_family("families_card", "person_id"),
        migrations.RunSQL(
            HELD_WITH_FAMILY,
            "DROP TRIGGER held_with_family ON families_contact; DROP FUNCTION eenplan_held_with_family();",
        ),
    ]
