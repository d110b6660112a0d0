"""Whether somebody is busy with a referral, closed trajectories counted; on the desk only danger that is open."""

from importlib import import_module

from django.db import migrations

OPEN = """
CREATE OR REPLACE FUNCTION referrals_is_open(of_referral uuid, state text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT state <> 'ended' {closed}
$$;
"""
CLOSED = """AND NOT EXISTS (
    SELECT 1 FROM plans_trajectory t WHERE t.referral_id = of_referral AND t.ended_on IS NOT NULL)"""

# Rule 12: what was answered leaves the group on top of the desk, and comes back when it is said again.
BEFORE = import_module("eenplan.referrals.migrations.0004_waiting").WAITING.format(
    coach=import_module("eenplan.plans.migrations.0003_coach_on_the_desk").COACH
)
AFTER = BEFORE.replace(
    "r.acute_danger,",
    "r.acute_danger IS TRUE AND referrals_danger_is_open(r.id, r.acute_danger) AS acute_danger,",
)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_drafts"), ("referrals", "0009_outcomes_fence")]

    operations = [
        migrations.RunSQL(OPEN.format(closed=CLOSED), OPEN.format(closed="")),
        migrations.RunSQL(AFTER, BEFORE),
    ]
