"""Which referrals are within reach is asked once per query, and by an index for those of a team."""

from django.db import migrations

from eenplan.core.fence import see_item_once, see_once

OF_A_FAMILY = (
    *("referral", "outcome", "receivedcorrection", "telling", "statuslink", "referrermayknow"),
    *(
        "forwarding",
        "dangerreport",
        "dangerresponse",
        "crisiscall",
        "doubleverdict",
        "consult",
        "consultstep",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0013_newest_found"), ("families", "0021_asked_once")]

    operations = [
        *[see_once(f"referrals_{name}", "eenplan_writes(family_id)") for name in OF_A_FAMILY],
        see_item_once("referrals_note"),
        see_once("referrals_noteread", "eenplan_reaches(family_id)"),
    ]
