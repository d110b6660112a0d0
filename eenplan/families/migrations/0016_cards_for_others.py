"""A card for a trusted person, or for somebody outside the network with whom something was shared."""

import django.db.models.deletion
from django.db import migrations, models

TIES = """
ALTER TABLE families_card ADD CONSTRAINT families_card_trusted_fk FOREIGN KEY (trusted_person_id)
  REFERENCES consent_trustedperson ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE families_card ADD CONSTRAINT families_card_share_fk FOREIGN KEY (grant_id)
  REFERENCES consent_grant ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION families_card_of_same_family() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM consent_trustedperson t WHERE t.id = NEW.trusted_person_id AND t.family_id <> NEW.family_id)
      OR EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = NEW.grant_id
        AND (g.family_id <> NEW.family_id OR g.recipient_kind <> 'outside')) THEN
    RAISE EXCEPTION 'the card is for somebody of another family'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'families_card_same_family';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER same_family BEFORE INSERT OR UPDATE OF family_id, trusted_person_id, grant_id ON families_card
  FOR EACH ROW EXECUTE FUNCTION families_card_of_same_family();
"""
UNTIE = """
DROP TRIGGER same_family ON families_card;
DROP FUNCTION families_card_of_same_family();
ALTER TABLE families_card DROP CONSTRAINT families_card_share_fk, DROP CONSTRAINT families_card_trusted_fk;
"""


class Migration(migrations.Migration):
    dependencies = [("families", "0015_emergency")]

    operations = [
        migrations.AlterField(
            "card",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="families.person",
            ),
        ),
        migrations.AddField("card", "trusted_person_id", models.UUIDField(null=True)),
        migrations.AddField("card", "grant_id", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "card",
            models.UniqueConstraint(
                fields=["actor"],
                condition=models.Q(revoked_at__isnull=True),
                name="families_one_card_an_actor",
            ),
        ),
        migrations.AddConstraint(
            "card",
            models.CheckConstraint(
                condition=models.Q(
                    person__isnull=False, trusted_person_id__isnull=True, grant_id__isnull=True
                )
                | models.Q(person__isnull=True, trusted_person_id__isnull=False, grant_id__isnull=True)
                | models.Q(person__isnull=True, trusted_person_id__isnull=True, grant_id__isnull=False),
                name="families_card_of_one",
            ),
        ),
        migrations.RunSQL(TIES, UNTIE),
    ]
