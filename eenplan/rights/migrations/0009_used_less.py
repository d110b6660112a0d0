"""What somebody asked not to use, and got, is kept and not shown to others (GDPR art. 18 and 21).

It is judged where shares are judged: in `eenplan_shows`, below every screen, paper and preview. Nothing of it is kept
beside the request, its decision and when that was lifted.
"""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import asking_once, fence

HEAD = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

USED_LESS = f"""
-- Whom a request not to use something still holds for: an accepted restriction, or an accepted objection about a piece,
-- until the day on which it is lifted. An objection about no piece ended shares, and holds by that.
CREATE FUNCTION rights_in_force(request uuid, kind text, piece uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN (kind = 'restriction' OR (kind = 'objection' AND piece IS NOT NULL))
    AND EXISTS (SELECT 1 FROM rights_decision d WHERE d.request_id = request AND d.outcome = 'accepted')
    AND NOT EXISTS (SELECT 1 FROM rights_lifting l WHERE l.request_id = request AND l.lifts_on <= eenplan_today());
END $$;

-- Whether anything of a family is to be used less.
CREATE FUNCTION rights_holds_back(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM rights_request r
    WHERE r.family_id = family AND r.kind IN ('restriction', 'objection') AND rights_in_force(r.id, r.kind, r.item_id));
END $$;

-- About whom a piece is: also whose phone number it is, and who comes to a conversation.
CREATE FUNCTION rights_about(item uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN QUERY SELECT a FROM eenplan_about(item) a
    UNION SELECT d.person_id FROM families_contactdetail d WHERE d.item_id = item AND d.person_id IS NOT NULL
    UNION SELECT c.person_id FROM families_contactparticipant c WHERE c.contact_id = item AND c.person_id IS NOT NULL;
END $$;

-- Whether a piece is to be used less: it was asked about that very piece, or by somebody about all that is theirs: what
-- they told, what is about them, what is about the whole family.
CREATE FUNCTION rights_used_less(item uuid, family uuid, teller uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM rights_request r
    WHERE r.family_id = family AND r.kind IN ('restriction', 'objection') AND rights_in_force(r.id, r.kind, r.item_id)
      AND (r.item_id = item OR (r.item_id IS NULL AND (r.person_id = teller
        OR r.person_id IN (SELECT rights_about(item)) OR NOT EXISTS (SELECT 1 FROM rights_about(item))))));
END $$;

-- The same for pages of the plan: lower rooms ask it by the piece that they show.
CREATE FUNCTION eenplan_used_less(item uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 1000 {HEAD} $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM families_item i
    WHERE i.id = item AND rights_holds_back(i.family_id) AND rights_used_less(i.id, i.family_id, i.from_whom_id));
END $$;

-- Whether a viewer (see `eenplan_shows`) goes without a piece that is to be used less: everybody but those of the family
-- whom it concerns. That is who asked it, told it, wrote it or whom it is about, and who decides for such a child.
CREATE FUNCTION rights_withheld(viewer text, item uuid, family uuid, author uuid, teller uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
DECLARE
  who uuid := nullif(split_part(viewer, ':', 2), '')::uuid;
BEGIN
  IF NOT rights_holds_back(family) OR NOT rights_used_less(item, family, teller) THEN
    RETURN false;
  ELSIF split_part(viewer, ':', 1) NOT IN ('person', 'own_file') THEN
    RETURN true;
  END IF;
  RETURN NOT (coalesce(teller = who, false)
    OR EXISTS (SELECT 1 FROM families_person p WHERE p.id = who AND p.actor_id = author)
    OR NOT EXISTS (SELECT 1 FROM rights_about(item))
    OR EXISTS (SELECT 1 FROM rights_about(item) a
      WHERE a = who OR (consent_stage(a, eenplan_today()) = 'child' AND who IN (SELECT consent_holders(a, eenplan_today()))))
    OR EXISTS (SELECT 1 FROM rights_request r WHERE r.family_id = family AND r.item_id = item AND r.person_id = who
      AND rights_in_force(r.id, r.kind, r.item_id)));
END $$;

-- The families of which something is to be used less, for the team at whose desk whoever acts works.
CREATE FUNCTION rights_held_back() RETURNS uuid[] LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN ARRAY(SELECT DISTINCT r.family_id FROM rights_request r
    JOIN families_responsibility h ON h.family_id = r.family_id AND h.period @> eenplan_today()
    WHERE h.partnership_id = eenplan_my_team() AND r.kind IN ('restriction', 'objection')
      AND rights_in_force(r.id, r.kind, r.item_id));
END $$;
"""

