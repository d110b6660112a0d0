"""What exclusion constraints cannot prove (coverage, totals, 'at least one'), and what the web may read."""

from django.db import migrations

from eenplan.core.fence import grant

TABLES = [
    "network_assignment",
    "network_crisiscontact",
    "network_lifedomain",
    "network_municipality",
    "network_municipalityzone",
    "network_organisation",
    "network_organisationpartnership",
    "network_partnership",
    "network_partnershipfigure",
    "network_partnershiplineage",
    "network_partnershipname",
    "network_partnershipzone",
    "network_postalcode",
    "network_roletitle",
    "network_staffmember",
    "network_zone",
]

# Since 1 July 2021 Flanders and Brussels are covered without a gap.
COVERAGE = """
CREATE FUNCTION network_zone_is_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
    needed datemultirange;
    covered datemultirange;
BEGIN
    IF TG_TABLE_NAME = 'network_zone' THEN
        checked := NEW.id;
    ELSIF TG_OP = 'INSERT' THEN
        checked := NEW.zone_id;
    ELSE
        checked := OLD.zone_id;
    END IF;
    SELECT datemultirange(period * daterange('2021-07-01', NULL)) INTO needed
    FROM network_zone WHERE id = checked;
    IF needed IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(range_agg(period), '{}'::datemultirange) INTO covered
    FROM network_partnershipzone WHERE zone_id = checked;
    IF NOT covered @> needed THEN
        RAISE EXCEPTION 'zone % has no partnership in %', checked, needed - covered
            USING ERRCODE = 'check_violation', CONSTRAINT = 'network_zone_is_covered';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER network_zone_is_covered AFTER INSERT OR UPDATE ON network_zone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_zone_is_covered();
CREATE CONSTRAINT TRIGGER network_zone_is_covered AFTER INSERT OR UPDATE OR DELETE ON network_partnershipzone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_zone_is_covered();
"""

# Rule 14: at no day more than one full-time share, and never a worker without any dated assignment.
SHARES = """
CREATE FUNCTION network_shares_within_full_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM network_assignment start
        JOIN network_assignment other
            ON other.staff_member_id = start.staff_member_id AND other.period @> lower(start.period)
        WHERE start.staff_member_id = NEW.staff_member_id
        GROUP BY start.id
        HAVING sum(other.share) > 1
    ) THEN
        RAISE EXCEPTION 'worker % is assigned for more than full time', NEW.staff_member_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'network_shares_within_full_time';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER network_shares_within_full_time AFTER INSERT OR UPDATE ON network_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_shares_within_full_time();

CREATE FUNCTION network_staff_is_assigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked uuid;
BEGIN
    IF TG_TABLE_NAME = 'network_staffmember' THEN
        checked := NEW.id;
    ELSE
        checked := OLD.staff_member_id;
    END IF;
    IF EXISTS (SELECT 1 FROM network_staffmember WHERE id = checked)
        AND NOT EXISTS (SELECT 1 FROM network_assignment WHERE staff_member_id = checked)
    THEN
        RAISE EXCEPTION 'worker % has no assignment', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'network_staff_is_assigned';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER network_staff_is_assigned AFTER INSERT ON network_staffmember
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_staff_is_assigned();
CREATE CONSTRAINT TRIGGER network_staff_is_assigned AFTER UPDATE OR DELETE ON network_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_staff_is_assigned();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.RunSQL(
            COVERAGE,
            """
            DROP TRIGGER network_zone_is_covered ON network_partnershipzone;
            DROP TRIGGER network_zone_is_covered ON network_zone;
            DROP FUNCTION network_zone_is_covered();
            """,
        ),
        migrations.RunSQL(
            SHARES,
            """
            DROP TRIGGER network_staff_is_assigned ON network_assignment;
            DROP TRIGGER network_staff_is_assigned ON network_staffmember;
            DROP FUNCTION network_staff_is_assigned();
            DROP TRIGGER network_shares_within_full_time ON network_assignment;
            DROP FUNCTION network_shares_within_full_time();
            """,
        ),
        *[grant(table, "SELECT") for table in TABLES],
    ]
