"""National numbers, encrypted and behind a fence of their own; which of the server's secrets a card's hash is of."""

import django.db.models.deletion
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

# The match key follows the number wherever it goes: also when its family is taken in by another.
KEEP_KEY = """
CREATE FUNCTION families_national_key() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM families_matchkey k WHERE k.family_id = OLD.family_id AND k.kind = 'national' AND k.key = OLD.lookup
      AND NOT EXISTS (SELECT 1 FROM families_nationalnumber n
                      WHERE n.family_id = OLD.family_id AND n.lookup = OLD.lookup);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO families_matchkey (id, family_id, kind, key)
    VALUES (gen_random_uuid(), NEW.family_id, 'national', NEW.lookup) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_key AFTER INSERT OR UPDATE OR DELETE ON families_nationalnumber
  FOR EACH ROW EXECUTE FUNCTION families_national_key();
CREATE TRIGGER same_family_person BEFORE INSERT OR UPDATE ON families_nationalnumber
  FOR EACH ROW EXECUTE FUNCTION eenplan_same_family('person_id');
"""

# A card that was found under a hash of before gets one of today, by whoever has its code and PIN in hand.
RENEW_CARD = """
CREATE FUNCTION families_renew_card(renewed text, renewed_key text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE families_card SET code_hash = renewed, key_id = renewed_key
  WHERE code_hash = eenplan_card() AND revoked_at IS NULL
$$;
REVOKE ALL ON FUNCTION families_renew_card(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION families_renew_card(text, text) TO eenplan_web;
"""

WHO = "eenplan_writes(family_id) AND (SELECT eenplan_role()) IN ('coach', 'intake')"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_signed_in"), ("families", "0019_ways_in")]

    operations = [
        migrations.AddField(
            model_name="card", name="key_id", field=models.CharField(default="", max_length=8)
        ),
        migrations.AlterField(
            model_name="matchkey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "naam en geboortedatum"),
                    ("phone", "telefoonnummer"),
                    ("email", "e-mailadres"),
                    ("home", "familienaam en adres"),
                    ("national", "rijksregisternummer"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="NationalNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("lookup", models.CharField(max_length=64)),
                ("key_id", models.CharField(db_index=True, max_length=8)),
                ("reason", models.TextField()),
                ("noted_at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.actor"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="families_national_number_has_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            KEEP_KEY,
            "DROP TRIGGER same_family_person ON families_nationalnumber;"
            " DROP TRIGGER keep_key ON families_nationalnumber; DROP FUNCTION families_national_key()",
        ),
        migrations.RunSQL(RENEW_CARD, "DROP FUNCTION families_renew_card(text, text)"),
        fence("families_nationalnumber", see=WHO, add=WHO, change=WHO, privileges="SELECT, INSERT, DELETE"),
    ]
