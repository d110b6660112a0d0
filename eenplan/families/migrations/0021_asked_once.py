"""Which families are within reach is asked once per query where they are few, and by an index where they are a team's.

What is shown stays what it was: `eenplan_reaches`, `eenplan_sees_item` and `eenplan_knows_person` are the rule, and are
asked of every row for which the short way gives no answer. `tests/house/test_fence_once.py` holds the two together.
"""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import asking_once, grant, see_item_once, see_once

HEAD = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"


def answered(coach: str = "") -> str:
    """The families for which whoever acts answers, where they are few. The plans room adds who the coach is."""
    return f"""
CREATE OR REPLACE FUNCTION eenplan_answered() RETURNS uuid[] {HEAD} $$
BEGIN
  CASE eenplan_role(){coach}
  WHEN 'public_form' THEN
    RETURN ARRAY[eenplan_family()];
  ELSE
    RETURN '{{}}';
  END CASE;
END $$;
"""


def of_young_adults(plans: str = "") -> str:
    """`eenplan_of_young_adult` for all pieces at once; the plans room adds those that plans are about."""
    return f"""
CREATE OR REPLACE FUNCTION eenplan_of_young_adults() RETURNS uuid[] {HEAD} $$
DECLARE
  grown uuid[] := ARRAY(SELECT y.id FROM families_person y
    WHERE y.family_id = eenplan_family() AND y.role = 'child' AND y.actor_id IS DISTINCT FROM eenplan_actor()
      AND eenplan_today() >= eenplan_birthday(y.birth_date,
        (SELECT consent_term('of_age_from', eenplan_today()))));
BEGIN
  IF grown = '{{}}' THEN
    RETURN grown;
  END IF;
  RETURN ARRAY(SELECT a.item_id FROM families_itemabout a WHERE a.person_id = ANY (grown){plans});
END $$;
"""


LISTS = f"""
-- The team at whose desk whoever acts works (intake and coordinator who hold the role today); null for everybody else.
CREATE FUNCTION eenplan_my_team() RETURNS uuid {HEAD} $$
BEGIN
  RETURN CASE WHEN eenplan_role() IN ('intake', 'coordinator') AND eenplan_holds_role() THEN eenplan_partnership() END;
END $$;

-- The families of that team: too many to list, so that a row is looked up. A barrier, and it holds nothing but ids.
CREATE VIEW eenplan_team WITH (security_barrier = true) AS
SELECT r.family_id AS family FROM families_responsibility r
WHERE r.partnership_id = (SELECT eenplan_my_team()) AND r.period @> eenplan_today();

-- Few families, so that a query lists them once: those for which whoever acts answers (coach, public form) …
{answered()}
-- … and those within their reach: also by a card, and for a coach in an emergency.
CREATE FUNCTION eenplan_reached() RETURNS uuid[] {HEAD} $$
BEGIN
  CASE eenplan_role()
  WHEN 'coach' THEN
    IF coalesce(current_setting('eenplan.purpose', true), '') <> 'emergency' THEN
      RETURN eenplan_answered();
    END IF;
    RETURN eenplan_answered() || ARRAY(SELECT e.family_id FROM consent_emergencyaccess e
      WHERE e.actor_id = eenplan_actor() AND eenplan_holds_role() AND eenplan_has_emergency(e.family_id));
  WHEN 'family_member' THEN
    RETURN ARRAY(SELECT eenplan_family() WHERE eenplan_reaches(eenplan_family(), false));
  ELSE
    RETURN eenplan_answered();
  END CASE;
END $$;

-- Files of which whoever acts sees every piece: the coach's, while nobody looks along.
CREATE FUNCTION eenplan_opened() RETURNS uuid[] {HEAD} $$
BEGIN
  IF eenplan_role() IN ('coach', 'public_form') AND eenplan_together() = '' THEN
    RETURN eenplan_reached();
  END IF;
  RETURN '{{}}';
END $$;

-- Files of which whoever acts sees every piece that is released, save those of young adults: their own family's.
CREATE FUNCTION eenplan_released() RETURNS uuid[] {HEAD} $$
BEGIN
  IF eenplan_role() = 'family_member' AND eenplan_together() = ''
      AND coalesce(current_setting('eenplan.purpose', true), '') <> 'own_file' THEN
    RETURN eenplan_reached();
  END IF;
  RETURN '{{}}';
END $$;
{of_young_adults()}
"""
FORGET = """
DROP FUNCTION eenplan_of_young_adults(), eenplan_released(), eenplan_opened(), eenplan_reached(), eenplan_answered();
DROP VIEW eenplan_team;
DROP FUNCTION eenplan_my_team();
"""

# Nothing asks these since 0012.
UNASKED = "DROP FUNCTION eenplan_sees_labels(boolean, uuid), eenplan_is_expected(uuid);"
REACH: str = import_module("eenplan.families.migrations.0002_fence").REACH
START = REACH.index("CREATE FUNCTION eenplan_sees_labels")
EXPECTED: str = import_module("eenplan.families.migrations.0003_expected").EXPECTED
ASKED = REACH[START : REACH.index("$$;", START) + 3] + EXPECTED.partition("ALTER POLICY")[0]

