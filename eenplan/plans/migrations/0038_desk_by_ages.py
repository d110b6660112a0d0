"""The desk looks the children of a family up once, along their index, and not for each of three columns."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.plans.migrations.0020_in_order").AFTER
START, COACH, ORDER = "(SELECT max(p.birth_date)", "(SELECT c.staff_member_id", "\nWHERE r.partnership_id"
# Where nobody asks for ages the join falls away: it has one row for each referral.
AGES = """
LEFT JOIN LATERAL (SELECT max(p.birth_date) AS youngest_born, min(p.birth_date) AS oldest_born,
    count(p.due_date) > 0 AS expects
  FROM families_person p WHERE p.family_id = r.family_id AND p.role = 'child') a ON true"""
AFTER = (
    BEFORE[: BEFORE.index(START)]
    + "a.youngest_born, a.oldest_born, a.expects,\n  "
    + BEFORE[BEFORE.index(COACH) :]
    .replace("@> eenplan_today()", "@> (SELECT eenplan_today())")
    .replace(ORDER, AGES + ORDER)
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0037_psychologists_places"), ("families", "0034_ages_in_an_index")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
