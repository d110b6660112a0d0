"""The audit takes rows and never gives them up; the database adds order, salt and commitment."""

from django.db import migrations

from eenplan.core.fence import append_only, fence

COMMIT = """
ALTER TABLE audit_entry
  ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN salt bytea NOT NULL DEFAULT ''::bytea,
  ADD COLUMN commitment bytea NOT NULL DEFAULT ''::bytea;
CREATE UNIQUE INDEX audit_entry_sequence ON audit_entry (sequence);
CREATE INDEX audit_entry_families ON audit_entry USING gin (families);
CREATE FUNCTION eenplan_commit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  NEW.commitment := sha256(NEW.salt || convert_to(
    concat_ws('|', NEW.id, extract(epoch FROM NEW.at), NEW.kind, NEW.what, NEW.actor_id, NEW.role,
      coalesce(NEW.partnership_id::text, ''), coalesce(NEW.organisation_id::text, ''), NEW.purpose,
      array_to_string(NEW.families, ','), coalesce(NEW.subject_id::text, '')), 'UTF8'));
  RETURN NEW;
END $$;
CREATE TRIGGER commit_entry BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION eenplan_commit_entry();
"""

UNCOMMIT = """
DROP TRIGGER commit_entry ON audit_entry;
DROP FUNCTION eenplan_commit_entry();
ALTER TABLE audit_entry DROP COLUMN sequence, DROP COLUMN salt, DROP COLUMN commitment;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0002_fence")]

    operations = [
        migrations.RunSQL(COMMIT, UNCOMMIT),
        append_only("audit_entry"),
        # Nobody signs with another's name, and the web reads nothing back.
        fence(
            "audit_entry",
            see="false",
            add="actor_id = (SELECT eenplan_actor())",
            change="false",
            privileges="INSERT",
        ),
        fence(
            "audit_event",
            see="false",
            add="(SELECT eenplan_actor()) IS NOT NULL",
            change="false",
            privileges="INSERT",
        ),
    ]