# The rule of labels goes on under a name of its own; the names that everything asks add what is to be used less.
APART = {
    "eenplan_shows": "eenplan_labels_show",
    "eenplan_sees_item": "eenplan_may_see_item",
    "eenplan_names": "eenplan_share_names",
    "eenplan_released": "eenplan_released_files",
    "plans_shows_series": "plans_labels_show_series",
}
ASKS_FIRST = f"""
CREATE OR REPLACE FUNCTION eenplan_shows(viewer text, item uuid, family uuid, kind text, author uuid, teller uuid,
    released boolean, confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  IF eenplan_labels_show(viewer, item, family, kind, author, teller, released, confidential, third_party, health, court,
      agogic) THEN
    RETURN NOT rights_withheld(viewer, item, family, author, teller);
  END IF;
  RETURN false;
END $$;

-- Once a coach is there, of the family's team only the coach reads what is to be used less, as what is confidential.
CREATE OR REPLACE FUNCTION eenplan_sees_item(item uuid, family uuid, kind text, author uuid, teller uuid, released boolean,
    confidential boolean, third_party boolean, health boolean, court boolean, agogic boolean, holds boolean)
  RETURNS boolean LANGUAGE plpgsql STABLE COST 5000 {HEAD} $$
BEGIN
  IF eenplan_may_see_item(item, family, kind, author, teller, released, confidential, third_party, health, court, agogic,
      holds) IS NOT TRUE THEN
    RETURN false;
  ELSIF eenplan_role() NOT IN ('intake', 'coordinator') OR NOT rights_holds_back(family) THEN
    RETURN true;
  END IF;
  RETURN coalesce(author = eenplan_actor(), false) OR NOT eenplan_is_coached(family) OR eenplan_has_emergency(family)
    OR NOT rights_used_less(item, family, teller);
END $$;

CREATE OR REPLACE FUNCTION eenplan_names(viewer text, person uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN eenplan_share_names(viewer, person, family) AND (split_part(viewer, ':', 1) NOT IN ('grant', 'grant-asked')
    OR NOT EXISTS (SELECT 1 FROM rights_request r WHERE r.family_id = family AND r.person_id = person
      AND r.item_id IS NULL AND r.kind = 'restriction' AND rights_in_force(r.id, r.kind, NULL)));
END $$;

CREATE OR REPLACE FUNCTION eenplan_released() RETURNS uuid[] LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN ARRAY(SELECT f FROM unnest(eenplan_released_files()) f WHERE NOT rights_holds_back(f));
END $$;

CREATE OR REPLACE FUNCTION plans_shows_series(viewer text, series uuid, only_count boolean) RETURNS boolean
  LANGUAGE plpgsql STABLE {HEAD} $$
BEGIN
  RETURN plans_labels_show_series(viewer, series, only_count) AND NOT EXISTS (SELECT 1 FROM families_item i
    WHERE i.id = series AND rights_withheld(viewer, i.id, i.family_id, i.author_id, i.from_whom_id));
END $$;
"""
# Under the one name what stands under the other: whatever has asked for a function goes on asking for that very one.
COPY = """
DO $do$ BEGIN
  EXECUTE (SELECT replace(pg_get_functiondef(oid), 'FUNCTION public.{0}(', 'FUNCTION public.{1}(')
    FROM pg_proc WHERE proname = '{0}' AND pronamespace = 'public'::regnamespace);
END $do$;
"""
DROP = """
DO $do$ BEGIN
  EXECUTE (SELECT 'DROP FUNCTION ' || oid::regprocedure FROM pg_proc
    WHERE proname = '{1}' AND pronamespace = 'public'::regnamespace);
END $do$;
"""
ASK = "".join(COPY.format(*pair) for pair in APART.items()) + ASKS_FIRST
FORGET = (
    "".join(COPY.format(new, old) + DROP.format(old, new) for old, new in APART.items())
    + """
DROP FUNCTION rights_held_back(), rights_withheld(text, uuid, uuid, uuid, uuid), eenplan_used_less(uuid),
  rights_used_less(uuid, uuid, uuid), rights_about(uuid), rights_holds_back(uuid), rights_in_force(uuid, text, uuid);
"""
)

