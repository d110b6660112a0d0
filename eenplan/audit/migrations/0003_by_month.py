"""The audit by month: it stays as cheap as on its first day, and still only grows; what the law has end is forgotten."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids
from eenplan.core.fence import fence

COLUMNS = "id, at, kind, what, actor_id, role, partnership_id, organisation_id, purpose, families, subject_id"

FUNCTIONS = """
-- What an entry commits to. The salt makes it say nothing once the salt is gone.
CREATE FUNCTION audit_commitment(salt bytea, id uuid, at timestamptz, kind text, what text, actor uuid, role text,
    partnership uuid, organisation uuid, purpose text, families uuid[], subject uuid)
  RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(salt || convert_to(
    concat_ws('|', id, extract(epoch FROM at), kind, what, actor, role,
      coalesce(partnership::text, ''), coalesce(organisation::text, ''), purpose,
      array_to_string(families, ','), coalesce(subject::text, '')), 'UTF8'));
$$;

CREATE FUNCTION audit_commit_entry() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.sequence := nextval('audit_entry_number');
  NEW.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  NEW.commitment := audit_commitment(NEW.salt, NEW.id, NEW.at, NEW.kind, NEW.what, NEW.actor_id, NEW.role,
    NEW.partnership_id, NEW.organisation_id, NEW.purpose, NEW.families, NEW.subject_id);
  RETURN NEW;
END $$;

-- For every role: nothing is changed or removed, but for forgetting, which takes names away and leaves all else.
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('eenplan.forgetting', true) = 'yes' THEN
    IF NEW.forgotten_on IS NOT NULL AND NEW.salt = ''::bytea AND NEW.subject_id IS NULL
        AND NEW.families <@ OLD.families AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
        AND (NEW.id, NEW.at, NEW.kind, NEW.what, NEW.role, NEW.partnership_id, NEW.organisation_id, NEW.purpose,
             NEW.sequence, NEW.commitment)
          IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.kind, OLD.what, OLD.role, OLD.partnership_id, OLD.organisation_id, OLD.purpose,
             OLD.sequence, OLD.commitment) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'rows of audit_entry are only ever appended' USING ERRCODE = 'restrict_violation';
END $$;

