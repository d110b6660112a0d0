"""The coach's families are listed once per query; what a plan holds is shown without judging each piece twice."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import see_item_once, see_once

LISTS = import_module("eenplan.families.migrations.0021_asked_once")
COACH = """
  WHEN 'coach' THEN
    RETURN ARRAY(SELECT c.family_id FROM plans_coachassignment c
      WHERE c.actor_id = eenplan_actor() AND c.period @> eenplan_today() AND eenplan_holds_role());"""
PLANS = """
    UNION SELECT g.item_id FROM plans_goal g WHERE g.whose_id = ANY (grown)
    UNION SELECT h.item_id FROM plans_help h WHERE h.for_whom_id = ANY (grown)"""


def made(coach: str, plans: str) -> str:
    """The two lists that name tables of plans."""
    return str(LISTS.answered(coach) + LISTS.of_young_adults(plans))


SHOWN = "eenplan_reaches(family_id) OR eenplan_is_shown(family_id, (SELECT eenplan_holds_role()))"
AMONG_US = "eenplan_reaches(family_id) AND (SELECT eenplan_together()) !~ '(grant|trusted|released)'"


class Migration(migrations.Migration):
    dependencies = [("plans", "0018_sessions"), ("families", "0021_asked_once")]

    operations = [
        migrations.RunSQL(made(COACH, PLANS), made("", "")),
        *[
            see_once(f"plans_{name}", SHOWN)
            for name in ("plan", "planversion", "trajectory", "coachassignment")
        ],
        *[see_once(f"plans_{name}", AMONG_US) for name in ("participation", "agreement")],
        *[
            see_once(f"plans_{name}", "eenplan_reaches(family_id)")
            for name in ("closure", "section", "aftercare", "areahandover")
        ],
        see_once("plans_draft", "author_id = (SELECT eenplan_actor()) AND eenplan_reaches(family_id)"),
        *[
            see_item_once(f"plans_{name}")
            for name in (
                *("planitem", "goal", "action", "domainmark", "help", "teammember", "part"),
                "versionitem",
            )
        ],
        *[see_item_once(f"plans_{name}", item="review_id") for name in ("reviewscore", "reviewperson")],
    ]