# A piece of a file in which something is to be used less is judged by the rule itself.
ITEM: str = import_module("eenplan.families.migrations.0021_asked_once").ITEM
TEAM = "(SELECT true FROM eenplan_team o WHERE o.family = family_id)"
assert ITEM.count(TEAM) == 1  # noqa: S101 (the short way of 0021 reads as it did)
SHORTER = ITEM.replace(TEAM, f"family_id <> ALL ((SELECT rights_held_back())::uuid[]) AND {TEAM}")

ONLY_WHAT_HOLDS = f"""
-- Only what was accepted is lifted; what somebody objects to only they lift, or who answers for the family.
CREATE FUNCTION rights_lifts_what_holds() RETURNS trigger LANGUAGE plpgsql {HEAD} $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM rights_request r WHERE r.id = NEW.request_id AND r.family_id = NEW.family_id
      AND rights_in_force(r.id, r.kind, r.item_id)) THEN
    RAISE EXCEPTION 'nothing holds that could be lifted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'rights_lifts_what_holds';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lifts_what_holds BEFORE INSERT ON rights_lifting
  FOR EACH ROW EXECUTE FUNCTION rights_lifts_what_holds();
"""
FORGET_LIFTS = """
DROP TRIGGER lifts_what_holds ON rights_lifting;
DROP FUNCTION rights_lifts_what_holds();
"""
ASKED = "EXISTS (SELECT 1 FROM rights_request r WHERE r.id = rights_lifting.request_id"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("rights", "0008_asked_once"),
        ("families", "0024_shares_judged_last"),
        ("plans", "0020_in_order"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            "Lifting",
            [
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("by_wish", models.BooleanField(default=False)),
                (
                    "told_how",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("own_card", "zelf, met de eigen kaart"),
                            ("table", "hardop, bij de coach"),
                            ("paper", "op papier"),
                        ],
                    ),
                ),
                ("told_on", models.DateField()),
                ("lifts_on", models.DateField()),
                ("recorded_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        "core.Actor", on_delete=django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        "families.Family", on_delete=django.db.models.deletion.CASCADE, related_name="+"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        "rights.Request", on_delete=django.db.models.deletion.CASCADE, related_name="lifting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="rights_lifting_is_told_before",
                        condition=models.Q(lifts_on__gt=models.F("told_on"))
                        | models.Q(by_wish=True, lifts_on__gte=models.F("told_on")),
                    ),
                    models.CheckConstraint(
                        name="rights_lifting_has_reason",
                        condition=models.Q(by_wish=True) | ~models.Q(reason=""),
                    ),
                    models.CheckConstraint(
                        name="rights_lifting_told",
                        condition=models.Q(told_how__in=["own_card", "table", "paper"]),
                    ),
                ]
            },
        ),
        # Few rows: whether anything of a family is to be used less is asked with every piece.
        migrations.AddIndex(
            "request",
            models.Index(
                fields=["family"],
                condition=models.Q(kind__in=["restriction", "objection"]),
                name="rights_request_used_less",
            ),
        ),
        fence(
            "rights_lifting",
            see=f"{ASKED})",
            add=f"decided_by_id = (SELECT eenplan_actor()) AND ((eenplan_writes(family_id) AND {ASKED}))"
            f" OR (by_wish AND told_how = 'own_card' AND {ASKED} AND r.person_id IN"
            " (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor())))))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        migrations.RunSQL(USED_LESS + ASK, FORGET),
        migrations.RunSQL(ONLY_WHAT_HOLDS, FORGET_LIFTS),
        migrations.RunSQL(
            f"ALTER POLICY see ON families_item USING ({asking_once(SHORTER)})",
            f"ALTER POLICY see ON families_item USING ({asking_once(ITEM)})",
        ),
    ]
