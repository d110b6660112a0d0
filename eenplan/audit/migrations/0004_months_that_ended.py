"""Months of the audit older than the law's term go as a whole; the chain goes on through the links that stay."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

import eenplan.core.clock
import eenplan.core.ids

closed = import_module("eenplan.audit.migrations.0003_by_month").closed

END = """
CREATE FUNCTION audit_ended_id(moment timestamptz, last date, gone text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT encode(substring(sha256(convert_to(concat_ws('|', extract(epoch FROM moment), last, gone), 'UTF8')) FOR 16),
    'hex')::uuid;
$$;

-- The months that are over on a day with all their entries, and sealed: name of the table, last day, how many entries.
CREATE FUNCTION audit_months_over(last date) RETURNS TABLE (name text, month_end date, entries bigint)
  LANGUAGE plpgsql STABLE AS $$
DECLARE
  part record;
  sealed bigint := coalesce((SELECT max(to_sequence) FROM audit_seal), 0);
  highest bigint;
BEGIN
  FOR part IN SELECT c.relname::text AS name, (to_date(substring(c.relname FROM 13), 'YYYY_MM') + interval '1 month - 1 day')::date AS ends
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'audit_entry'::regclass AND c.relname ~ '^audit_entry_[0-9]{4}_[0-9]{2}$' ORDER BY 1 LOOP
    CONTINUE WHEN part.ends > last;
    EXECUTE format('SELECT count(*), max(sequence) FROM %I', part.name) INTO entries, highest;
    CONTINUE WHEN highest > sealed;
    name := part.name;
    month_end := part.ends;
    RETURN NEXT;
  END LOOP;
END $$;

-- Removes them, and writes down which entries went, under the hash of what it says, and that hash in an entry.
CREATE FUNCTION audit_end_months(last date, moment timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  part record;
  these int8multirange;
  gone int8multirange := '{}';
  number bigint := 0;
  months integer := 0;
  final date;
  named uuid;
BEGIN
  FOR part IN SELECT * FROM audit_months_over(last) LOOP
    EXECUTE format('SELECT coalesce(range_agg(int8range(sequence, sequence, ''[]'')), ''{}'') FROM %I', part.name) INTO these;
    gone := gone + these;
    number := number + part.entries;
    months := months + 1;
    final := part.month_end;
    EXECUTE format('ALTER TABLE audit_entry DETACH PARTITION %I', part.name);
    EXECUTE format('DROP TABLE %I', part.name);
  END LOOP;
  IF months = 0 THEN
    RETURN 0;
  END IF;
  gone := gone + coalesce((SELECT e.sequences::int8multirange FROM audit_ended e ORDER BY e.at DESC, e.id DESC LIMIT 1), '{}');
  named := audit_ended_id(moment, final, gone::text);
  INSERT INTO audit_ended (id, at, until, months, entries, sequences) VALUES (named, moment, final, months, number, gone::text);
  INSERT INTO audit_entry (id, at, kind, what, actor_id, role, purpose, families, subject_id)
    VALUES (gen_random_uuid(), moment, 'write', 'audit:months:ended',
      coalesce(eenplan_actor(), '00000000-0000-7000-8000-000000000002'), coalesce(eenplan_role(), 'task'),
      'maintenance', '{}', named);
  RETURN number;
END $$;
REVOKE ALL ON FUNCTION audit_months_over(date), audit_end_months(date, timestamptz) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_by_month")]

    operations: ClassVar = [
        migrations.CreateModel(
            "Ended",
            [
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("until", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("entries", models.BigIntegerField()),
                ("sequences", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(
            END,
            "DROP FUNCTION audit_end_months(date, timestamptz), audit_months_over(date),"
            " audit_ended_id(timestamptz, date, text);",
        ),
        *closed("audit_ended"),
    ]
