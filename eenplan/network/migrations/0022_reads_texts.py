"""Whether a worker was named to read translations: asked with who somebody is, before anybody acts; for their menu."""

from django.db import migrations

READS = """
-- Yes or no, and not which language: the menu of a worker asks it with their assignments.
CREATE FUNCTION network_reads_texts(worker uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM network_textreviewer r WHERE r.staff_member_id = worker AND r.ended_at IS NULL)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0021_translations")]

    operations = [migrations.RunSQL(READS, "DROP FUNCTION network_reads_texts(uuid)")]
