"""A consult without names is a referral, and nobody's family: it counts as neither first nor again, and never waits."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import WEB_ROLE

_BEFORE = import_module("eenplan.reporting.migrations.0002_counts")


def _changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old  # noqa: S101 (what is replaced must be there)
        text = text.replace(old, new)
    return text


COUNTS = _changed(
    _BEFORE.COUNTS,
    ("recorded_later boolean, again boolean,", "recorded_later boolean, nameless boolean, again boolean,"),
    ("GROUP BY b.family_token HAVING", "WHERE NOT b.anonymous GROUP BY b.family_token HAVING"),
    ("a.deadline, a.outcome,", "a.deadline, a.outcome, a.anonymous,"),
    ("nth > 1, count(*)", "anonymous, nth > 1, count(*)"),
    ("FILTER (WHERE nth = 1)", "FILTER (WHERE nth = 1 AND NOT anonymous)"),
    ("GROUP BY 1, 2, 3, 4, 5, 6, 7", "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"),
)
WAITS = _changed(
    _BEFORE.WAITS,
    ("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
    (
        "JOIN places p USING (municipality_id, zone_id)\n    WHERE ",
        "JOIN places p USING (municipality_id, zone_id)\n    WHERE NOT f.anonymous AND ",
    ),
)
NAME = "reporting_counts(date, date, date, boolean)"
RIGHTS = f"REVOKE ALL ON FUNCTION {NAME} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {NAME} TO {WEB_ROLE}"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_counts"), ("referrals", "0006_drafts")]

    operations = [
        migrations.RunSQL(
            [f"DROP FUNCTION {NAME}", COUNTS, RIGHTS], [f"DROP FUNCTION {NAME}", _BEFORE.COUNTS, RIGHTS]
        ),
        migrations.RunSQL(WAITS, _BEFORE.WAITS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