# The address of a home stays with that home: the own file of a youngster leaves it out by itself (rule 33).
BEFORE: str = import_module("eenplan.families.migrations.0018_shares_ahead").NOW[0]
NOW = BEFORE.replace(
    "AND NOT (third_party OR court OR agogic) AND (NOT confidential OR coalesce(teller = who, false))\n      AND (NOT health",
    "AND NOT (third_party OR court OR agogic) AND (NOT confidential OR coalesce(teller = who, false))\n"
    "      AND NOT (kind = 'contact_detail' AND EXISTS (SELECT 1 FROM families_contactdetail d\n"
    "        WHERE d.item_id = item AND d.home_id IS NOT NULL))\n      AND (NOT health",
)
assert NOW != BEFORE  # noqa: S101 (the rule of 0018 reads as it did)

CONSENT = import_module("eenplan.families.migrations.0012_who_sees_what")
HOLDS, TEAM, OWN_CARD, ME = CONSENT.HOLDS, CONSENT.TEAM, CONSENT.OWN_CARD, CONSENT.ME
OF_A_SHARE = "EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = consent_grantabout.grant_id)"
ALONE = "eenplan_together() = ''"
ITEM = (
    "family_id = ANY ((SELECT eenplan_opened())::uuid[])"
    " OR (released_to_all AND family_id = ANY ((SELECT eenplan_released())::uuid[])"
    " AND id <> ALL ((SELECT eenplan_of_young_adults())::uuid[]))"
    f" OR (NOT (confidential OR health) AND {ALONE}"
    " AND (SELECT true FROM eenplan_team o WHERE o.family = family_id))"
    f" OR eenplan_sees_item({CONSENT.LABELS})"
)
PERSON = f"eenplan_knows_person(id, family_id, {HOLDS})"
SHARED = f"OR eenplan_is_shown(family_id, {HOLDS})"


def see(table: str, now: str, before: str) -> migrations.RunSQL:
    """Ask more before the rule itself is asked."""
    return migrations.RunSQL(
        f"ALTER POLICY see ON {table} USING ({now})", f"ALTER POLICY see ON {table} USING ({before})"
    )


class Migration(migrations.Migration):
    dependencies = [("families", "0020_national_numbers")]

    operations = [
        migrations.RunSQL(LISTS, FORGET),
        grant("eenplan_team", "SELECT"),
        migrations.RunSQL(UNASKED, ASKED),
        migrations.RunSQL(NOW, BEFORE),
        see("families_item", asking_once(ITEM), f"eenplan_sees_item({CONSENT.LABELS})"),
        see("families_person", asking_once(f"(eenplan_reaches(family_id) AND {ALONE}) OR {PERSON}"), PERSON),
        see_once("families_family", f"eenplan_reaches(id) OR eenplan_is_shown(id, {HOLDS})"),
        see_once("families_responsibility", f"eenplan_reaches(family_id) {SHARED}"),
        *[
            see_once(f"families_{name}", "eenplan_reaches(family_id)")
            for name in ("searchkey", "tie", "matchkey", "takenin")
        ],
        see_once(
            "families_entrance",
            "(actor_id = (SELECT eenplan_actor()) AND eenplan_reaches(family_id)) OR eenplan_writes(family_id)",
        ),
        see_once("families_card", "eenplan_writes(family_id) OR code_hash = (SELECT eenplan_card())"),
        see_once(
            "families_correction", "eenplan_writes(family_id) AND (SELECT eenplan_role()) <> 'public_form'"
        ),
        *[
            see_item_once(f"families_{name}")
            for name in ("itemabout", "words", "contactdetail", "contact", "home", "attachment")
        ],
        see_item_once("families_contactparticipant", item="contact_id"),
        see_item_once("families_residence", item="home_id"),
        see_item_once(
            "families_attachmentcontent",
            item="attachment_id",
            more=" AND (SELECT eenplan_role()) <> 'public_form'",
        ),
        see_once(
            "consent_grant", f"({TEAM}) OR consent_is_mine(id) OR ('grant:' || id) IN ({CONSENT.MY_SHARE})"
        ),
        see("consent_grantabout", asking_once(f"({TEAM}) OR {OF_A_SHARE}"), OF_A_SHARE),
        see_once(
            "consent_answer",
            f"({TEAM}) OR ({OWN_CARD} AND consent_is_mine(grant_id)) OR ({OWN_CARD} AND {ME})",
        ),
        see_once("consent_capability", TEAM),
        see_once("consent_knowndisagreement", TEAM),
        see_once(
            "consent_trustedperson",
            f"({TEAM}) OR ({OWN_CARD} AND {ME}) OR actor_id = (SELECT eenplan_actor())",
        ),
        see_once(
            "consent_emergencyaccess",
            f"actor_id = (SELECT eenplan_actor()) OR ({TEAM}) OR ((SELECT eenplan_role()) = 'coordinator'"
            " AND partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_holds_role()))",
        ),
    ]
