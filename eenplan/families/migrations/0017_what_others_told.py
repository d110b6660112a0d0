"""What somebody of the family said is shared with a share that is about them, not with one about others alone."""

from importlib import import_module

from django.db import migrations

BEFORE: str = import_module("eenplan.families.migrations.0014_what_a_share_reaches").NOW
ABOUT = "(SELECT ga.person_id FROM consent_grantabout ga WHERE ga.grant_id = who)"
NOW = BEFORE.replace(
    "RETURN v.family_id = family AND NOT (confidential OR third_party OR court OR agogic)",
    "RETURN v.family_id = family AND NOT (confidential OR third_party OR court OR agogic)\n"
    f"      AND (teller IS NULL OR teller IN {ABOUT})",
)
assert NOW != BEFORE  # noqa: S101 (the rule of 0014 reads as it did)


class Migration(migrations.Migration):
    dependencies = [("families", "0016_cards_for_others")]

    operations = [migrations.RunSQL(NOW, BEFORE)]