-- A table for each month, from one month to another, both included. A month of which the default holds rows stays there.
CREATE FUNCTION audit_make_partitions(first date, last date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  month date := date_trunc('month', first)::date;
  name text;
  made integer := 0;
  begins timestamptz;
  ends timestamptz;
BEGIN
  WHILE month <= last LOOP
    name := 'audit_entry_' || to_char(month, 'YYYY_MM');
    begins := month::timestamp AT TIME ZONE 'Europe/Brussels';
    ends := (month + interval '1 month')::timestamp AT TIME ZONE 'Europe/Brussels';
    IF to_regclass(name) IS NULL
        AND NOT EXISTS (SELECT 1 FROM audit_entry_other WHERE at >= begins AND at < ends) THEN
      EXECUTE format('CREATE TABLE %I (LIKE audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format(
        'CREATE TRIGGER append_only BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change()',
        name);
      EXECUTE format('ALTER TABLE audit_entry ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, begins, ends);
      made := made + 1;
    END IF;
    month := (month + interval '1 month')::date;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION audit_make_partitions(date, date) FROM PUBLIC;
"""

BY_MONTH = f"""
ALTER TABLE audit_entry RENAME TO audit_entry_before;
DROP TRIGGER commit_entry ON audit_entry_before;
DROP FUNCTION eenplan_commit_entry();
CREATE SEQUENCE audit_entry_number;
CREATE TABLE audit_entry (
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind varchar(5) NOT NULL,
  what varchar(80) NOT NULL,
  actor_id uuid,
  role varchar(20) NOT NULL,
  partnership_id uuid,
  organisation_id uuid,
  purpose varchar(20) NOT NULL,
  families uuid[] NOT NULL,
  subject_id uuid,
  forgotten_on date,
  sequence bigint NOT NULL,
  salt bytea NOT NULL,
  commitment bytea NOT NULL,
  CONSTRAINT audit_entry_of_somebody CHECK (actor_id IS NOT NULL OR forgotten_on IS NOT NULL)
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_entry_number OWNED BY audit_entry.sequence;
CREATE TABLE audit_entry_other PARTITION OF audit_entry DEFAULT;
ALTER TABLE audit_entry_other ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER append_only BEFORE TRUNCATE ON audit_entry_other
  FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change();
SELECT audit_make_partitions(
  coalesce((SELECT min(at) FROM audit_entry_before)::date, eenplan_today()), (eenplan_today() + interval '3 months')::date);
INSERT INTO audit_entry ({COLUMNS}, sequence, salt, commitment)
  SELECT {COLUMNS}, sequence, salt, commitment FROM audit_entry_before ORDER BY sequence;
SELECT setval('audit_entry_number', coalesce((SELECT max(sequence) FROM audit_entry_before), 0) + 1, false);
DROP TABLE audit_entry_before;
ALTER TABLE audit_entry ADD PRIMARY KEY (id, at);
CREATE INDEX audit_entry_sequence ON audit_entry (sequence);
CREATE INDEX audit_entry_at ON audit_entry USING brin (at);
CREATE INDEX audit_entry_families ON audit_entry USING gin (families);
CREATE TRIGGER commit_entry BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_commit_entry();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER append_only BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change();
"""

FORGET = """
-- Takes from the audit what names these families, and these persons or other things by their ids: as whom they looked,
-- and what was looked at. What stays: the day, the role, what was done, and the place in the chain. Gives how many
-- entries it was. Which ones stands in audit_forgetting, under the hash of what it says, and that hash in an entry.
CREATE FUNCTION audit_forget(gone uuid[], ids uuid[], moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  people uuid[];
  hit bigint[];
  named uuid;
BEGIN
  people := ids || array(SELECT DISTINCT e.actor_id FROM audit_entry e WHERE e.families && gone
    AND e.role IN ('family_member', 'trusted_person', 'guest') AND e.actor_id IS NOT NULL);
  hit := array(SELECT e.sequence FROM audit_entry e WHERE e.families && gone OR e.actor_id = ANY (people)
    OR e.subject_id = ANY (ids) ORDER BY e.sequence);
  DELETE FROM audit_event v WHERE v.family_id = ANY (gone) OR v.subject_id = ANY (ids);
  IF cardinality(hit) = 0 THEN
    RETURN 0;
  END IF;
  PERFORM set_config('eenplan.forgetting', 'yes', true);
  UPDATE audit_entry e SET
    families = array(SELECT f FROM unnest(e.families) WITH ORDINALITY AS u(f, n) WHERE f <> ALL (gone) ORDER BY n),
    subject_id = NULL,
    actor_id = CASE WHEN e.actor_id = ANY (people) THEN NULL ELSE e.actor_id END,
    salt = ''::bytea,
    forgotten_on = coalesce(e.forgotten_on, (moment AT TIME ZONE 'Europe/Brussels')::date)
  WHERE e.sequence = ANY (hit);
  PERFORM set_config('eenplan.forgetting', '', true);
  named := audit_forgetting_id(moment, hit);
  INSERT INTO audit_forgetting (id, at, sequences) VALUES (named, moment, hit);
  INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families, subject_id)
    VALUES (gen_random_uuid(), moment, 'write', 'audit:entries:forgotten',
      coalesce(eenplan_actor(), '00000000-0000-7000-8000-000000000002'), coalesce(eenplan_role(), 'task'),
      'maintenance', '{}', named);
  RETURN cardinality(hit);
END $$;
CREATE FUNCTION audit_forgetting_id(moment timestamptz, sequences bigint[]) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT encode(substring(sha256(convert_to(extract(epoch FROM moment) || '|' || array_to_string(sequences, ','),
    'UTF8')) FOR 16), 'hex')::uuid;
$$;
CREATE FUNCTION audit_forget_families(gone uuid[]) RETURNS bigint LANGUAGE sql AS $$
  SELECT audit_forget(gone, '{}', now());
$$;
REVOKE ALL ON FUNCTION audit_forget(uuid[], uuid[], timestamptz), audit_forget_families(uuid[]) FROM PUBLIC;
"""


def closed(table: str) -> list[migrations.RunSQL]:
    """A table that only grows, and that the web role neither reads nor writes."""
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change()",
            migrations.RunSQL.noop,
        ),
        fence(table, see="false", add="false", change="false", privileges="SELECT"),
        migrations.RunSQL(f"REVOKE ALL ON {table} FROM eenplan_web", migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Forgetting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                (
                    "sequences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("from_sequence", models.BigIntegerField(unique=True)),
                ("to_sequence", models.BigIntegerField(unique=True)),
                (
                    "sequences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("previous", models.BinaryField()),
                ("links", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(FUNCTIONS),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BY_MONTH)],
            state_operations=[
                migrations.AlterField("entry", "actor_id", models.UUIDField(null=True)),
                migrations.AddField("entry", "forgotten_on", models.DateField(null=True)),
                migrations.RemoveIndex("entry", "audit_entry_at"),
                migrations.AddIndex(
                    "entry",
                    django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_entry_at"),
                ),
                migrations.AddIndex(
                    "entry",
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["families"], name="audit_entry_families"
                    ),
                ),
            ],
        ),
        # Nobody signs with another's name, and the web reads nothing back.
        fence(
            "audit_entry",
            see="false",
            add="actor_id = (SELECT eenplan_actor()) AND forgotten_on IS NULL",
            change="false",
            privileges=f"INSERT ({COLUMNS}, forgotten_on)",
        ),
        migrations.RunSQL(FORGET),
        *closed("audit_seal"),
        *closed("audit_forgetting"),
    ]
