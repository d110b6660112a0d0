"""The desk is counted and put in order through a view that asks once per query whose desk it is."""

from django.db import migrations, models

from eenplan.core.fence import grant

DESK = """
-- The partnership on whose desk whoever acts now may work; null for everybody else.
CREATE FUNCTION eenplan_desk() RETURNS uuid
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN eenplan_role() IN ('intake', 'coordinator') AND eenplan_holds_role()
    THEN eenplan_partnership() END;
END $$;
"""

# The plans room adds who is the coach: `{coach}`. A barrier, so that no condition of a query runs on a row
# of another desk. Columns that a query does not ask for are not computed.
WAITING = """
CREATE OR REPLACE VIEW referrals_waiting WITH (security_barrier = true) AS
SELECT r.id, r.family_id, r.zone_id, r.state, r.deadline, r.late_since, r.acute_danger, r.urgency, r.referrer_type,
  r.coach_given_at IS NOT NULL AS has_coach,
  (SELECT max(p.birth_date) FROM families_person p
    WHERE p.family_id = r.family_id AND p.role = 'child') AS youngest_born,
  (SELECT min(p.birth_date) FROM families_person p
    WHERE p.family_id = r.family_id AND p.role = 'child') AS oldest_born,
  EXISTS (SELECT 1 FROM families_person p
    WHERE p.family_id = r.family_id AND p.role = 'child' AND p.due_date IS NOT NULL) AS expects,
  {coach} AS coach_id
FROM referrals_referral r
WHERE r.partnership_id = (SELECT eenplan_desk())
  AND (r.state IN ('received', 'taken_up', 'coach_given', 'conversation_planned')
    OR (r.state = 'conversation_held' AND r.coach_given_at IS NULL))
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_index_who_waits")]

    operations = [
        migrations.RemoveIndex(model_name="referral", name="referrals_desk_waiting"),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("received", "taken_up", "coach_given", "conversation_planned")),
                    models.Q(("coach_given_at__isnull", True), ("state", "conversation_held")),
                    _connector="OR",
                ),
                fields=["partnership", "deadline", "id"],
                include=(
                    "state",
                    "late_since",
                    "acute_danger",
                    "zone",
                    "urgency",
                    "referrer_type",
                    "coach_given_at",
                    "family",
                ),
                name="referrals_desk_waiting",
            ),
        ),
        migrations.RunSQL(DESK, "DROP FUNCTION eenplan_desk()"),
        migrations.RunSQL(WAITING.format(coach="NULL::uuid"), "DROP VIEW referrals_waiting"),
        grant("referrals_waiting", "SELECT"),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("family", models.UUIDField(db_column="family_id")),
                ("zone", models.UUIDField(db_column="zone_id")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "ontvangen"),
                            ("taken_up", "opgenomen"),
                            ("coach_given", "heeft een coach"),
                            ("conversation_planned", "gesprek gepland"),
                            ("conversation_held", "gesprek gehouden"),
                            ("ended", "afgerond"),
                        ],
                        max_length=20,
                    ),
                ),
                ("deadline", models.DateField()),
                ("late_since", models.DateField(null=True)),
                ("acute_danger", models.BooleanField(null=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("ordinary", "gewoon"),
                            ("soon", "liefst deze week"),
                            ("today", "vandaag nog"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "referrer_type",
                    models.CharField(
                        choices=[
                            ("family", "het gezin zelf"),
                            ("clb", "centrum voor leerlingenbegeleiding (CLB)"),
                            ("caw", "centrum algemeen welzijnswerk (CAW)"),
                            ("kind_en_gezin", "Kind en Gezin"),
                            ("gp", "huisarts"),
                            ("school", "school"),
                            ("ocmw", "OCMW"),
                            ("cgg", "centrum geestelijke gezondheidszorg (CGG)"),
                            ("ckg", "centrum voor kinderzorg en gezinsondersteuning (CKG)"),
                            ("vaph", "voorziening voor personen met een handicap (VAPH)"),
                            ("youth_help", "jeugdhulpvoorziening"),
                            ("mandated", "ondersteuningscentrum of vertrouwenscentrum (OCJ, VK)"),
                            ("court_service", "sociale dienst van de jeugdrechtbank"),
                            ("crisis", "crisismeldpunt"),
                            ("other", "iemand anders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("has_coach", models.BooleanField()),
                ("youngest_born", models.DateField(null=True)),
                ("oldest_born", models.DateField(null=True)),
                ("expects", models.BooleanField()),
                ("coach", models.UUIDField(db_column="coach_id", null=True)),
            ],
            options={
                "db_table": "referrals_waiting",
                "managed": False,
            },
        ),
    ]
