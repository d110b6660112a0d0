"""A worker's name or employer that was written down wrong is mended; an organisation that stops leaves nothing running."""

from django.db import migrations

from eenplan.core.fence import grant

MENDED = """
-- Through the product only who keeps a team of theirs mends the name or the employer of a worker.
CREATE FUNCTION network_worker_is_mended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'eenplan_web' AND (NEW.name <> OLD.name OR NEW.organisation_id <> OLD.organisation_id)
    AND NOT network_keeps_worker(OLD.id) THEN
    RAISE EXCEPTION 'worker % is not theirs to mend', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'network_worker_is_mended';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER network_worker_is_mended BEFORE UPDATE OF name, organisation_id ON network_staffmember
  FOR EACH ROW EXECUTE FUNCTION network_worker_is_mended();
"""
ENDED = """
-- After its last day an organisation is nobody's partner and nobody works for it.
CREATE FUNCTION network_organisation_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which uuid; ends date;
BEGIN
  which := CASE TG_TABLE_NAME
    WHEN 'network_organisation' THEN (to_jsonb(NEW) ->> 'id')::uuid
    WHEN 'network_assignment' THEN
      (SELECT s.organisation_id FROM network_staffmember s WHERE s.id = (to_jsonb(NEW) ->> 'staff_member_id')::uuid)
    ELSE (to_jsonb(NEW) ->> 'organisation_id')::uuid END;
  SELECT upper(o.period) INTO ends FROM network_organisation o WHERE o.id = which;
  IF ends IS NOT NULL AND (
    EXISTS (SELECT 1 FROM network_organisationpartnership p
      WHERE p.organisation_id = which AND coalesce(upper(p.period), 'infinity') > ends)
    OR EXISTS (SELECT 1 FROM network_assignment a JOIN network_staffmember s ON s.id = a.staff_member_id
      WHERE s.organisation_id = which AND coalesce(upper(a.period), 'infinity') > ends)
  ) THEN
    RAISE EXCEPTION 'organisation % is not there any more', which
      USING ERRCODE = 'check_violation', CONSTRAINT = 'network_organisation_is_there';
  END IF;
  RETURN NULL;
END $$;
"""
WATCHED = {
    "network_organisation": "UPDATE OF period",
    "network_organisationpartnership": "INSERT OR UPDATE OF period",
    "network_assignment": "INSERT OR UPDATE OF period",
    "network_staffmember": "UPDATE OF organisation_id",
}
PAST = """
CREATE TRIGGER network_past_stays BEFORE UPDATE OF period ON network_organisation
  FOR EACH ROW EXECUTE FUNCTION network_past_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0016_steering_and_research")]

    operations = [
        migrations.RunSQL(
            MENDED,
            "DROP TRIGGER network_worker_is_mended ON network_staffmember;"
            " DROP FUNCTION network_worker_is_mended();",
        ),
        grant("network_staffmember", "UPDATE (name, organisation_id)"),
        migrations.RunSQL(ENDED, "DROP FUNCTION network_organisation_is_there()"),
        *[
            migrations.RunSQL(
                f"CREATE CONSTRAINT TRIGGER network_organisation_is_there AFTER {when} ON {table}"
                " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                " EXECUTE FUNCTION network_organisation_is_there()",
                f"DROP TRIGGER network_organisation_is_there ON {table}",
            )
            for table, when in WATCHED.items()
        ],
        migrations.RunSQL(PAST, "DROP TRIGGER network_past_stays ON network_organisation"),
    ]
