"""Whether a share holds is asked only of pieces that it would show: most of a plan is no part of it (rules 34-39)."""

from importlib import import_module

from django.db import migrations

CONSENT: str = import_module("eenplan.families.migrations.0011_consent").SHOWN


def made(name: str) -> str:
    """A function as it was made, to be put in its own place."""
    start = CONSENT.index(f"CREATE FUNCTION {name}(")
    return CONSENT[start : CONSENT.index("END $$;", start) + 7].replace(
        "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
    )


VIEWERS, SEES = made("eenplan_my_viewers"), made("eenplan_sees_item")
HOLDS = "\n        AND consent_grant_holds(g.id, eenplan_today())"
assert VIEWERS.count(HOLDS) == 2  # noqa: S101 (of workers, and of guests)
# As which viewers whoever acts may look, if what they were given holds. Inside other functions alone.
SHARES = VIEWERS.replace("eenplan_my_viewers", "eenplan_my_shares").replace(HOLDS, "")
STANDS = """CREATE FUNCTION eenplan_share_holds(viewer text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN split_part(viewer, ':', 1) = 'trusted'
    OR consent_grant_holds(split_part(viewer, ':', 2)::uuid, eenplan_today());
END $$;
REVOKE ALL ON FUNCTION eenplan_my_shares(uuid), eenplan_share_holds(text) FROM PUBLIC;
"""
HEAD = VIEWERS[: VIEWERS.index("$$")]
OWN = f"""{HEAD}$$
BEGIN
  RETURN QUERY SELECT v FROM eenplan_my_shares(family) v WHERE eenplan_share_holds(v);
END $$;
"""
ASKED = (
    "SELECT 1 FROM eenplan_my_viewers(family) v WHERE eenplan_shows(v, item, family, kind, author, teller,\n"
)
ASKED += "        released, confidential, third_party, health, court, agogic));"
LAST = (
    "SELECT 1 FROM eenplan_my_shares(family) v WHERE CASE WHEN eenplan_shows(v, item, family, kind, author,\n"
)
LAST += "        teller, released, confidential, third_party, health, court, agogic) THEN eenplan_share_holds(v) END);"
assert ASKED in SEES  # noqa: S101 (the rule of 0011 reads as it did)


class Migration(migrations.Migration):
    dependencies = [("families", "0023_few_rows_too")]

    operations = [
        migrations.RunSQL(
            SHARES + STANDS + OWN + SEES.replace(ASKED, LAST),
            VIEWERS + SEES + "DROP FUNCTION eenplan_my_shares(uuid), eenplan_share_holds(text);",
        ),
    ]
