"""The desk can be filtered by who is the coach."""

from importlib import import_module

from django.db import migrations

WAITING = import_module("eenplan.referrals.migrations.0004_waiting").WAITING

COACH = """(SELECT c.staff_member_id FROM plans_coachassignment c
    WHERE c.family_id = r.family_id AND c.period @> eenplan_today() LIMIT 1)"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_fence"), ("referrals", "0004_waiting")]

    operations = [migrations.RunSQL(WAITING.format(coach=COACH), WAITING.format(coach="NULL::uuid"))]
